"""Opening a room, and joining one with its code."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import Request, Response

from threshold_api.web.forms import Fields, check_token, read_form
from threshold_api.web.gate import line_of_request
from threshold_api.web.home import FULL
from threshold_api.web.layout import PageError
from threshold_api.web.rooms.doors import JOINS, ROOMS, WRONG_CODES
from threshold_api.web.rooms.ground import SECTION, TOO_OFTEN, Ground
from threshold_api.web.rooms.model import MOST_PEOPLE, Refusal, Room, RoomError, join
from threshold_api.web.rooms.store import CODE_LENGTH, RoomsFullError, tidy_code
from threshold_api.web.rooms.views import case_choices
from threshold_api.web.visits import Visit, VisitsFullError

ROOMS_FULL = PageError(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "Every room is in use",
    "No more rooms can be opened now. Try again later. A room closes after 2 hours without use.",
)
NO_CASE = "Choose a case"
NO_CODE = f"Type the code of the room. It has {CODE_LENGTH} letters"
WRONG_CODE = "No open room has this code. Check it with the trainer. A room closes after 2 hours without use"
ROOM_FULL = f"This room is full. It holds {MOST_PEOPLE} people. Watch with somebody who is in it"
LONGEST_CODE = 40


class EntrancePages:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def choose(self, request: Request) -> Response:
        """Show the cases that a room can begin with."""
        return self._choose(request, None)

    async def open(self, request: Request) -> Response:
        """Open a room."""
        fields, visit = await self._form(request)
        scenario = fields.one("scenario")
        if scenario not in self._ground.scenarios:
            return self._choose(request, NO_CASE)
        self._ground.knock(request, ROOMS)
        visit, token = self._enter(visit)
        try:
            room = self._ground.rooms.open(visit.person, scenario)
        except RoomsFullError:
            raise ROOMS_FULL from None
        return self._to_room(request, room, token)

    async def ask_code(self, request: Request) -> Response:
        """Ask for the code of a room."""
        return self._ask_code(request, "", None)

    async def join(self, request: Request) -> Response:
        """Let somebody into a room."""
        fields, visit = await self._form(request)
        typed = fields.one("code")[:LONGEST_CODE]
        code = tidy_code(typed)
        if not code:
            return self._ask_code(request, typed, NO_CODE)
        ground = self._ground
        # Once too many wrong codes came from a place, right ones are not looked at either: else guessing would go on.
        if ground.layout.limits.reached(WRONG_CODES, line_of_request(request)):
            raise TOO_OFTEN
        ground.knock(request, JOINS)
        room = ground.rooms.find(code)
        if room is None:
            ground.knock(request, WRONG_CODES)
            return self._ask_code(request, typed, WRONG_CODE)
        entered, token = self._enter(visit)
        try:
            ground.rooms.keep(join(room, entered.person, ground.now()))
        except RoomError as error:
            if error.refusal is not Refusal.FULL:
                raise
            return self._ask_code(request, typed, ROOM_FULL)
        return self._to_room(request, room, token)

    async def _form(self, request: Request) -> tuple[Fields, Visit | None]:
        fields = await read_form(request)
        visit = self._ground.layout.visit(request)
        if visit is not None:
            check_token(fields, visit)
        return fields, visit

    def _enter(self, visit: Visit | None) -> tuple[Visit, str | None]:
        """Give the visit of this browser, and its token if it is new."""
        if visit is not None:
            return visit, None
        try:
            token, opened = self._ground.layout.visits.open()
        except VisitsFullError:
            raise FULL from None
        return opened, token

    def _to_room(self, request: Request, room: Room, token: str | None) -> Response:
        layout = self._ground.layout
        response = layout.redirect(f"/training/rooms/{room.code}")
        if token is not None:
            layout.begin(request, response, token)
        return response

    def _choose(self, request: Request, error: str | None) -> Response:
        values = {"cases": case_choices(self._ground.scenarios), "error": error}
        return self._page(request, "web/rooms/open.html", values, error)

    def _ask_code(self, request: Request, typed: str, error: str | None) -> Response:
        return self._page(request, "web/rooms/join.html", {"typed": typed, "error": error}, error)

    def _page(self, request: Request, template: str, values: Mapping[str, object], error: str | None) -> Response:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
        return self._ground.layout.page(request, template, values, section=SECTION, status=status)
