"""
A live room, frozen. Each function gives a changed room; the time is an argument.

``sight`` gives the part of a room that one person may see. Pages are made from it and from
nothing else, so a vote cannot be shown before the trainer reveals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

LEVELS = (1, 2, 3, 4)
SOMETHING_ELSE = "something-else"
MOST_PEOPLE = 60
EXPIRES = timedelta(hours=2)
TRIALS = ("present", "absent", "unknown")

Tally = tuple[int, int, int, int]


class Phase(StrEnum):
    WAITING = "waiting"
    VOTING = "voting"
    REVEALED = "revealed"


class Refusal(StrEnum):
    """Why a room did not take what was asked of it."""

    FULL = "full"
    NOT_TRAINER = "not-trainer"
    NOT_OPEN = "not-open"
    REVEALED = "revealed"
    MOVED_ON = "moved-on"
    NOT_REVEALED = "not-revealed"
    USED = "used"


class RoomError(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Vote:
    """
    Attributes:
        reasons: Ids of the signs ticked, sorted; ``something-else`` is one.
    """

    level: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """
    One case in a room.

    Attributes:
        trials: Facts as the trainer switched them, by indicator; the others are as in the case.
    """

    scenario: str
    phase: Phase
    votes: Mapping[str, Vote] = field(default_factory=dict)
    trials: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """
    Attributes:
        trainer, people: Random names of browsers; they tell nothing about anyone.
        earlier: Cases done before, each with its votes revealed.
        now: The case the room is on.
    """

    code: str
    trainer: str
    opened: datetime
    used: datetime
    now: Round
    people: frozenset[str] = frozenset()
    earlier: tuple[Round, ...] = ()

    @property
    def number(self) -> int:
        """Count the case the room is on, from 1."""
        return len(self.earlier) + 1


@dataclass(frozen=True, slots=True)
class Sight:
    """
    What one person may see of a room.

    Attributes:
        people: How many have joined; None for those who are not the trainer.
        voted: How many have voted; None for those who are not the trainer until the votes are shown.
        own: This person's vote.
        votes: All votes, in an order that tells nothing; empty until the trainer reveals.
        earlier: For each case done before, how many votes each level got; empty until the trainer reveals.
        used: Cases this room has had.
    """

    code: str
    trainer: bool
    number: int
    scenario: str
    phase: Phase
    people: int | None
    voted: int | None
    own: Vote | None
    votes: tuple[Vote, ...]
    trials: tuple[tuple[str, str], ...]
    earlier: tuple[Tally, ...]
    used: frozenset[str]


def open_room(code: str, trainer: str, scenario: str, now: datetime) -> Room:
    """Give a new room, waiting for people."""
    return Room(code, trainer, now, now, Round(scenario, Phase.WAITING))


def expired(room: Room, now: datetime) -> bool:
    """Tell whether nobody has used a room for too long."""
    return now - room.used > EXPIRES


def belongs(room: Room, person: str) -> bool:
    """Tell whether a person is in a room."""
    return person == room.trainer or person in room.people


def join(room: Room, person: str, now: datetime) -> Room:
    """
    Let a person in. Whoever is in already stays in.

    Raises:
        RoomError: The room is full.
    """
    if belongs(room, person):
        return replace(room, used=now)
    if len(room.people) >= MOST_PEOPLE:
        raise RoomError(Refusal.FULL)
    return replace(room, people=room.people | {person}, used=now)


def start(room: Room, person: str, number: int, now: datetime) -> Room:
    """
    Show the case and let people vote. A room that is past that stays as it is: a second click does no harm.

    Raises:
        RoomError: Not the trainer, or the room has moved on.
    """
    current = _trainers_turn(room, person, number)
    return _with_round(room, now, phase=Phase.VOTING) if current.phase is Phase.WAITING else room


def vote(room: Room, person: str, number: int, given: Vote, now: datetime) -> Room:
    """
    Take a vote, in place of an earlier one by the same person.

    Args:
        number: The case the person saw, so that a late vote never counts for the next case.

    Raises:
        RoomError: It is too early or too late for a vote, or the trainer tries to vote.
    """
    if person not in room.people:
        raise RoomError(Refusal.NOT_OPEN)
    if number != room.number:
        raise RoomError(Refusal.MOVED_ON)
    if room.now.phase is not Phase.VOTING:
        raise RoomError(Refusal.REVEALED if room.now.phase is Phase.REVEALED else Refusal.NOT_OPEN)
    return _with_round(room, now, votes={**room.now.votes, person: given})


def reveal(room: Room, person: str, number: int, now: datetime) -> Room:
    """
    Show the votes and the answer to the whole room.

    Raises:
        RoomError: Not the trainer, or voting has not begun.
    """
    current = _trainers_turn(room, person, number)
    if current.phase is Phase.WAITING:
        raise RoomError(Refusal.NOT_OPEN)
    return _with_round(room, now, phase=Phase.REVEALED)


def switch(room: Room, person: str, number: int, fact: str, to: str, now: datetime) -> Room:
    """
    Try one fact as present, absent or unknown.

    Raises:
        RoomError: Not the trainer, or the answer is not shown yet.
    """
    current = _trainers_turn(room, person, number)
    if current.phase is not Phase.REVEALED:
        raise RoomError(Refusal.NOT_REVEALED)
    return _with_round(room, now, trials={**current.trials, fact: to})


def reset(room: Room, person: str, number: int, now: datetime) -> Room:
    """
    Put every fact back to what the case says.

    Raises:
        RoomError: Not the trainer, or the room has moved on.
    """
    _trainers_turn(room, person, number)
    return _with_round(room, now, trials={})


def next_case(room: Room, person: str, number: int, scenario: str, now: datetime) -> Room:
    """
    Go on to another case, and keep the results of this one.

    Raises:
        RoomError: Not the trainer, the votes are not shown yet, or this room has had that case.
    """
    current = _trainers_turn(room, person, number)
    if current.phase is not Phase.REVEALED:
        raise RoomError(Refusal.NOT_REVEALED)
    if scenario in used_scenarios(room):
        raise RoomError(Refusal.USED)
    return replace(room, earlier=(*room.earlier, current), now=Round(scenario, Phase.VOTING), used=now)


def used_scenarios(room: Room) -> frozenset[str]:
    """Give the cases a room has had, the one it is on included."""
    return frozenset(part.scenario for part in (*room.earlier, room.now))


def revealed(room: Room) -> tuple[Round, ...]:
    """Give the cases whose votes were shown, in order."""
    return tuple(part for part in (*room.earlier, room.now) if part.phase is Phase.REVEALED)


def tally(votes: Iterable[Vote]) -> Tally:
    """Count the votes for each level."""
    levels = [given.level for given in votes]
    one, two, three, four = (levels.count(level) for level in LEVELS)
    return one, two, three, four


def sight(room: Room, person: str) -> Sight:
    """Give what one person may see."""
    shown = room.now.phase is Phase.REVEALED
    trainer = person == room.trainer
    votes = sorted(room.now.votes.values(), key=lambda given: (given.level, given.reasons)) if shown else []
    return Sight(
        code=room.code,
        trainer=trainer,
        number=room.number,
        scenario=room.now.scenario,
        phase=room.now.phase,
        people=len(room.people) if trainer else None,
        voted=len(room.now.votes) if trainer or shown else None,
        own=room.now.votes.get(person),
        votes=tuple(votes),
        trials=tuple(sorted(room.now.trials.items())) if shown else (),
        earlier=tuple(tally(part.votes.values()) for part in room.earlier) if shown else (),
        used=used_scenarios(room) if trainer else frozenset(),
    )


def mark(seen: Sight) -> str:
    """Give a short mark that changes exactly when what is seen does."""
    stable = replace(seen, used=frozenset())
    return hashlib.sha256(repr(stable).encode()).hexdigest()[:20]


def _trainers_turn(room: Room, person: str, number: int) -> Round:
    if person != room.trainer:
        raise RoomError(Refusal.NOT_TRAINER)
    if number != room.number:
        raise RoomError(Refusal.MOVED_ON)
    return room.now


def _with_round(room: Room, now: datetime, **changes: object) -> Room:
    return replace(room, now=replace(room.now, **changes), used=now)  # type: ignore[arg-type]
