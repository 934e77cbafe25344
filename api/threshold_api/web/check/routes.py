"""The addresses of the steps of a check."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from threshold_api.web.cases import assessment, urgent
from threshold_api.web.check.asking import AskingPages
from threshold_api.web.check.child import child_view, read_child
from threshold_api.web.check.danger import danger_view, in_danger, read_danger
from threshold_api.web.check.steps import BACK, address, after_worry, caption
from threshold_api.web.check.urgent import urgent_view
from threshold_api.web.check.view import own_view, read_view
from threshold_api.web.check.worry import read_worry, worry_view
from threshold_api.web.errors import ErrorView
from threshold_api.web.layout import Layout
from threshold_api.web.visits import Check
from threshold_engine.model.edition import Edition

POST = ["POST"]


def router(layout: Layout) -> APIRouter:
    """Give the routes."""
    pages, asking = CheckPages(layout), AskingPages(layout)
    routes = APIRouter(prefix="/check/{check_id}", include_in_schema=False)
    routes.add_api_route("/danger", pages.danger)
    routes.add_api_route("/danger", pages.take_danger, methods=POST)
    routes.add_api_route("/urgent", pages.urgent)
    routes.add_api_route("/child", pages.child)
    routes.add_api_route("/child", pages.take_child, methods=POST)
    routes.add_api_route("/worry", pages.worry)
    routes.add_api_route("/worry", pages.take_worry, methods=POST)
    routes.add_api_route("/signs", asking.signs)
    routes.add_api_route("/signs", asking.take_signs, methods=POST)
    routes.add_api_route("/questions", asking.questions)
    routes.add_api_route("/questions/{number}", asking.screen)
    routes.add_api_route("/questions/{number}", asking.take_screen, methods=POST)
    routes.add_api_route("/view", pages.view)
    routes.add_api_route("/view", pages.take_view, methods=POST)
    return routes


class CheckPages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def danger(self, request: Request, check_id: str) -> Response:
        """Ask whether the child is in danger now."""
        _, check = self._layout.check(request, check_id)
        return self._write(request, check, "danger", danger_view(check))

    async def take_danger(self, request: Request, check_id: str) -> Response:
        """Take the answer; if it is yes, say what to do first."""
        posted, check = await self._layout.posted_check(request, check_id)
        outcome = read_danger(check, posted.fields)
        if outcome.errors:
            return self._write(request, check, "danger", danger_view(check, outcome.errors), outcome.errors)
        self._layout.visits.keep(posted.visit, outcome.check)
        return self._layout.redirect(address(check, "urgent" if in_danger(outcome.check) else "child"))

    async def urgent(self, request: Request, check_id: str) -> Response:
        """Say what to do when a child is in danger now."""
        _, check = self._layout.check(request, check_id)
        found = assessment(self._layout.service, check.case, what_if=False)
        values = {
            "view": urgent_view(found, self._edition()),
            "go_on": address(check, "child"),
            "answer": address(check, "answer"),
            "back": address(check, "danger"),
        }
        return self._layout.page(request, "web/check/urgent.html", values)

    async def child(self, request: Request, check_id: str) -> Response:
        """Ask where the person is and how old the child is."""
        _, check = self._layout.check(request, check_id)
        return self._write(request, check, "child", child_view(check))

    async def take_child(self, request: Request, check_id: str) -> Response:
        """Take place and age."""
        posted, check = await self._layout.posted_check(request, check_id)
        outcome = read_child(check, posted.fields)
        if outcome.errors:
            return self._write(request, check, "child", child_view(check, outcome.errors, posted.fields), outcome.errors)
        self._layout.visits.keep(posted.visit, outcome.check)
        return self._layout.redirect(address(check, "worry"))

    async def worry(self, request: Request, check_id: str) -> Response:
        """Ask what worries the person."""
        _, check = self._layout.check(request, check_id)
        return self._write(request, check, "worry", worry_view(check, self._layout.service.rulebook))

    async def take_worry(self, request: Request, check_id: str) -> Response:
        """Take the text and the areas."""
        posted, check = await self._layout.posted_check(request, check_id)
        rulebook = self._layout.service.rulebook
        outcome = read_worry(check, posted.fields, rulebook)
        if outcome.errors:
            return self._write(
                request, check, "worry", worry_view(check, rulebook, outcome.errors, posted.fields), outcome.errors
            )
        self._layout.visits.keep(posted.visit, outcome.check)
        step = after_worry(outcome.check, urgent=urgent(self._layout.service, outcome.check))
        return self._layout.redirect(address(check, step))

    async def view(self, request: Request, check_id: str) -> Response:
        """Ask for the person's own view, unless it is urgent."""
        _, check = self._layout.check(request, check_id)
        if urgent(self._layout.service, check):
            return self._layout.redirect(address(check, "answer"))
        return self._write(request, check, "view", own_view(check, self._edition()))

    async def take_view(self, request: Request, check_id: str) -> Response:
        """Take the view, or its being skipped."""
        posted, check = await self._layout.posted_check(request, check_id)
        edition = self._edition()
        outcome = read_view(check, posted.fields, edition)
        if outcome.errors:
            return self._write(request, check, "view", own_view(check, edition, outcome.errors, posted.fields), outcome.errors)
        self._layout.visits.keep(posted.visit, outcome.check)
        return self._layout.redirect(address(check, "answer"))

    def _edition(self) -> Edition:
        return self._layout.service.edition(None)

    def _write(self, request: Request, check: Check, step: str, view: object, errors: tuple[ErrorView, ...] = ()) -> Response:
        values = {
            "view": view,
            "errors": errors,
            "caption": caption(step),
            "action": address(check, step),
            "back": address(check, BACK[step]) if step in BACK else "/",
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
        return self._layout.page(request, f"web/check/{step}.html", values, status=status)
