"""What to do: levels, steps, phone numbers, urgency and time limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from threshold_engine.document.markdown import (
    Block,
    Heading,
    bullets,
    day_words,
    ended,
    first_upper,
    numbered,
    period_words,
    source,
    source_line,
    stacked,
    still_in_force,
    table,
    text,
    time_limit,
)
from threshold_engine.hours import hours_words
from threshold_engine.model.guidance import Contact, Level, Pathway, Rulebook
from threshold_engine.wording import join


def levels(rulebook: Rulebook) -> Iterator[Block]:
    """Give each level of need in full, and what was different before."""
    yield Heading(2, "levels", "The four levels of need")
    yield (
        "The level numbers are those of London and Croydon. Other areas number their levels in other ways, "
        "so never copy a number from another area."
    )
    for number in sorted({level.level for level in rulebook.levels}):
        versions = sorted((level for level in rulebook.levels if level.level == number), key=_start, reverse=True)
        newest = versions[0]
        yield Heading(3, f"level-{number}", f"Level {number}: {newest.name}")
        yield f"**{text(newest.meaning)}**"
        yield bullets(f"**{name}**: {ended(words)}" for name, words in _level_facts(newest).items())
        yield _footer(newest, rulebook)
        for later, earlier in pairwise(versions):
            yield from _earlier_level(earlier, later, rulebook)


def _start(entry: Level | Pathway) -> date:
    return entry.period.since or date.max


def _level_facts(level: Level) -> dict[str, str]:
    return {
        "The test": text(level.test),
        "In law": text(level.legal_basis),
        "Assessment": text(level.assessment),
        "Who leads": text(level.lead),
        "Consent": f"{'Needed' if level.consent_needed else 'Not needed'}. {text(level.consent_text)}",
        "What happens": text(level.route),
    }


def _earlier_level(earlier: Level, later: Level, rulebook: Rulebook) -> Iterator[Block]:
    before = {"Name": text(earlier.name), "Meaning": text(earlier.meaning), **_level_facts(earlier)}
    after = {"Name": text(later.name), "Meaning": text(later.meaning), **_level_facts(later)}
    yield f"**{first_upper(period_words(earlier.period, rulebook.starts))}** this level was the same, but for:"
    yield bullets(f"**{name}**: {ended(words)}" for name, words in before.items() if words != after[name])
    yield source_line(earlier.source, earlier.evidence)


def _footer(entry: Level | Pathway, rulebook: Rulebook) -> str:
    return source_line(entry.source, entry.evidence, period_words(entry.period, rulebook.starts))


def pathways(rulebook: Rulebook) -> Iterator[Block]:
    """Give the steps at each level, today's first."""
    yield Heading(2, "what-to-do", "What to do at each level")
    for number in sorted({pathway.level for pathway in rulebook.pathways}):
        versions = sorted((entry for entry in rulebook.pathways if entry.level == number), key=_start, reverse=True)
        for index, pathway in enumerate(versions):
            dates = period_words(pathway.period, rulebook.starts)
            title = f"Level {number}: {pathway.name}"
            if index == 0:
                yield Heading(3, f"steps-level-{number}", title)
            else:
                yield Heading(4, f"steps-{pathway.id}", f"{title} ({dates})")
            yield numbered(text(step) for step in pathway.steps)
            yield _footer(pathway, rulebook)


def contacts(rulebook: Rulebook) -> Iterator[Block]:
    """Give the phone numbers, those of today apart from those of the past."""
    yield Heading(2, "phone-numbers", "Who to phone")
    yield "Phone numbers change. Each one was checked on the day shown. If it is long ago, check it again."
    yield _contacts([entry for entry in rulebook.contacts if still_in_force(entry.period)], rulebook)
    past = [entry for entry in rulebook.contacts if not still_in_force(entry.period)]
    if past:
        yield Heading(3, "past-phone-numbers", "Numbers of the past: do not phone them")
        yield "They are kept so that an old case can be judged by the guidance of its own day."
        yield _contacts(past, rulebook)


def _contacts(entries: list[Contact], rulebook: Rulebook) -> str:
    return table(
        ("Who", "Phone", "When it is answered", "Use it for", "Levels", "Checked", "Source"),
        [
            (
                text(entry.name),
                f"**{entry.phone}**",
                text(first_upper(hours_words(entry.hours))),
                text(entry.use_for),
                join([str(level) for level in entry.levels], "and"),
                day_words(entry.checked_on),
                stacked((source(entry.source, entry.evidence), first_upper(period_words(entry.period, rulebook.starts)))),
            )
            for entry in entries
        ],
    )


def ladder(rulebook: Rulebook) -> Iterator[Block]:
    """Give the urgency ladder."""
    yield Heading(2, "urgency", "How urgent it is")
    yield (
        "Each case gets a rating. A rule can make a case more urgent than its level. Nothing makes it less urgent. "
        "The days here are working days: weekends and bank holidays do not count."
    )
    yield table(
        ("Rating", "Usual level", "What it means", "Decide within", "Partners reply within", "Source"),
        [
            (
                f"**{first_upper(entry.rag)}**",
                str(entry.level),
                text(entry.meaning),
                time_limit(entry.act_within),
                time_limit(entry.partner_reply_within),
                stacked((source(entry.source, entry.evidence), first_upper(period_words(entry.period, rulebook.starts)))),
            )
            for entry in rulebook.ladder
        ],
    )
    yield bullets(f"**{first_upper(entry.rag)}**: {text(entry.note)}" for entry in rulebook.ladder if entry.note)


def clocks(rulebook: Rulebook) -> Iterator[Block]:
    """Give the time limits of the law, national guidance and local practice."""
    yield Heading(2, "time-limits", "Time limits in law and guidance")
    yield table(
        ("What", "Limit", "The clock starts with", "Source"),
        [
            (
                stacked((text(entry.name), f"Note: {text(entry.note)}" if entry.note else "")),
                text(first_upper(entry.limit)),
                text(first_upper(entry.starts)),
                stacked((source(entry.source, entry.evidence), first_upper(period_words(entry.period, rulebook.starts)))),
            )
            for entry in rulebook.clocks
        ],
    )
