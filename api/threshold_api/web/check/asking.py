"""The pages of signs and of questions."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from threshold_api.web.cases import assessment, dated, is_urgent, urgent
from threshold_api.web.check.danger import in_danger
from threshold_api.web.check.plan import Ids, Planned, screens_left
from threshold_api.web.check.questions import known_ids, read_screen, screen_view
from threshold_api.web.check.signs import SignsPage, read_signs, signs_page, signs_view
from threshold_api.web.check.steps import address, after_questions, caption, has_signs_page
from threshold_api.web.errors import ErrorView
from threshold_api.web.forms import Fields
from threshold_api.web.layout import Layout
from threshold_api.web.visits import Check
from threshold_engine.case import read_case
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition
from threshold_engine.paths import opened_paths

LONGEST_NUMBER = 4


class AskingPages:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    async def signs(self, request: Request, check_id: str) -> Response:
        """Show what the text seems to say, and the signs of the chosen areas."""
        return self._signs(request, await self._read(request, check_id))

    async def take_signs(self, request: Request, check_id: str) -> Response:
        """Take what was ticked, and go to the answer if that is already urgent."""
        posted, _ = await self._layout.posted_check(request, check_id)
        page = await self._read(request, check_id)
        outcome = read_signs(page, posted.fields)
        if outcome.errors:
            return self._signs(request, page, outcome.errors, posted.fields)
        self._layout.visits.keep(posted.visit, outcome.check)
        step = "answer" if urgent(self._layout.service, outcome.check) else "questions"
        return self._layout.redirect(address(outcome.check, step))

    async def questions(self, request: Request, check_id: str) -> Response:
        """Go to the first screen that was not answered yet."""
        _, check = self._layout.check(request, check_id)
        return self._layout.redirect(self._screen_address(check, len(check.asked) + 1))

    async def screen(self, request: Request, check_id: str, number: str) -> Response:
        """Show one screen of questions: an answered one again, or the next one; when nothing is left, go on."""
        _, check = self._layout.check(request, check_id)
        wanted = _number(number, check)
        if str(wanted) != number:
            return self._layout.redirect(self._screen_address(check, wanted))
        found = assessment(self._layout.service, check.case)
        planned = self._planned(check, found)
        if wanted > len(check.asked) and not planned:
            return self._layout.redirect(address(check, after_questions(check, urgent=is_urgent(found))))
        ids = check.asked[wanted - 1] if wanted <= len(check.asked) else planned[0].ids
        return self._screen(request, check, wanted, ids, planned, found)

    async def take_screen(self, request: Request, check_id: str, number: str) -> Response:
        """Take the answers of a screen, then show the next; if they made it urgent, the answer."""
        posted, check = await self._layout.posted_check(request, check_id)
        wanted, edition = _number(number, check), self._edition()
        ids = known_ids(posted.fields.all("ask"), edition)
        outcome = read_screen(check, wanted, ids, posted.fields, edition)
        if outcome.errors:
            found = assessment(self._layout.service, check.case)
            return self._screen(request, check, wanted, ids, self._planned(check, found), found, outcome.errors, posted.fields)
        self._layout.visits.keep(posted.visit, outcome.check)
        return self._layout.redirect(self._after(check, outcome.check, wanted, stop=bool(posted.fields.one("stop"))))

    def _after(self, before: Check, after: Check, number: int, *, stop: bool) -> str:
        service = self._layout.service
        now_urgent = urgent(service, after)
        if in_danger(after) and not in_danger(before):
            return address(after, "urgent")
        # Who came back from an urgent answer to say more is not sent there again after each screen.
        if now_urgent and not urgent(service, before):
            return address(after, "answer")
        return address(after, after_questions(after, urgent=now_urgent)) if stop else self._screen_address(after, number + 1)

    def _planned(self, check: Check, found: Assessment) -> list[Planned]:
        rulebook = self._layout.service.rulebook
        case = read_case(dated(check.case, self._layout.service.clock()), rulebook)
        return screens_left(check, found, opened_paths(case, rulebook), rulebook)

    def _edition(self) -> Edition:
        return self._layout.service.edition(None)

    def _screen_address(self, check: Check, number: int) -> str:
        return f"{address(check, 'questions')}/{number}"

    async def _read(self, request: Request, check_id: str) -> SignsPage:
        """Read the text of a check in a thread, since a long one takes a second; once more if it was changed meanwhile."""
        _, check = self._layout.check(request, check_id)
        page = await run_in_threadpool(signs_page, check, self._edition())
        _, now = self._layout.check(request, check_id)
        return page if now is check else await self._read(request, check_id)

    def _signs(
        self, request: Request, page: SignsPage, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None
    ) -> Response:
        values = {
            "view": signs_view(page, errors, typed),
            "errors": errors,
            "caption": caption("signs"),
            "action": address(page.check, "signs"),
            "back": address(page.check, "worry"),
        }
        return self._layout.page(request, "web/check/signs.html", values, status=_status(errors))

    def _screen(
        self,
        request: Request,
        check: Check,
        number: int,
        ids: Ids,
        planned: list[Planned],
        found: Assessment,
        errors: tuple[ErrorView, ...] = (),
        typed: Fields | None = None,
    ) -> Response:
        first = address(check, "signs" if has_signs_page(check) else "worry")
        values = {
            "view": screen_view(check, number, ids, planned, found, self._edition(), errors, typed),
            "errors": errors,
            "caption": caption("questions"),
            "action": self._screen_address(check, number),
            "back": self._screen_address(check, number - 1) if number > 1 else first,
        }
        return self._layout.page(request, "web/check/questions.html", values, status=_status(errors))


def _number(said: str, check: Check) -> int:
    """Read the number of a screen: the next one if there is no such screen yet."""
    following = len(check.asked) + 1
    if not (said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER):
        return following
    return min(max(int(said), 1), following)


def _status(errors: tuple[ErrorView, ...]) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
