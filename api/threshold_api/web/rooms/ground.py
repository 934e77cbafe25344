"""What the pages of the live room share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from fastapi import Request
from limits import RateLimitItem

from threshold_api.web.gate import line_of_request
from threshold_api.web.layout import Layout, PageError
from threshold_api.web.rooms.answers import Answers, answers
from threshold_api.web.rooms.model import Room, Round, belongs
from threshold_api.web.rooms.scenarios import Scenario
from threshold_api.web.rooms.store import Rooms
from threshold_api.web.rooms.views import Words, words_of

SECTION = "training"
TOO_OFTEN = PageError(
    HTTPStatus.TOO_MANY_REQUESTS,
    "Too many tries from this place",
    "To keep the rooms safe, no more are taken from here for now. Wait an hour. Trainers: one room holds 60 people.",
)


@dataclass(frozen=True, slots=True)
class Inside:
    """A room, and the person who is in it."""

    room: Room
    person: str
    form_token: str


@dataclass(frozen=True, slots=True)
class Ground:
    layout: Layout
    rooms: Rooms
    scenarios: Mapping[str, Scenario]

    def now(self) -> datetime:
        """Give the time."""
        return self.layout.service.clock()

    def inside(self, request: Request, code: str) -> Inside | None:
        """Give the room if this browser is in it; None alike if it is not and if there is no such room."""
        visit = self.layout.visit(request)
        room = self.rooms.find(code)
        if visit is None or room is None or not belongs(room, visit.person):
            return None
        return Inside(room, visit.person, visit.form_token)

    def answers(self, room: Room, part: Round) -> Answers:
        """Ask the engine about a case of a room, as of the day the room was opened."""
        return answers(self.layout.service, self.scenarios[part.scenario], part.trials, room.opened.date())

    def words(self, room: Room) -> Words:
        """Give the words of the guidance as of that day."""
        return words_of(self.layout.service.edition(room.opened.date()))

    def knock(self, request: Request, limit: RateLimitItem) -> None:
        """
        Count a request against a limit.

        Raises:
            PageError: Too many came from this place.
        """
        if not self.layout.limits.count(limit, line_of_request(request)):
            raise TOO_OFTEN
