"""
What a visitor has said so far, held in this process's memory and nowhere else.

A visit ends when the visitor says "finish and clear", after a while without use, after a
working day in any case, or when the service restarts. It is found by a token that only the
visitor's browser holds, as a cookie that ends with the browser; the table keeps a digest of it.
One visit can hold several checks, each with its own address, so that two windows about two
children never mix. What a check, a visit and all visits together hold is limited, so that memory
is: text that is too much is refused and shown again to be copied, and nothing held is thrown
away. Saying that a child is in danger adds no text, so it is never refused.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
MOST_VISITS = 2_000
MOST_CHECKS = 10
MOST_LETTERS = 200_000
"""Of one check: twice the longest text that can be read, so that its referral can still be marked in a few seconds."""
MOST_OF_VISIT = 2_000_000
MOST_OF_ALL = 500_000_000
"""Bytes of text that one visit, and all together, may hold."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Check:
    """
    One concern being checked.

    Attributes:
        case: The answers so far, in the shape of the contract's Case, without day and time.
        unsure: Ids of questions answered "not sure": unknown, and not asked again.
        passed: Names of steps already gone through.
        asked: The screens of questions already answered, in order, each with the ids on it.
        trial: Changes being tried on the answer page; never part of the case.
        referral: The parts of the Referral that are not in the case.
        disagreement: The level the person holds to be right, and why, if they disagreed.
    """

    id: str
    case: Mapping[str, Any] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    asked: tuple[tuple[str, ...], ...] = ()
    trial: Mapping[str, Any] = field(default_factory=dict)
    referral: Mapping[str, Any] = field(default_factory=dict)
    disagreement: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """
    Attributes:
        key: Digest of the token; the place in the table.
        form_token: Stands in every form of this visit, so that no other site can send one.
        person: A random name for this browser in a training room; tells nothing.
    """

    key: str
    form_token: str
    person: str
    opened: datetime
    used: datetime
    checks: Mapping[str, Check] = field(default_factory=dict)


class VisitsFullError(Exception):
    """No room for another visit or check. Nobody's is thrown away to make room."""


class TooMuchHeldError(Exception):
    """A change of a check that would make it, its visit or all visits hold too much. What is held stays as it was."""


class Visits:
    """The visits now open. Not safe between threads: the pages run on the one event loop."""

    def __init__(self, clock: Clock, *, most: int = MOST_VISITS, most_held: int = MOST_OF_ALL) -> None:
        self._clock = clock
        self._most = most
        self._most_held = most_held
        self._table: dict[str, Visit] = {}
        self._held: dict[str, int] = {}

    def open(self) -> tuple[str, Visit]:
        """
        Begin a visit.

        Returns:
            The token for the browser, and the visit.

        Raises:
            VisitsFullError: No room.
        """
        self._sweep()
        if len(self._table) >= self._most:
            raise VisitsFullError
        token, now = secrets.token_urlsafe(32), self._clock()
        visit = Visit(_key(token), secrets.token_urlsafe(24), secrets.token_hex(8), now, now)
        self._table[visit.key] = visit
        return token, visit

    def find(self, token: str | None) -> Visit | None:
        """Give the visit of a token, and note that it is in use; None if there is none or it has ended."""
        visit = self._table.get(_key(token)) if token else None
        if visit is None:
            return None
        now = self._clock()
        if _ended(visit, now):
            self._end(visit.key)
            return None
        visit = self._table[visit.key] = replace(visit, used=now)
        return visit

    def add_check(self, visit: Visit) -> Check:
        """
        Begin a check.

        Raises:
            VisitsFullError: This visit holds too many already; none of them is thrown away.
        """
        current = self._table[visit.key]
        if len(current.checks) >= MOST_CHECKS:
            raise VisitsFullError
        check = Check(secrets.token_hex(6))
        self._table[visit.key] = replace(current, checks={**current.checks, check.id: check})
        return check

    def keep(self, visit: Visit, check: Check) -> None:
        """
        Put a changed check in the place of what it was. Does nothing if the visit was cleared meanwhile.

        Raises:
            TooMuchHeldError: The change adds more than there is room for.
        """
        current = self._table.get(visit.key)
        if current is None:
            return
        changed = replace(current, checks={**current.checks, check.id: check})
        self._hold(changed, check, current.checks[check.id])
        self._table[visit.key] = changed

    def clear(self, token: str | None) -> None:
        """End a visit: everything it held is gone."""
        if token:
            self._end(_key(token))

    def _hold(self, visit: Visit, check: Check, before: Check) -> None:
        held, was = sum(_bytes_of(each) for each in visit.checks.values()), self._held.get(visit.key, 0)
        longer = letters_of(check) > max(MOST_LETTERS, letters_of(before))
        if longer or held > max(MOST_OF_VISIT, was) or (held > was and not self._has_room(held - was)):
            raise TooMuchHeldError
        self._held[visit.key] = held

    def _has_room(self, more: int) -> bool:
        if sum(self._held.values()) + more > self._most_held:
            self._sweep()
        return sum(self._held.values()) + more <= self._most_held

    def _sweep(self) -> None:
        now = self._clock()
        for key in [key for key, visit in self._table.items() if _ended(visit, now)]:
            self._end(key)

    def _end(self, key: str) -> None:
        self._table.pop(key, None)
        self._held.pop(key, None)


def letters_of(check: Check) -> int:
    """Count the letters of what a check holds."""
    return sum(len(text) for text in _texts(check))


def _bytes_of(check: Check) -> int:
    return sum(sys.getsizeof(text) for text in _texts(check))


def _texts(value: object) -> Iterator[str]:
    """Give every text in a value that a check holds; the ids of questions that were skipped are few, and left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Check):
        for part in (value.case, value.asked, value.trial, value.referral, value.disagreement):
            yield from _texts(part)
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, tuple | list):
        for held in value:
            yield from _texts(held)


def _ended(visit: Visit, now: datetime) -> bool:
    return now - visit.used > IDLE or now - visit.opened > LONGEST


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
