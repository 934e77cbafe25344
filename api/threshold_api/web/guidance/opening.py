"""The first page of the guidance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from threshold_api import presenters
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.pieces import ItemView, RowView, level_tag, row
from threshold_engine.document.markdown import day_words

OVERDUE = " This day has passed."


@dataclass(frozen=True, slots=True)
class OpeningView:
    """
    Attributes:
        approved: Who approved it, or that nobody has.
        levels: The four levels.
        parts: The other parts, each with what it holds.
        gaps: What is missing, in one line.
        about: What this guidance is.
    """

    status: str
    approved: str
    levels: tuple[ItemView, ...]
    parts: tuple[ItemView, ...]
    gaps: str
    gaps_page: str
    about: tuple[RowView, ...]


def opening_page(reading: Reading) -> OpeningView:
    """Show the parts of the guidance, and how far it can be relied on."""
    shown = presenters.rulebook_view(reading.edition, reading.day)
    states = Counter(part.state for part in reading.rulebook.coverage)
    review = day_words(shown.review_by) + ("." + OVERDUE if shown.review_overdue else "")
    return OpeningView(
        status=shown.status,
        approved=f"Approved by: {', '.join(shown.approvals)}." if shown.approvals else "Nobody has approved it yet.",
        levels=tuple(
            ItemView(LinkView(level.name, reading.to(f"/levels/{number}")), level.meaning, (level_tag(number),))
            for number, level in sorted(reading.edition.levels.items())
        ),
        parts=_parts(reading),
        gaps=(
            f"{states['not-available']} parts of documents could not be read, {states['not-encoded']} were left out "
            f"and {states['partly']} are held only in part."
        ),
        gaps_page=reading.to("/missing"),
        about=(
            row("Area", shown.area),
            row("Who answers for it", shown.owner),
            row("Version", shown.version),
            row("Starts on", day_words(shown.starts)),
            row("To be reviewed by", review),
        ),
    )


def _parts(reading: Reading) -> tuple[ItemView, ...]:
    edition, book = reading.edition, reading.rulebook
    given = (
        (
            "Areas and signs",
            "/areas",
            f"{len(edition.indicators)} signs in {len(book.domains)} areas, from injuries to missing school.",
        ),
        ("What to do", "/pathways", "Steps at each level, whom to phone, how fast to act, and time limits."),
        ("Duties", "/duties", f"{len(edition.duties)} things that the law or guidance says must be done."),
        ("Rules", "/rules", f"{len(edition.rules)} rules on what follows when several things come together."),
        ("Spotting the Signs", "/exploitation", "A conversation about sexual and criminal exploitation."),
        ("Sharing and consent", "/sharing", "When to ask first, and when you need not."),
        ("Sources", "/sources", f"{len(book.sources)} documents, and what rests on each."),
        ("What has changed", "/changes", "What is different between any two days."),
        ("Background", "/background", "Other tools and audits. Nothing there decides a level."),
    )
    return tuple(ItemView(LinkView(name, reading.to(path)), words) for name, path, words in given)
