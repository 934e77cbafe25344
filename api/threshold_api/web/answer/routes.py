"""The routes of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from threshold_api.web.answer.disagree import LEVEL, WHY, DisagreeView, level_error, why_error
from threshold_api.web.answer.page import AnswerView, answer_view
from threshold_api.web.answer.papers import opinions, printed_words, sheet_view, text
from threshold_api.web.answer.pdf import pdf
from threshold_api.web.answer.problems import problem_views
from threshold_api.web.answer.trials import Way, kept, offers, tried, way_of
from threshold_api.web.answer.words import level_words
from threshold_api.web.cases import assessment, dated
from threshold_api.web.forms import Fields
from threshold_api.web.layout import Endpoint, Layout, PageError
from threshold_api.web.visits import Check
from threshold_api.web.words import level_choices
from threshold_api.writing import written
from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.errors import FactsError
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition

NOT_OFFERED = PageError(
    HTTPStatus.CONFLICT,
    "That cannot be tried any more",
    "Your answers have changed since that page was shown. Go back to the answer and choose again. Nothing was changed.",
)
TAKE_BACK = "take-back"


@dataclass(frozen=True, slots=True)
class Answered:
    """A check with its answer, and the view of both."""

    check: Check
    found: Assessment
    view: AnswerView


Shown = Callable[[Request, Answered], Awaitable[Response]]


def router(layout: Layout) -> APIRouter:
    """Give the routes."""
    pages, changes = AnswerPages(layout), AnswerForms(layout)
    routes = APIRouter(prefix="/check/{check_id}", include_in_schema=False)
    routes.add_api_route("/answer", pages.of(pages.page), name="answer")
    routes.add_api_route("/answer/sheet", pages.of(pages.sheet))
    routes.add_api_route("/answer/sheet.pdf", pages.of(pages.sheet_pdf))
    routes.add_api_route("/answer/text", pages.of(pages.text))
    routes.add_api_route("/answer/answer.txt", pages.of(pages.text_file))
    routes.add_api_route("/answer/answer.json", pages.of(pages.data_file))
    routes.add_api_route("/disagree", pages.of(pages.disagree))
    routes.add_api_route("/disagree", changes.disagree, methods=["POST"])
    routes.add_api_route("/try", changes.begin_trial, methods=["POST"])
    routes.add_api_route("/untry", changes.end_trial, methods=["POST"])
    return routes


class AnswerPages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def of(self, shown: Shown) -> Endpoint:
        """Give the route of a page that shows an answer; if there is none, it says what does not fit together."""

        async def route(request: Request) -> Response:
            _, check = self._layout.check(request, request.path_params["check_id"])
            try:
                answered = self._answered(check)
            except FactsError as error:
                values = {"problems": problem_views(error, f"/check/{check.id}")}
                status = HTTPStatus.UNPROCESSABLE_ENTITY
                return self._layout.page(request, "web/answer/problems.html", values, status=status)
            return await shown(request, answered)

        return route

    async def page(self, request: Request, answered: Answered) -> Response:
        """Show the answer."""
        return self._layout.page(request, "web/answer/answer.html", {"answer": answered.view})

    async def sheet(self, request: Request, answered: Answered) -> Response:
        """Show the sheet of one page."""
        values = {"answer": answered.view, "sheet": sheet_view(answered.view, self._layout.service.clock())}
        return self._layout.page(request, "web/answer/sheet.html", values)

    async def sheet_pdf(self, _: Request, answered: Answered) -> Response:
        """Give the answer as a PDF."""
        printed = printed_words(self._layout.service.clock())
        # Setting type takes some hundredths of a second: others' pages do not wait for it.
        content = await run_in_threadpool(pdf, answered.view, opinions(answered.view), printed)
        return _file(content, "application/pdf", "child-concern-answer.pdf")

    async def text(self, request: Request, answered: Answered) -> Response:
        """Show the answer as text to copy."""
        values = {"answer": answered.view, "text": self._text(answered)}
        return self._layout.page(request, "web/answer/text.html", values)

    async def text_file(self, _: Request, answered: Answered) -> Response:
        """Give the answer as a text file."""
        return _file(self._text(answered).encode(), "text/plain; charset=utf-8", "child-concern-answer.txt")

    async def data_file(self, _: Request, answered: Answered) -> Response:
        """Give the answer as JSON."""
        return _file(written(answered.found), "application/json", "child-concern-answer.json")

    async def disagree(self, request: Request, answered: Answered) -> Response:
        """Show the form to disagree."""
        held = answered.check.disagreement or {}
        edition = self._layout.service.edition(None)
        view = DisagreeView(
            address=answered.view.address,
            suggested=level_words(edition, answered.found.level.suggested),
            options=level_choices(edition),
            level=str(held.get(LEVEL, "")),
            why=str(held.get(WHY, "")),
            level_error=None,
            why_error=None,
            given=answered.check.disagreement is not None,
        )
        return self._layout.page(request, "web/answer/disagree.html", {"form": view})

    def _answered(self, check: Check) -> Answered:
        service = self._layout.service
        found = assessment(service, check.case)
        way = way_of(check.trial)
        view = answer_view(check, found, service.edition(None), self._tried(check, way) if way else None)
        return Answered(check, found, view)

    def _tried(self, check: Check, way: Way) -> Assessment:
        service = self._layout.service
        case = read_case(dated(check.case, service.clock()), service.rulebook)
        found = assess(tried(case, way), service.rulebook, what_if=False)
        if not found.channels.agree:
            service.journal.channels_differ(found.rulebook, found.channels)
        return found

    def _text(self, answered: Answered) -> str:
        return text(answered.view, answered.found, self._layout.service.clock())


class AnswerForms:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def begin_trial(self, request: Request) -> Response:
        """Try a change that the page offers. The case stays as it is."""
        posted, check = await self._layout.posted_check(request, request.path_params["check_id"])
        way = self._offered(check).get(posted.fields.one("way"))
        if way is None:
            raise NOT_OFFERED
        self._layout.visits.keep(posted.visit, replace(check, trial=kept(way)))
        return self._layout.redirect(f"/check/{check.id}/answer#trial")

    async def end_trial(self, request: Request) -> Response:
        """Leave the trial."""
        posted, check = await self._layout.posted_check(request, request.path_params["check_id"])
        self._layout.visits.keep(posted.visit, replace(check, trial={}))
        return self._layout.redirect(f"/check/{check.id}/answer")

    async def disagree(self, request: Request) -> Response:
        """Save or take back a disagreement."""
        posted, check = await self._layout.posted_check(request, request.path_params["check_id"])
        fields = posted.fields
        edition = self._layout.service.edition(None)
        if fields.one("action") == TAKE_BACK:
            self._layout.visits.keep(posted.visit, replace(check, disagreement=None))
            return self._layout.redirect(f"/check/{check.id}/answer")
        wrong = level_error(fields, edition), why_error(fields)
        if any(wrong):
            return self._refused(request, check, fields, edition, wrong)
        disagreement = {LEVEL: int(fields.one(LEVEL)), WHY: fields.one(WHY)}
        self._layout.visits.keep(posted.visit, replace(check, disagreement=disagreement))
        return self._layout.redirect(f"/check/{check.id}/answer#disagreement")

    def _offered(self, check: Check) -> dict[str, Way]:
        service = self._layout.service
        try:
            return offers(assessment(service, check.case), service.edition(None))
        except FactsError:
            # Changed in another window so that nothing fits: the answer page says what.
            return {}

    def _suggested(self, check: Check, edition: Edition) -> str | None:
        try:
            return level_words(edition, assessment(self._layout.service, check.case, what_if=False).level.suggested)
        except FactsError:
            return None

    def _refused(
        self, request: Request, check: Check, fields: Fields, edition: Edition, wrong: tuple[str | None, str | None]
    ) -> Response:
        view = DisagreeView(
            address=f"/check/{check.id}",
            suggested=self._suggested(check, edition),
            options=level_choices(edition),
            level=fields.one(LEVEL),
            why=fields.one(WHY),
            level_error=wrong[0],
            why_error=wrong[1],
            given=check.disagreement is not None,
        )
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return self._layout.page(request, "web/answer/disagree.html", {"form": view}, status=status)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
