"""The opening of the page: what it is, how to read it, and which days it answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from threshold_engine.document.changes import CHANGES, ENDS, STARTS, Change, changes_on, days
from threshold_engine.document.markdown import MARKS, Block, Heading, bullets, day_words, first_upper, table, text
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Evidence

DANGER = "> **If a child is in danger right now, call 999. Read this page later.**"

_IS_AND_IS_NOT = """\
- It helps you think about how much help a child needs, what to do now and who to tell.
- It does not decide anything. A named person decides, and can disagree with it, up or down.
- It is not a tick-box and not a score. Your own judgement counts. If you are worried, talk to your safeguarding lead.
- It is not the London or Croydon threshold document. The signs are in our own words. Where the two differ, go by the
  printed document."""

_WORDS = """\
- **Level**: how much help the child needs, from 1 (services every family can use) to 4 (child protection). The level
  suggested is the highest one that any sign or rule reaches. Signs are never added up.
- **Indicator** or **sign**: one thing that somebody saw, heard or knows. It is a worry, a strength or a fact on record.
- **Always counts**: nothing that goes well takes this sign away.
- **Unless met**: the sign does not count if the need is already met and it has no effect on the child.
- **Rule**: what follows when several things come together.
- **A manager is asked to consider** a level: the level stays as it is, and a person looks at it.
- **Duty**: what the law or guidance says somebody must do. It comes up by fact, whatever the level.
- **In force**: where no dates are given, the entry holds from the first day of this guidance on.
- **Source**: a short name, and the place in that document. [The list of sources](#sources) says what each short name
  stands for."""

_MEANINGS = {
    Evidence.SEEN: "The source was read, and it says this.",
    Evidence.SEEN_MAPPED: "The source was read and it names this, but it has other levels or none. The level here is our choice.",
    Evidence.KNOWN: "Known, but the printed source was **not** read again. The place and the level may be wrong.",
}

_HOW = {STARTS: "begin", CHANGES: "change", ENDS: "end"}


def what_this_is(rulebook: Rulebook) -> Iterator[Block]:
    """Say what the page is and is not."""
    yield Heading(2, "what-this-is", "What this is, and what it is not")
    yield f"**{text(rulebook.status)}**"
    yield _IS_AND_IS_NOT
    yield table(
        ("About this guidance", ""),
        (
            ("Area", text(rulebook.area)),
            ("Who answers for it", text(rulebook.owner)),
            ("Approved by", text("; ".join(rulebook.approvals)) or "Nobody yet"),
            ("Version", text(rulebook.version)),
            ("First day it answers for", day_words(rulebook.starts)),
            ("To be reviewed by", day_words(rulebook.review_by)),
        ),
    )


def how_to_read(rulebook: Rulebook) -> Iterator[Block]:
    """Explain the words and marks of the page."""
    yield Heading(2, "how-to-read", "How to read it")
    yield "The page is long. Use the contents to find the part you need, and print only that part."
    yield _WORDS
    yield Heading(3, "marks", "How well each entry was checked")
    yield "Each entry carries a mark that says how well it was checked against the printed source."
    counted = [Counter(entry.evidence for entry in entries) for entries in (rulebook.indicators, rulebook.rules, rulebook.duties)]
    yield table(
        ("Mark", "What it means", "Indicators", "Rules", "Duties"),
        [(MARKS[mark] or "no mark", meaning, *(str(count[mark]) for count in counted)) for mark, meaning in _MEANINGS.items()],
    )
    yield "Check every entry with a mark against the printed document before you rely on it."


def editions(rulebook: Rulebook) -> Iterator[Block]:
    """List every day on which the guidance changes, and what starts or ends that day."""
    yield Heading(2, "editions", "The days on which the guidance changes")
    yield (
        "A case is judged by the guidance of its own day: a case of 2016 by the guidance of 2016. "
        "These are the days on which something begins, changes or ends. The codes carry their own dates."
    )
    for day in days(rulebook):
        yield f"**{day_words(day)}**"
        yield bullets(_first_day(rulebook, day) if day == rulebook.starts else _changed(changes_on(rulebook, day)))


def _first_day(rulebook: Rulebook, day: date) -> Iterator[str]:
    yield "The first day of this guidance. A case of an earlier day is refused."
    parts = {
        "indicators": [entry.period for entry in rulebook.indicators],
        "rules": [entry.period for entry in rulebook.rules],
        "duties": [entry.period for entry in rulebook.duties],
        "questions": [entry.period for entry in rulebook.questions],
    }
    held = [f"{sum(period.holds_on(day) for period in periods)} {name}" for name, periods in parts.items()]
    yield f"In force on this day: {', '.join(held)}."


def _changed(changes: tuple[Change, ...]) -> Iterator[str]:
    """Put the names of what begins, changes and ends together, part by part."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        grouped.setdefault((change.part, change.how), []).append(f"“{text(change.name)}”")
    for (part, how), names in grouped.items():
        yield f"{first_upper(part)} that {_HOW[how]}: {'; '.join(names)}"
