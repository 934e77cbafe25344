"""Everything in an edition that can be searched, made ready once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from threshold_api import presenters
from threshold_api.web.guidance.pieces import TagView, cut, kind_tag
from threshold_api.web.guidance.terms import Terms, words_of
from threshold_api.web.words import level_title
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Period
from threshold_engine.narrative.text import stem_of

NAME, ALSO, TEXT = 3.0, 2.5, 1.0
"""How much a word counts in the name of an entry, in another name for it, and in its text."""
WORTH = {"Level": 1.5, "Source": 0.4, "Background": 0.4}
"""How much some sorts of entry count beside the others: people look for what to do more than for documents."""
_KEY = "guidance-index"
PAGES = (
    ("What to do", "/pathways", "Steps at each level, whom to phone, how urgent it is, and time limits."),
    ("Sharing information and consent", "/sharing", "When to ask first, and when you need not."),
    ("Duties", "/duties", "What the law or guidance says somebody must do."),
    ("What is missing", "/missing", "What is not in this guidance, and why."),
    ("What has changed", "/changes", "What is different between any two days."),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One entry that can be found.

    Attributes:
        sort: What it is.
        path, anchor: Its page.
        also: Other names for it.
        text: What else is said of it; the first piece is shown.
        period: When it is in force, where that does not follow from the edition.
    """

    sort: str
    name: str
    path: str
    text: tuple[str, ...]
    also: tuple[str, ...] = ()
    anchor: str = ""
    tags: tuple[TagView, ...] = ()
    period: Period | None = None

    @property
    def worth(self) -> float:
        """Say how much it counts beside others."""
        return WORTH.get(self.sort, 1.0)

    @property
    def shown(self) -> str:
        return cut(self.text[0]) if self.text else ""


@dataclass(frozen=True, slots=True)
class Index:
    """
    Attributes:
        weights: For each stem, the entries that hold it and how much it counts there.
        rarity: For each stem, how few entries hold it.
        named: The entries of each name and other name in full, in small letters.
    """

    entries: tuple[Entry, ...]
    terms: Terms
    weights: dict[str, dict[int, float]]
    rarity: dict[str, float]
    named: dict[str, tuple[int, ...]]


def index_of(edition: Edition) -> Index:
    """Give the index of an edition."""
    found = edition.compiled.get(_KEY)
    if not isinstance(found, Index):
        found = edition.compiled[_KEY] = _index(tuple(_entries(edition)))
    return found


def _index(entries: tuple[Entry, ...]) -> Index:
    weights: dict[str, dict[int, float]] = {}
    written: set[str] = set()
    for number, entry in enumerate(entries):
        for weight, texts in ((NAME, (entry.name,)), (ALSO, entry.also), (TEXT, entry.text)):
            for word in words_of(" ".join(texts)):
                written.add(word)
                held = weights.setdefault(stem_of(word), {})
                held[number] = max(held.get(number, 0.0), weight)
    rarity = {stem: log(1 + len(entries) / len(held)) for stem, held in weights.items()}
    return Index(entries, Terms(written), weights, rarity, _named(entries))


def _named(entries: tuple[Entry, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, entry in enumerate(entries):
        for name in dict.fromkeys(name.casefold() for name in (entry.name, *entry.also)):
            found[name] = (*found.get(name, ()), number)
    return found


def _entries(edition: Edition) -> Iterator[Entry]:
    book = edition.rulebook
    for level in edition.levels.values():
        texts: tuple[str, ...] = (level.meaning, level.test, level.legal_basis, level.assessment, level.consent_text, level.route)
        yield Entry("Level", level_title(level.level, level.name), f"/levels/{level.level}", texts)
    for area in book.domains:
        yield Entry("Area", area.name, f"/areas/{area.id}", (area.ask,))
    for sign in edition.indicators.values():
        texts = (sign.ask, *_given(sign.note))
        tags = (kind_tag(sign.kind, sign.level),)
        yield Entry("Sign", sign.label, f"/indicators/{sign.id}", texts, sign.aliases, tags=tags)
    for rule in edition.rules:
        yield Entry("Rule", rule.label, f"/rules/{rule.id}", (rule.because, *_given(rule.then.advise, rule.note)))
    for duty in presenters.duties_shown(edition):
        yield Entry("Duty", duty.name, f"/duties/{duty.id}", (duty.text, duty.who, duty.legal_basis, *_given(duty.note)))
    for name, path, told in PAGES:
        yield Entry("Page", name, path, (told,))
    yield from _more(edition)


def _more(edition: Edition) -> Iterator[Entry]:
    book = edition.rulebook
    for pathway in edition.pathways.values():
        yield Entry("Steps", f"{pathway.name}: steps at level {pathway.level}", f"/levels/{pathway.level}", pathway.steps)
    for contact in edition.contacts:
        yield Entry("Phone", contact.name, "/pathways", (contact.use_for,), (contact.phone,), "phone")
    for clock in book.clocks:
        texts = (f"{clock.limit}, from {clock.starts}", *_given(clock.note))
        yield Entry("Time limit", clock.name, "/pathways", texts, anchor="limits", period=clock.period)
    for point in book.sharing:
        first, _, rest = point.text.partition(". ")
        yield Entry("Sharing", first.rstrip("."), "/sharing", _given(rest), anchor=point.id, period=point.period)
    if book.exploitation is not None:
        tool = book.exploitation
        yield Entry("Tool", tool.title, "/exploitation", (tool.who, *tool.core_rules))
    for reference in book.references:
        yield Entry("Background", reference.name, "/background", reference.text, anchor=reference.id)
    for document in book.sources:
        texts = _given(document.publisher, document.edition, document.note)
        yield Entry("Source", document.title, f"/sources/{document.key}", texts, (document.key.replace("-", " "),))


def _given(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
