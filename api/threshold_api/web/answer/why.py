"""Why: the reasons, what was held back, the duties, and what would change the level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from threshold_api.web.answer.trials import Resolver, Way, key_of, of_doubt
from threshold_api.web.answer.words import SourceView, fact_words, sentence, source_view
from threshold_engine.model.assessment import Assessment, Blocked, DutyAnswer, Reason
from threshold_engine.model.edition import Edition

FIRST, MOST, MOST_REASONS, MOST_FACTS, MOST_DUTIES = 4, 8, 20, 6, 14
"""How many entries of a list are shown at once, and how many there are on the page at all."""
CONSENT = {
    "cannot-stop": "A no cannot stop this.",
    "seek": "Ask for agreement first.",
    "needed": "This needs agreement.",
}
PLACES = {"indicator": "indicators", "rule": "rules"}


@dataclass(frozen=True, slots=True)
class ReasonView:
    """
    Attributes:
        sets: What it does: a level, a question to a manager, or something else.
        address: Its place in the guidance.
    """

    title: str
    sets: str
    facts: tuple[str, ...]
    advise: str | None
    source: SourceView
    address: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """
    Attributes:
        main: What sets the level or asks a manager to consider a higher one, the strongest first.
        advice: What else to think about.
        further: What only led to a duty.
        left_out: How many reasons there are besides.
    """

    main: tuple[ReasonView, ...]
    advice: tuple[ReasonView, ...]
    further: tuple[ReasonView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class DutyView:
    name: str
    text: str
    who: str
    within: str
    legal_basis: str
    consent: str
    must: bool
    source: SourceView
    address: str


@dataclass(frozen=True, slots=True)
class WayView:
    """
    A change to try.

    Attributes:
        key: What its button sends.
        then: What it would do, where that is known.
    """

    key: str
    words: str
    then: str


@dataclass(frozen=True, slots=True)
class BlockedView:
    title: str
    would: str
    held_by: str
    facts: tuple[str, ...]
    address: str
    way: WayView | None


@dataclass(frozen=True, slots=True)
class ListOfWays:
    """The first entries, a few more, and how many are left out."""

    first: tuple[WayView, ...]
    more: tuple[WayView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ListOfBlocked:
    """The first entries, a few more, and how many are left out."""

    first: tuple[BlockedView, ...]
    more: tuple[BlockedView, ...]
    left_out: int


def why(found: Assessment) -> WhyView:
    """Sort the reasons by what they do."""
    main = [reason for reason in found.reasons if reason.level is not None or reason.effect == "urgency"]
    main.sort(key=lambda reason: -(reason.level or 0))
    shown = {reason.id for reason in main}
    rest = [reason for reason in found.reasons if reason.id not in shown]
    advice, further = [reason for reason in rest if reason.advise], [reason for reason in rest if not reason.advise]
    return WhyView(
        main=_reasons(main[:MOST_REASONS]),
        advice=_reasons(advice[:MOST]),
        further=_reasons(further[:MOST]),
        left_out=max(0, len(main) - MOST_REASONS) + max(0, len(advice) - MOST) + max(0, len(further) - MOST),
    )


def duties(found: Assessment) -> tuple[DutyView, ...]:
    """Give the duties, what the law leaves no choice about first."""
    return tuple(_duty(duty) for duty in sorted(found.duties, key=lambda duty: not duty.hard))


def held_back(found: Assessment, edition: Edition) -> ListOfBlocked:
    """Give what was held below the next level, the nearest first."""
    resolve = Resolver(found, edition)
    entries = [entry for entry in found.blocked if entry.missing or entry.stopped_by]
    views = [_blocked(entry, resolve.way(entry)) for entry in entries[:MOST]]
    return ListOfBlocked(tuple(views[:FIRST]), tuple(views[FIRST:]), max(0, len(entries) - MOST))


def raising(found: Assessment) -> ListOfWays:
    """Give what would raise the level, the shortest first, then as the questions would be asked."""
    rank = {question.id: place for place, question in enumerate(found.ask_next or ())}
    last = len(rank)
    ways = sorted(found.changes.raise_ if found.changes else (), key=lambda way: (len(way), _rank(way, rank, last)))
    return _ways([(way, "") for way in ways])


def lowering(found: Assessment) -> ListOfWays:
    """Give what would lower the level."""
    return _ways([(way, "") for way in (found.changes.lower if found.changes else ())])


def doubts(found: Assessment) -> ListOfWays:
    """Give each recorded answer that moves the level if it is wrong."""
    return _ways([(of_doubt(doubt), f"level {doubt.if_changed_level}") for doubt in found.stability or ()])


def _rank(way: Way, rank: Mapping[str, int], last: int) -> int:
    return max(rank.get(change.fact, last) for change in way)


def _ways(ways: list[tuple[Way, str]]) -> ListOfWays:
    views = [WayView(key_of(way), " and ".join(change.words for change in way), then) for way, then in ways[:MOST]]
    return ListOfWays(tuple(views[:FIRST]), tuple(views[FIRST:]), max(0, len(ways) - MOST))


def _reasons(reasons: Iterable[Reason]) -> tuple[ReasonView, ...]:
    return tuple(
        ReasonView(
            title=sentence(reason.because),
            sets=_sets(reason),
            facts=_some(fact_words(fact) for fact in reason.facts),
            advise=reason.advise,
            source=source_view(reason.source),
            address=f"/guidance/{PLACES[reason.kind]}/{reason.id}",
        )
        for reason in reasons
    )


def _some(words: Iterable[str]) -> tuple[str, ...]:
    """Give each fact once, as many as a person reads, and say how many are left out."""
    facts = tuple(dict.fromkeys(words))
    left_out = len(facts) - MOST_FACTS
    return (*facts[:MOST_FACTS], f"and {left_out} more") if left_out > 0 else facts


def _sets(reason: Reason) -> str:
    if reason.level is None:
        return "Sets how fast to act" if reason.effect == "urgency" else ""
    if reason.effect == "review":
        return f"Ask a manager about level {reason.level}"
    return f"Level {reason.level}"


def _duty(duty: DutyAnswer) -> DutyView:
    return DutyView(
        name=duty.name,
        text=duty.text,
        who=sentence(duty.who),
        within=sentence(duty.within),
        legal_basis=sentence(duty.legal_basis),
        consent=CONSENT[duty.consent],
        must=duty.hard,
        source=source_view(duty.source),
        address=f"/guidance/duties/{duty.id}",
    )


def _blocked(entry: Blocked, way: Way | None) -> BlockedView:
    asks = (
        f"A manager would be asked about level {entry.level}" if entry.effect == "review" else f"It would be level {entry.level}"
    )
    facts = [item.words for item in entry.missing] or [fact_words(fact) for fact in entry.stopped_by]
    return BlockedView(
        title=sentence(entry.because),
        would=asks,
        held_by="Not known yet" if entry.missing else "Held back by",
        facts=_some(facts),
        address=f"/guidance/rules/{entry.id}",
        way=WayView(key_of(way), " and ".join(change.words for change in way), asks) if way else None,
    )
