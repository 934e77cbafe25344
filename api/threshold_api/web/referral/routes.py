"""The pages of the referral: the list, each section, the score while typing, and the printed whole."""

from __future__ import annotations

import json
from datetime import date, time
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from threshold_api.web.cases import assessment
from threshold_api.web.emergency import emergency
from threshold_api.web.layout import Layout, PageError
from threshold_api.web.referral.draft import Draft, FieldError, draft_of, draft_with, entries_now, errors_in, kept
from threshold_api.web.referral.entries import Entries, entries_of_form, row_number
from threshold_api.web.referral.form_words import choices_on
from threshold_api.web.referral.list_view import list_view
from threshold_api.web.referral.pdf import referral_pdf
from threshold_api.web.referral.printed_view import PrintedView, printed_view
from threshold_api.web.referral.score_view import panel
from threshold_api.web.referral.section_view import section_view
from threshold_api.web.referral.sections import BY_SLUG, section_after
from threshold_api.web.referral.shapes import Section, groups_of
from threshold_api.web.visits import Check

REFERRAL = "/check/{check_id}/referral"
ACTION_FIELD = "do"
UPDATE, TO_LIST, ADD, REMOVE = "update", "list", "add.", "remove."


def router(layout: Layout) -> APIRouter:
    """Give the routes."""
    pages = ReferralPages(layout)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(REFERRAL, pages.sections)
    routes.add_api_route(f"{REFERRAL}/print", pages.printed)
    routes.add_api_route(f"{REFERRAL}/print.pdf", pages.pdf)
    routes.add_api_route(f"{REFERRAL}/referral.json", pages.data)
    routes.add_api_route(f"{REFERRAL}/{{section}}", pages.section)
    routes.add_api_route(f"{REFERRAL}/{{section}}", pages.save, methods=["POST"])
    routes.add_api_route(f"{REFERRAL}/{{section}}/score", pages.score, methods=["POST"])
    return routes


class ReferralPages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._service = layout.service

    async def sections(self, request: Request, check_id: str) -> Response:
        """Show the list of sections."""
        _, check = self._layout.check(request, check_id)
        draft = await run_in_threadpool(draft_of, self._service, check)
        return self._layout.page(request, "web/referral/list.html", {"page": list_view(draft, _base(check))})

    async def section(self, request: Request, check_id: str, section: str) -> Response:
        """Show one section."""
        _, check = self._layout.check(request, check_id)
        shown = _named(section)
        draft = await run_in_threadpool(draft_of, self._service, check)
        return self._section_page(request, draft, shown, entries_now(check, shown, draft.mapping), ())

    async def save(self, request: Request, check_id: str, section: str) -> Response:
        """Keep what was typed, and go where the button leads."""
        posted, check = await self._layout.posted_check(request, check_id)
        shown = _named(section)
        action = posted.fields.one(ACTION_FIELD)
        entries = _after_removal(entries_of_form(shown, posted.fields), action)
        errors = errors_in(shown, entries, self._service.rulebook, choices_on(self._service))
        if errors:
            readable = entries.blanked(frozenset(error.name for error in errors))
            draft = await run_in_threadpool(draft_with, self._service, check, shown, readable)
            return self._section_page(request, draft, shown, entries, errors)
        found = assessment(self._service, check.case, what_if=False)
        self._layout.visits.keep(posted.visit, kept(check, shown, entries, found))
        return self._layout.redirect(_next_address(_base(check), shown, entries, action))

    async def score(self, request: Request, check_id: str, section: str) -> Response:
        """Mark what is being typed, as a piece of the page. Nothing is kept."""
        posted, check = await self._layout.posted_check(request, check_id)
        shown = _named(section)
        entries = entries_of_form(shown, posted.fields)
        errors = errors_in(shown, entries, self._service.rulebook, choices_on(self._service))
        readable = entries.blanked(frozenset(error.name for error in errors))
        draft = await run_in_threadpool(draft_with, self._service, check, shown, readable)
        view = panel(draft, shown, readable, _base(check), tuple(error.text for error in errors))
        line = emergency(self._service.edition(None), self._service.clock())
        values = {"panel": view, "base": _base(check), "line": line}
        return self._layout.fragment("web/referral/score.html", values)

    async def printed(self, request: Request, check_id: str) -> Response:
        """Show the whole referral, ready to print."""
        _, view = await self._printed(request, check_id)
        return self._layout.page(request, "web/referral/print.html", {"page": view})

    async def pdf(self, request: Request, check_id: str) -> Response:
        """Give the whole referral as PDF."""
        _, view = await self._printed(request, check_id)
        content = await run_in_threadpool(referral_pdf, view)
        return _download(content, "application/pdf", "referral.pdf")

    async def data(self, request: Request, check_id: str) -> Response:
        """Give the referral as data, in the shape of the contract."""
        _, check = self._layout.check(request, check_id)
        draft = await run_in_threadpool(draft_of, self._service, check)
        text = json.dumps(draft.mapping, ensure_ascii=False, indent=2, default=_iso)
        return _download(text.encode(), "application/json", "referral.json")

    async def _printed(self, request: Request, check_id: str) -> tuple[Check, PrintedView]:
        _, check = self._layout.check(request, check_id)
        draft = await run_in_threadpool(draft_of, self._service, check)
        now, edition = self._service.clock(), self._service.edition(None)
        choices = choices_on(self._service)
        return check, printed_view(draft, choices, self._service.rulebook, now, emergency(edition, now), _base(check))

    def _section_page(
        self, request: Request, draft: Draft, section: Section, entries: Entries, errors: tuple[FieldError, ...]
    ) -> Response:
        choices, rulebook = choices_on(self._service), self._service.rulebook
        view = section_view(draft, section, entries, errors, choices, rulebook, _base(draft.check))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
        line = emergency(self._service.edition(None), self._service.clock())
        return self._layout.page(request, "web/referral/section.html", {"page": view, "line": line}, status=status)


def _base(check: Check) -> str:
    return f"/check/{check.id}/referral"


def _named(slug: str) -> Section:
    section = BY_SLUG.get(slug)
    if section is None:
        raise PageError(HTTPStatus.NOT_FOUND, "There is no page here", "Go back to the list of parts of the referral.")
    return section


def _after_removal(entries: Entries, action: str) -> Entries:
    group, _, sent = action.removeprefix(REMOVE).rpartition(".")
    number = row_number(sent)
    return entries.without(group, number) if action.startswith(REMOVE) and number is not None else entries


def _next_address(base: str, section: Section, entries: Entries, action: str) -> str:
    """Give the page that follows; after adding or removing, the place on the same page."""
    here = f"{base}/{section.slug}"
    for group in groups_of(section):
        if action == f"{ADD}{group.path}":
            return f"{here}#{group.path.replace('.', '-')}-{len(entries.rows.get(group.path, {}))}"
        if action.startswith(f"{REMOVE}{group.path}."):
            return f"{here}#{group.path.replace('.', '-')}"
    if action == UPDATE:
        return f"{here}#score"
    following = None if action == TO_LIST else section_after(section)
    return f"{base}/{following.slug}" if following else base


def _iso(value: object) -> str:
    """Write the days and times of a referral; nothing else in one needs help."""
    if isinstance(value, date | time):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _download(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
