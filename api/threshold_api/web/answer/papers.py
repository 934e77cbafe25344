"""The answer to take away: a sheet of one page, and plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from threshold_api.web.answer.page import AnswerView, OpinionView
from threshold_api.web.answer.words import day_words
from threshold_engine.model.assessment import Assessment
from threshold_engine.report import report

SHEET_STEPS, SHEET_CONTACTS, SHEET_DUTIES, SHEET_REASONS, SHEET_LETTERS = 12, 5, 6, 4, 260
ADVICE = "This advises. A named person decides."


@dataclass(frozen=True, slots=True)
class SheetView:
    """
    What fits one page; everything that does not is counted.

    Attributes:
        opinions: Each level that the person holds, as a sentence.
    """

    opinions: tuple[str, ...]
    steps: tuple[str, ...]
    contacts: tuple[tuple[str, str, str], ...]
    duties: tuple[tuple[str, str], ...]
    more_duties: int
    reasons: tuple[tuple[str, str], ...]
    more_reasons: int
    printed: str


def printed_words(now: datetime) -> str:
    """Give the day and time to print on a paper."""
    return f"{day_words(now.date())}, {now:%H:%M}"


def sheet_view(view: AnswerView, now: datetime) -> SheetView:
    """Choose what stands on the sheet."""
    duties = (*view.duties, *view.further_duties)
    return SheetView(
        opinions=tuple(shortened(words) for words in opinions(view)),
        steps=view.do.steps[:SHEET_STEPS],
        contacts=tuple((each.name, each.phone, each.hours) for each in view.do.contacts[:SHEET_CONTACTS]),
        duties=tuple((duty.name, duty.within) for duty in duties[:SHEET_DUTIES]),
        more_duties=max(0, len(duties) - SHEET_DUTIES),
        reasons=tuple((reason.sets, reason.title) for reason in view.why.main[:SHEET_REASONS]),
        more_reasons=max(0, len(view.why.main) - SHEET_REASONS),
        printed=printed_words(now),
    )


def opinions(view: AnswerView) -> tuple[str, ...]:
    """Say what the person held before, and what they hold now."""
    found = []
    if view.own is not None:
        found.append(f"Before the suggestion was shown, you said {_with_why(view.own)}")
    if view.disagreement is not None:
        found.append(f"You hold that this is {_with_why(view.disagreement)}")
    return tuple(found)


def shortened(words: str) -> str:
    """Cut what a person wrote so that it fits the sheet, and say so."""
    if len(words) <= SHEET_LETTERS:
        return words
    return f"{words[:SHEET_LETTERS].rsplit(' ', 1)[0]} … (shortened here; the PDF has all of it)"


def text(view: AnswerView, found: Assessment, now: datetime) -> str:
    """Write the answer as plain text, for a record or a message."""
    too_little = (f"{view.head.heading}. {view.head.meaning}",) if view.head.unknown else ()
    before = " ".join((*too_little, *opinions(view)))
    # A call to 999 stands before everything, so the day and time stand at the end.
    lines = (*(line.text for line in report(found, before or None)), "", f"Written {printed_words(now)}. {ADVICE}")
    return "\n".join(lines) + "\n"


def _with_why(held: OpinionView) -> str:
    if held.why is None:
        return f"{held.words}, {held.compared}."
    reason = held.why if held.why.endswith((".", "!", "?")) else f"{held.why}."
    return f"{held.words}, {held.compared}, because: {reason}"
