"""What levels, steps, phone lines, ratings, time limits, Spotting the Signs and sharing said on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from threshold_engine.assess import wording_of
from threshold_engine.document.markdown import ended, first_upper, time_limit
from threshold_engine.hours import hours_words
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.guidance import Rulebook

HISTORIC = " (historic)"
"""Stands in the name of a line that has ended; the line of a day is the same line with or without it."""


@dataclass(frozen=True, slots=True)
class Saying:
    """
    What one entry says.

    Attributes:
        said: Each of its fields, line by line.
        path, anchor: Its page.
    """

    said: Mapping[str, tuple[str, ...]]
    path: str
    anchor: str = ""


Held = Mapping[str, Mapping[str, Saying]]
"""By the title of the part, then by the name of the entry."""


def snapshot(book: Rulebook, day: date) -> Held:
    """Give what was said on a day."""
    edition = edition_on(book, day)
    held: dict[str, dict[str, Saying]] = {}
    for part, name, saying in (*_response(edition, day), *_tool(edition, day), *_sharing(book, day)):
        held.setdefault(part, {})[name] = saying
    return held


def _response(edition: Edition, day: date) -> Iterator[tuple[str, str, Saying]]:
    for level in edition.levels.values():
        said: dict[str, tuple[str, ...]] = {
            "Name": (level.name,),
            "Meaning": (level.meaning,),
            "The test": (level.test,),
            "In law": (level.legal_basis,),
            "Assessment": (level.assessment,),
            "Who leads": (level.lead,),
            "Consent": (level.consent_text,),
            "What happens": (level.route,),
        }
        yield "Levels", f"Level {level.level}", Saying(said, f"/levels/{level.level}")
    for pathway in edition.pathways.values():
        said = {"Name": (pathway.name,), "Steps": pathway.steps}
        yield "Steps", f"Steps at level {pathway.level}", Saying(said, f"/levels/{pathway.level}", "steps")
    for contact in edition.contacts:
        said = {"Phone": (contact.phone,), "Answered": (hours_words(contact.hours),), "Use it for": (contact.use_for,)}
        yield "Phone numbers", contact.name.removesuffix(HISTORIC), Saying(said, "/pathways", "phone")
    for rung in edition.ladder.values():
        times = {"Decide within": rung.act_within, "Partners reply within": rung.partner_reply_within}
        said = {"What it means": (rung.meaning,), **{name: (time_limit(time),) for name, time in times.items()}}
        yield "Urgency", first_upper(rung.rag), Saying(said, "/pathways", "urgency")
    for clock in edition.rulebook.clocks:
        if clock.period.holds_on(day):
            said = {"Limit": (clock.limit,), "The clock starts with": (clock.starts,)}
            yield "Time limits", clock.name, Saying(said, "/pathways", "limits")


def _tool(edition: Edition, day: date) -> Iterator[tuple[str, str, Saying]]:
    wording = wording_of(edition.rulebook)
    tool = edition.rulebook.exploitation
    for prompt in tool.prompts if tool else ():
        if prompt.period.holds_on(day):
            yield "Spotting the Signs", prompt.ask, Saying({"A worry if": (prompt.concern_if or "",)}, "/exploitation", "talk")
    for trigger in edition.triggers:
        said = {"When": (wording.condition(trigger.when),), "Do": (trigger.do,)}
        yield "Spotting the Signs", trigger.label, Saying(said, "/exploitation", "act")
    for category in edition.categories:
        said = {"When": (wording.condition(category.when),), "Meaning": (category.meaning,), "Handling": (category.handling,)}
        yield "Spotting the Signs", f"Category {category.category}", Saying(said, "/exploitation/groups", "categories")


def _sharing(book: Rulebook, day: date) -> Iterator[tuple[str, str, Saying]]:
    for point in book.sharing:
        if point.period.holds_on(day):
            yield "Sharing information", ended(point.text.split(". ")[0]), Saying({"Point": (point.text,)}, "/sharing", point.id)
