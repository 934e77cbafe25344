"""The condition of a rule in plain words, laid out as a list with links, so that nobody has to count brackets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_engine.assess import wording_of
from threshold_engine.document.markdown import first_upper, plain
from threshold_engine.durations import within
from threshold_engine.model.condition import All, Any, Condition, Count, FindingIs, Not, Present, Selector
from threshold_engine.model.guidance import Effect

ANY_AGE = ", whatever age the sign is about"


@dataclass(frozen=True, slots=True)
class ConditionView:
    """
    One condition.

    Attributes:
        parts: The conditions it is about; a heading stands before them.
    """

    text: str
    href: str | None = None
    parts: tuple[ConditionView, ...] = ()


def condition_view(reading: Reading, condition: Condition) -> ConditionView:
    """Say when something holds."""
    match condition:
        case All(parts) if len(parts) > 1:
            return _group(reading, "All of these are so:", _flat(parts, All))
        case Any(parts) if len(parts) > 1:
            return _group(reading, "Any one of these is so:", _flat(parts, Any))
        case All(parts) | Any(parts):
            return condition_view(reading, parts[0])
        case Not(part):
            return ConditionView("This is not so:", None, (condition_view(reading, part),))
        case Present(of, any_age) if len(of.ids) == 1:
            words = wording_of(reading.rulebook).indicator(of.ids[0]).strip("“”")
            return ConditionView(words + (ANY_AGE if any_age else ""), _indicator(reading, of.ids[0]))
        case Present(of, any_age) if of.ids:
            return ConditionView(f"Any one of these is there{ANY_AGE if any_age else ''}:", None, _named(reading, of))
        case Count(of, at_least, _) if of.ids:
            return ConditionView(f"At least {at_least} of these are there:", None, _named(reading, of))
        case Present(of, _) | Count(of, _, _):
            return ConditionView(_leaf(reading, condition), _area(reading, of))
        case FindingIs(finding):
            reached = tuple(
                ConditionView(rule.label, reading.to(f"/rules/{rule.id}"))
                for rule in reading.edition.rules
                if rule.then.finding == finding
            )
            return ConditionView(f"Another rule found: {plain(finding)}. Rules that find it:", None, reached)
        case _:
            return ConditionView(_leaf(reading, condition))


def effect_lines(reading: Reading, effect: Effect) -> tuple[LinkView, ...]:
    """Say what a rule does, one effect a line."""
    return tuple(_effects(reading, effect))


def _effects(reading: Reading, effect: Effect) -> Iterator[LinkView]:
    if effect.call_999:
        yield LinkView("Call 999.")
    yield from _level_effects(reading, effect)
    if effect.rag is not None:
        rung = reading.edition.ladder.get(effect.rag)
        limit = f": decide {within(rung.act_within)}" if rung and rung.act_within else ""
        yield LinkView(f"The urgency is at least {effect.rag}{limit}.", reading.to("/pathways", "urgency"))
    for name in effect.duties:
        if name in reading.edition.duties:
            yield LinkView(f"Duty: {reading.edition.duties[name].name}", reading.to(f"/duties/{name}"))
    if effect.advise is not None:
        yield LinkView(f"Advice: {effect.advise}")
    if effect.finding is not None:
        yield LinkView(f"It passes on a finding to other rules: {plain(effect.finding)}.")
    if not effect.tell_family:
        yield LinkView("Do not tell or ask the family for now.")


def _level_effects(reading: Reading, effect: Effect) -> Iterator[LinkView]:
    if effect.floor is not None:
        yield LinkView(f"The level is at least {effect.floor}.", reading.to(f"/levels/{effect.floor}"))
    if effect.review is not None:
        yield LinkView(f"A manager is asked to consider level {effect.review}.", reading.to(f"/levels/{effect.review}"))
    if effect.review_raise_by:
        yield LinkView(f"A manager is asked to consider a level higher by {effect.review_raise_by}, up to level 4.")


def _group(reading: Reading, heading: str, parts: Iterator[Condition]) -> ConditionView:
    return ConditionView(heading, None, tuple(condition_view(reading, part) for part in parts))


def _flat(parts: tuple[Condition, ...], kind: type[All | Any]) -> Iterator[Condition]:
    """Lay open a group inside a group of the same sort."""
    for part in parts:
        if isinstance(part, kind):
            yield from _flat(part.parts, kind)
        else:
            yield part


def _named(reading: Reading, of: Selector) -> tuple[ConditionView, ...]:
    wording = wording_of(reading.rulebook)
    return tuple(ConditionView(wording.indicator(name).strip("“”"), _indicator(reading, name)) for name in of.ids)


def _leaf(reading: Reading, condition: Condition) -> str:
    return first_upper(wording_of(reading.rulebook).condition(condition))


def _indicator(reading: Reading, name: str) -> str | None:
    """Lead to an indicator, unless it is not in force on the day."""
    return reading.to(f"/indicators/{name}") if name in reading.edition.indicators else None


def _area(reading: Reading, of: Selector) -> str | None:
    """Lead to the area, if the condition is about one."""
    return reading.to(f"/areas/{of.domains[0]}") if len(of.domains) == 1 else None
