"""Turns what one person may see of a room into what their page shows. No HTTP here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from threshold_api.web.rooms.answers import Answers
from threshold_api.web.rooms.chart import Chart, chart
from threshold_api.web.rooms.model import LEVELS, SOMETHING_ELSE, TRIALS, Phase, Sight, Vote, tally
from threshold_api.web.rooms.results import Measure, Results, results, session_measure
from threshold_api.web.rooms.scenarios import Scenario
from threshold_api.web.words import level_title
from threshold_engine.durations import within
from threshold_engine.model.assessment import Assessment, Reason
from threshold_engine.model.edition import Edition

TRIAL_WORDS = {"present": "Yes", "absent": "No", "unknown": "Not known"}
NO_CLOCK = "No time limit"


@dataclass(frozen=True, slots=True)
class Words:
    """
    The words of the guidance that a room needs.

    Attributes:
        levels: Names, by number.
        meanings: What each level means.
        facts: For each sign, and for ``something-else``.
    """

    levels: Mapping[int, str]
    meanings: Mapping[int, str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReasonView:
    id: str
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer of the guidance to the case as written."""

    level: int
    name: str
    meaning: str
    urgency: str
    review: str
    reasons: tuple[ReasonView, ...]


@dataclass(frozen=True, slots=True)
class StateView:
    value: str
    words: str
    on: bool


@dataclass(frozen=True, slots=True)
class SwitchView:
    """
    One fact that can be switched.

    Attributes:
        changed: Whether it is other than in the case.
    """

    fact: str
    words: str
    now: str
    changed: bool
    states: tuple[StateView, ...]


@dataclass(frozen=True, slots=True)
class WhatIfView:
    changed: bool
    level: int
    headline: str
    says: str
    steps: tuple[StateView, ...]
    switches: tuple[SwitchView, ...]


@dataclass(frozen=True, slots=True)
class ShownView:
    """What everyone sees once the trainer has revealed."""

    results: Results
    chart: Chart
    agreement: tuple[Measure, ...]
    answer: AnswerView
    what_if: WhatIfView
    own: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    value: str
    text: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class BallotView:
    levels: tuple[ChoiceView, ...]
    reasons: tuple[ChoiceView, ...]
    sent: str
    button: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """
    Attributes:
        phase: ``waiting``, ``voting`` or ``revealed``.
        heading: What the page is about now.
        news: Said to people who listen to the page, when it changes.
        voted: For the trainer: how many have voted, in words.
        next_cases: For the trainer: what the room can do next.
    """

    code: str
    trainer: bool
    phase: str
    number: int
    heading: str
    title: str
    seen_by: str
    text: tuple[str, ...]
    news: str
    joined: str
    voted: str
    ballot: BallotView | None
    shown: ShownView | None
    next_cases: tuple[ChoiceView, ...]


def words_of(edition: Edition) -> Words:
    """Give the words of an edition of the guidance."""
    facts = {name: indicator.label for name, indicator in edition.indicators.items()}
    return Words(
        {number: level.name for number, level in edition.levels.items()},
        {number: level.meaning for number, level in edition.levels.items()},
        {**facts, SOMETHING_ELSE: "Something else"},
    )


def room_view(
    seen: Sight, scenarios: Mapping[str, Scenario], words: Words, found: Answers | None, chosen: Vote | None = None
) -> RoomView:
    """
    Give a room as one person sees it.

    Args:
        found: The answers of the engine, once the trainer has revealed.
        chosen: What was ticked in a form that could not be taken.
    """
    scenario = scenarios[seen.scenario]
    waiting = seen.phase is Phase.WAITING
    voting = seen.phase is Phase.VOTING
    ballot = ballot_view(scenario, words, seen.own, chosen) if voting and not seen.trainer else None
    return RoomView(
        code=seen.code,
        trainer=seen.trainer,
        phase=seen.phase.value,
        number=seen.number,
        heading=_heading(seen, scenario),
        title=scenario.title,
        seen_by=scenario.seen_by,
        text=() if waiting else scenario.text,
        news=_news(seen, found),
        joined=_people(seen.people) + " in the room" if seen.people is not None else "",
        voted=f"{seen.voted} of {_people(seen.people)} voted" if seen.trainer and voting and seen.people is not None else "",
        ballot=ballot,
        shown=shown_view(seen, scenario, words, found) if found is not None else None,
        next_cases=case_choices(scenarios, seen.used) if seen.trainer and found is not None else (),
    )


def case_choices(scenarios: Mapping[str, Scenario], used: frozenset[str] = frozenset()) -> tuple[ChoiceView, ...]:
    """Give the cases to choose from, without those a room has had. The level stays hidden: the room may be looking."""
    return tuple(
        ChoiceView(scenario.id, scenario.title, scenario.seen_by, checked=False)
        for scenario in scenarios.values()
        if scenario.id not in used
    )


def ballot_view(scenario: Scenario, words: Words, own: Vote | None, chosen: Vote | None) -> BallotView:
    """Give the form to vote with, filled in with what was chosen before."""
    filled = chosen or own
    level, reasons = (filled.level, filled.reasons) if filled else (0, ())
    in_order = sorted(scenario.reasons, key=lambda reason: words.facts[reason])
    return BallotView(
        levels=tuple(
            ChoiceView(str(number), level_title(number, words.levels[number]), words.meanings[number], number == level)
            for number in LEVELS
        ),
        reasons=tuple(ChoiceView(name, words.facts[name], "", name in reasons) for name in (*in_order, SOMETHING_ELSE)),
        sent=f"Your vote is in: level {own.level}, {words.levels[own.level]}." if own else "",
        button="Change my vote" if own else "Send my vote",
    )


def shown_view(seen: Sight, scenario: Scenario, words: Words, found: Answers) -> ShownView:
    """Give what the trainer has revealed."""
    level = found.case.level.suggested
    counted = results(seen.votes, scenario, level, words.levels, words.facts)
    session = session_measure((*seen.earlier, tally(seen.votes)))
    return ShownView(
        results=counted,
        chart=chart(counted.levels),
        agreement=(*counted.agreement, session),
        answer=answer_view(found.case),
        what_if=what_if_view(scenario, words, dict(seen.trials), found),
        own=f"You chose level {seen.own.level}, {words.levels[seen.own.level]}." if seen.own else "",
    )


def answer_view(found: Assessment) -> AnswerView:
    """Give the answer of the guidance, with the reasons that set the level first."""
    clock = found.urgency.act_within
    telling = sorted((reason for reason in found.reasons if reason.level), key=lambda reason: -(reason.level or 0))
    review = found.level.review
    return AnswerView(
        level=found.level.suggested,
        name=found.level.name,
        meaning=found.level.meaning,
        urgency=NO_CLOCK if clock is None else f"Act {within(clock)}",
        review=f"A manager is asked to think about level {review.level}." if review else "",
        reasons=tuple(_reason(reason) for reason in telling),
    )


def what_if_view(scenario: Scenario, words: Words, trials: Mapping[str, str], found: Answers) -> WhatIfView:
    """Give the switches and what they do to the level."""
    before, now = found.case.level.suggested, found.tried.level.suggested
    rows = tuple(_switch(scenario, words, fact, trials) for fact in scenario.switches)
    changed = any(row.changed for row in rows)
    says = ""
    if found.at_most > now:
        says = f"It could be up to level {found.at_most}, if what is not known turns out to be so."
    return WhatIfView(
        changed=changed,
        level=now,
        headline=_headline(before, now, found.tried.level.name, changed=changed),
        says=says,
        steps=tuple(StateView(str(level), words.levels[level], level == now) for level in LEVELS),
        switches=rows,
    )


def _headline(before: int, now: int, name: str, *, changed: bool) -> str:
    if not changed:
        return f"As the case is told: level {now}, {name}"
    if now == before:
        return f"Still level {now}, {name}"
    return f"{'Up' if now > before else 'Down'} to level {now}, {name}"


def _switch(scenario: Scenario, words: Words, fact: str, trials: Mapping[str, str]) -> SwitchView:
    told = "present" if fact in scenario.signs else "absent"
    now = trials.get(fact, told)
    states = tuple(StateView(value, TRIAL_WORDS[value], value == now) for value in TRIALS)
    return SwitchView(fact, words.facts[fact], TRIAL_WORDS[now], now != told, states)


def _reason(reason: Reason) -> ReasonView:
    return ReasonView(reason.id, reason.because, f"{reason.source.title}, {reason.source.at}")


def _heading(seen: Sight, scenario: Scenario) -> str:
    if seen.phase is Phase.WAITING:
        return "Join this room" if seen.trainer else "You are in"
    return scenario.title


def _news(seen: Sight, found: Answers | None) -> str:
    """Say what changed, but not each vote: that would talk over people."""
    if found is not None:
        return f"The votes are shown. With the facts as they are now the guidance says level {found.tried.level.suggested}."
    if seen.phase is Phase.WAITING:
        return "Waiting for the trainer to start."
    if seen.trainer:
        everyone = bool(seen.people) and seen.voted == seen.people
        return "Everyone has voted." if everyone else "Voting is open."
    return "Your vote is in." if seen.own else "Voting is open. Choose a level."


def _people(count: int | None) -> str:
    return "1 person" if count == 1 else f"{count} people"
