"""
The whole guidance as one page to read and print (docs/thresholds.md).

Made from the rulebook alone, with no clock: the same rulebook gives the same page.
"""

from __future__ import annotations

from collections.abc import Iterable

from threshold_engine.document import duties, form, matrix, opening, reference, response
from threshold_engine.document.changes import Change, changes_on
from threshold_engine.document.markdown import Block, Heading, text
from threshold_engine.model.guidance import Rulebook

__all__ = ["Change", "changes_on", "document"]

_PARTS = (
    opening.what_this_is,
    opening.how_to_read,
    opening.editions,
    response.levels,
    response.pathways,
    response.contacts,
    response.ladder,
    response.clocks,
    matrix.indicators,
    matrix.rules,
    duties.duties,
    form.questions,
    form.exploitation,
    reference.sharing,
    reference.codes,
    reference.tools,
    reference.sources,
)
LISTED = (2, 3)
"""The levels of heading that stand in the table of contents."""


def document(rulebook: Rulebook) -> str:
    """Give the guidance as Markdown."""
    parts = [list(part(rulebook)) for part in _PARTS]
    blocks: list[Block] = [
        Heading(1, "top", rulebook.title),
        opening.DANGER,
        f"<!-- Written by `threshold-engine rules document` from {rulebook.id} {rulebook.version}. Edit the rules, not this. -->",
        Heading(2, "contents", "Contents"),
        _contents(block for part in parts for block in part),
    ]
    for part in parts:
        blocks += [*part, "[Back to the contents](#contents)"] if part else []
    blocks.append("\n".join(f"[{entry.key}]: #source-{entry.key}" for entry in rulebook.sources))
    return "\n\n".join(str(block) for block in blocks if block) + "\n"


def _contents(blocks: Iterable[Block]) -> str:
    listed = [block for block in blocks if isinstance(block, Heading) and block.level in LISTED]
    return "\n".join(f"{'  ' * (heading.level - LISTED[0])}- [{text(heading.title)}](#{heading.anchor})" for heading in listed)
