"""What starts, ends or changes on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from threshold_engine.model.edition import change_days
from threshold_engine.model.guidance import Period, Rulebook

STARTS = "starts"
ENDS = "ends"
CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Change:
    """
    One entry that starts, ends or changes.

    Attributes:
        part: What sort of entry it is, in the plural.
        name: Its name as the page shows it, or the start of it.
        how: STARTS, ENDS or CHANGES: one version ends and the next starts.
    """

    part: str
    name: str
    how: str


def days(rulebook: Rulebook) -> tuple[date, ...]:
    """Give the first day and every later day on which anything on the page starts or ends."""
    found = set(change_days(rulebook))
    for _, _, period in _entries(rulebook):
        found |= {day for day in (period.since, period.until) if day is not None and day > rulebook.starts}
    return tuple(sorted(found))


def changes_on(rulebook: Rulebook, day: date) -> tuple[Change, ...]:
    """List what starts, ends or changes on a day, in the order of the page."""
    started = dict.fromkeys((part, name) for part, name, period in _entries(rulebook) if period.since == day)
    ended = dict.fromkeys((part, name) for part, name, period in _entries(rulebook) if period.until == day)
    found = [Change(*entry, CHANGES if entry in ended else STARTS) for entry in started]
    return (*found, *(Change(*entry, ENDS) for entry in ended if entry not in started))


def _entries(rulebook: Rulebook) -> Iterator[tuple[str, str, Period]]:
    """Give every dated entry but codes, which follow the census years; versions of one thing share a name."""
    yield from _what_to_do(rulebook)
    for indicator in rulebook.indicators:
        yield "indicators", indicator.label, indicator.period
    for rule in rulebook.rules:
        yield "combination rules", rule.label, rule.period
    for duty in rulebook.duties:
        yield "duties", duty.name, duty.period
    for question in rulebook.questions:
        yield "questions", question.ask, question.period
    yield from _tool(rulebook)
    for point in rulebook.sharing:
        yield "points on sharing", point.text.split(". ")[0], point.period


def _what_to_do(rulebook: Rulebook) -> Iterator[tuple[str, str, Period]]:
    for level in rulebook.levels:
        yield "levels", f"Level {level.level}, {level.name}", level.period
    for pathway in rulebook.pathways:
        yield "lists of steps", f"What to do at level {pathway.level}", pathway.period
    for contact in rulebook.contacts:
        yield "phone numbers", f"{contact.name}, {contact.phone}", contact.period
    for rung in rulebook.ladder:
        yield "ratings", rung.rag, rung.period
    for clock in rulebook.clocks:
        yield "time limits", clock.name, clock.period


def _tool(rulebook: Rulebook) -> Iterator[tuple[str, str, Period]]:
    tool = rulebook.exploitation
    if tool is None:
        return
    for prompt in tool.prompts:
        yield "prompts of Spotting the Signs", prompt.ask, prompt.period
    for category in tool.categories:
        yield "categories of Spotting the Signs", f"{category.category}, {category.label}", category.period
    for trigger in tool.triggers:
        yield "triggers of Spotting the Signs", trigger.label, trigger.period
