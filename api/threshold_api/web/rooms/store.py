"""The rooms now open, in this process's memory and nowhere else."""

from __future__ import annotations

import secrets

from threshold_api.service import Clock
from threshold_api.web.rooms.model import Room, expired, open_room

ALPHABET = "BCDFGHJKMNPQRTVWXY"
"""No letter looks like another or like a number, and without vowels no code is a word."""
CODE_LENGTH = 6
MOST_ROOMS = 100


class RoomsFullError(Exception):
    """No place for another room. No open room is closed to make one."""


class Rooms:
    """Not safe between threads: the pages run on the one event loop."""

    def __init__(self, clock: Clock, *, most: int = MOST_ROOMS) -> None:
        self._clock = clock
        self._most = most
        self._table: dict[str, Room] = {}

    def open(self, trainer: str, scenario: str) -> Room:
        """
        Open a room under a code that no open room has.

        Raises:
            RoomsFullError: Too many rooms are open.
        """
        now = self._clock()
        for code in [code for code, room in self._table.items() if expired(room, now)]:
            del self._table[code]
        if len(self._table) >= self._most:
            raise RoomsFullError
        code = _new_code()
        while code in self._table:
            code = _new_code()
        room = self._table[code] = open_room(code, trainer, scenario, now)
        return room

    def find(self, code: str) -> Room | None:
        """Give an open room; None if there is none under this code, or its time is over."""
        room = self._table.get(code)
        if room is None or not expired(room, self._clock()):
            return room
        del self._table[code]
        return None

    def keep(self, room: Room) -> None:
        """Put a changed room in the place of what it was. Does nothing if it was closed meanwhile."""
        if room.code in self._table:
            self._table[room.code] = room

    def close(self, code: str) -> None:
        """Close a room: everything in it is gone."""
        self._table.pop(code, None)


def tidy_code(typed: str) -> str:
    """Give a code as it was meant: capitals, without spaces or dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalpha())


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
