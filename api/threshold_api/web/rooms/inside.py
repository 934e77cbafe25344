"""The page of a room, and what is done in it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response

from threshold_api.web.errors import ErrorView
from threshold_api.web.forms import Fields
from threshold_api.web.layout import PageError
from threshold_api.web.rooms import model
from threshold_api.web.rooms.ground import SECTION, Ground, Inside
from threshold_api.web.rooms.model import Phase, Refusal, Room, RoomError, Vote
from threshold_api.web.rooms.results import offered
from threshold_api.web.rooms.views import room_view

NOT_TRAINER = PageError(HTTPStatus.FORBIDDEN, "Only the trainer can do this", "Go back to the room and wait for the trainer.")
NO_LEVEL = ErrorView("level", "Choose a level")
NO_CASE = ErrorView("scenario", "Choose a case")
NOTICES = {
    Refusal.REVEALED: "The votes are already shown, so this vote could not be counted. You can vote on the next case.",
    Refusal.MOVED_ON: "The room has gone on to another case, so this was not counted. This page shows where the room is now.",
    Refusal.NOT_OPEN: "Voting is not open, so this was not counted.",
    Refusal.NOT_REVEALED: "Show the votes first.",
    Refusal.USED: "This room has had that case. Choose another one.",
}

Act = Callable[[Inside, int, Fields], Room]


class RoomPages:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def room(self, request: Request, code: str) -> Response:
        """Show a room to somebody who is in it."""
        inside = self._ground.inside(request, code)
        return self._no_room(request) if inside is None else self._room(request, inside)

    async def state(self, request: Request, code: str) -> Response:
        """Give the part of the page that changes, or say that nothing has."""
        inside = self._ground.inside(request, code)
        if inside is None:
            gone = self._ground.layout.fragment("web/rooms/gone.html", {})
            gone.status_code = HTTPStatus.NOT_FOUND
            return gone
        mark = self._mark(inside)
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": mark})
        fragment = self._ground.layout.fragment("web/rooms/live.html", self._values(request, inside))
        fragment.headers["ETag"] = mark
        return fragment

    async def vote(self, request: Request, code: str) -> Response:
        """Take a vote."""
        inside, fields = await self._posted(request, code)
        reasons = offered(self._ground.scenarios[inside.room.now.scenario])
        given = Vote(level_of(fields), tuple(sorted(set(reasons) & set(fields.all("reason")))))
        if not given.level and may_vote(inside.room, number_of(fields)):
            return self._room(request, inside, error=NO_LEVEL, chosen=given)
        return self._change(
            request, inside, lambda: model.vote(inside.room, inside.person, number_of(fields), given, self._ground.now())
        )

    async def start(self, request: Request, code: str) -> Response:
        """Show the case and let people vote."""
        return await self._turn(request, code, lambda at, number, _: model.start(at.room, at.person, number, self._ground.now()))

    async def reveal(self, request: Request, code: str) -> Response:
        """Show the votes to the room."""
        return await self._turn(request, code, lambda at, number, _: model.reveal(at.room, at.person, number, self._ground.now()))

    async def reset(self, request: Request, code: str) -> Response:
        """Put every fact back."""
        return await self._turn(request, code, lambda at, number, _: model.reset(at.room, at.person, number, self._ground.now()))

    async def switch(self, request: Request, code: str) -> Response:
        """Try one fact another way."""

        def act(at: Inside, number: int, fields: Fields) -> Room:
            fact, _, to = fields.one("to").partition(":")
            if fact not in self._ground.scenarios[at.room.now.scenario].switches or to not in model.TRIALS:
                raise RoomError(Refusal.MOVED_ON)
            return model.switch(at.room, at.person, number, fact, to, self._ground.now())

        return await self._turn(request, code, act)

    async def next(self, request: Request, code: str) -> Response:
        """Go on to another case."""
        inside, fields = await self._posted(request, code)
        scenario = fields.one("scenario")
        if scenario not in self._ground.scenarios and inside.person == inside.room.trainer:
            return self._room(request, inside, error=NO_CASE)
        return self._change(
            request, inside, lambda: model.next_case(inside.room, inside.person, number_of(fields), scenario, self._ground.now())
        )

    async def close(self, request: Request, code: str) -> Response:
        """Close the room for everyone."""
        inside, _ = await self._posted(request, code)
        if inside.person != inside.room.trainer:
            raise NOT_TRAINER
        self._ground.rooms.close(code)
        return self._ground.layout.redirect("/training/rooms")

    async def _posted(self, request: Request, code: str) -> tuple[Inside, Fields]:
        posted = await self._ground.layout.posted(request)
        inside = self._ground.inside(request, code)
        if inside is None:
            raise PageError(HTTPStatus.NOT_FOUND, *CLOSED, posted.fields)
        return inside, posted.fields

    async def _turn(self, request: Request, code: str, act: Act) -> Response:
        inside, fields = await self._posted(request, code)
        return self._change(request, inside, lambda: act(inside, number_of(fields), fields))

    def _change(self, request: Request, inside: Inside, change: Callable[[], Room]) -> Response:
        try:
            self._ground.rooms.keep(change())
        except RoomError as error:
            if error.refusal is Refusal.NOT_TRAINER:
                raise NOT_TRAINER from None
            return self._room(request, inside, notice=NOTICES[error.refusal])
        return self._ground.layout.redirect(f"/training/rooms/{inside.room.code}")

    def _room(
        self,
        request: Request,
        inside: Inside,
        *,
        error: ErrorView | None = None,
        notice: str | None = None,
        chosen: Vote | None = None,
    ) -> Response:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.CONFLICT if notice else HTTPStatus.OK
        values = {
            **self._values(request, inside, chosen),
            "error": error,
            "notice": notice,
            "mark": self._mark(inside),
        }
        return self._ground.layout.page(request, "web/rooms/room.html", values, section=SECTION, status=status)

    def _values(self, request: Request, inside: Inside, chosen: Vote | None = None) -> dict[str, Any]:
        ground, room = self._ground, inside.room
        found = ground.answers(room, room.now) if room.now.phase is Phase.REVEALED else None
        view = room_view(model.sight(room, inside.person), ground.scenarios, ground.words(room), found, chosen)
        return {"view": view, "form_token": inside.form_token, "join_at": f"{request.url.netloc}/training/join"}

    def _mark(self, inside: Inside) -> str:
        return f'"{model.mark(model.sight(inside.room, inside.person))}"'

    def _no_room(self, request: Request) -> Response:
        return self._ground.layout.page(request, "web/rooms/no-room.html", {}, section=SECTION, status=HTTPStatus.NOT_FOUND)


CLOSED = (
    "You are not in this room",
    "It may have closed. A room closes after 2 hours without use, or when the trainer closes it. Join again with its code.",
)


def number_of(fields: Fields) -> int:
    """Give the case a form was about; none of a room's if it does not say."""
    given = fields.one("number")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 0


def level_of(fields: Fields) -> int:
    """Give the level chosen, 0 if none is."""
    given = fields.one("level")
    return int(given) if given in {str(level) for level in model.LEVELS} else 0


def may_vote(room: Room, number: int) -> bool:
    """Tell whether a vote on this case would be taken."""
    return room.now.phase is Phase.VOTING and number == room.number
