"""What is different in the guidance between two days, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from threshold_api.web.errors import ErrorView
from threshold_api.web.guidance.days import DateView, Reading, TypedDay
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.snapshot import Held, snapshot
from threshold_engine.difference.entries import EntryChange, entry_changes
from threshold_engine.document.changes import changes_on, days
from threshold_engine.document.markdown import day_words, first_upper
from threshold_engine.model.edition import edition_on
from threshold_engine.model.guidance import Rulebook

BEGAN, ENDED, CHANGED = "Began", "Ended", "Changed"
_HOW = {"added": BEGAN, "removed": ENDED}
_PARTS = {"indicator": "Signs", "rule": "Rules", "duty": "Duties", "question": "Questions of the form"}
_PATHS = {"indicator": "/indicators/", "rule": "/rules/", "duty": "/duties/"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """What an entry said in one place, and what it says there now."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """
    One entry that is different.

    Attributes:
        how: Began, Ended or Changed.
    """

    link: LinkView
    how: str
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """What is different in one part of the guidance."""

    title: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """
    A day on which the guidance changed.

    Attributes:
        told: What changed, in a line.
    """

    link: LinkView
    told: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """
    Attributes:
        told: What was compared and how much is different; None if nothing was asked yet.
        parts: What is different, part by part.
        days: The days on which something changed: between the two days, or all of them.
    """

    first: DateView
    second: DateView
    told: str | None
    parts: tuple[PartView, ...]
    days: tuple[DayView, ...]

    @property
    def errors(self) -> tuple[ErrorView, ...]:
        """Give what is wrong with the two days."""
        return self.first.errors + self.second.errors

    @property
    def days_title(self) -> str:
        """Give the heading over the days."""
        return "Days between them on which something changed" if self.told else "Days on which the guidance changed"


def date_fields(
    rulebook: Rulebook, typed: tuple[TypedDay, TypedDay], wrong: Mapping[str, tuple[str, str]]
) -> tuple[DateView, DateView]:
    """
    Give the two dates of the form.

    Args:
        wrong: What is wrong with ``from`` or ``to``, and in which of the three fields.
    """
    hint = f"For example, 1 7 2016. Any day since {day_words(rulebook.starts)}."
    views = []
    for name, legend, given in (("from", "First day", typed[0]), ("to", "Second day", typed[1])):
        error, part = wrong.get(name, (None, None))
        views.append(DateView(name, legend, hint, given, error, part))
    return views[0], views[1]


def changes_page(reading: Reading, fields: tuple[DateView, DateView], asked: tuple[date, date] | None) -> ChangesView:
    """Show what is different between two days; without them, every day on which something changed."""
    book = reading.rulebook
    if asked is None:
        listed = [day for day in days(book) if day > book.starts]
        return ChangesView(*fields, None, (), tuple(_day(book, day) for day in reversed(listed)))
    parts = tuple(_parts(book, *asked))
    between = [day for day in days(book) if asked[0] < day <= asked[1]]
    return ChangesView(*fields, _told(parts, asked), parts, tuple(_day(book, day) for day in between))


def _told(parts: tuple[PartView, ...], asked: tuple[date, date]) -> str:
    first, second = (day_words(day) for day in asked)
    count = sum(len(part.changes) for part in parts)
    if not count:
        return f"Nothing in the guidance is different between {first} and {second}."
    if count == 1:
        return f"1 thing is different on {second} from how it stood on {first}."
    return f"{count} things are different on {second} from how they stood on {first}."


def _day(book: Rulebook, day: date) -> DayView:
    """Lead to what changed on one day."""
    counted: dict[str, int] = {}
    for change in changes_on(book, day):
        counted[change.part] = counted.get(change.part, 0) + 1
    told = ", ".join(f"{part}: {count}" for part, count in counted.items())
    before = day - timedelta(days=1)
    address = f"/guidance/changes?from={before.isoformat()}&to={day.isoformat()}"
    return DayView(LinkView(day_words(day), address), first_upper(told))


def _parts(book: Rulebook, first: date, second: date) -> Iterator[PartView]:
    yield from _compared(snapshot(book, first), snapshot(book, second), first, second)
    grouped: dict[str, list[ChangeView]] = {}
    for change in entry_changes(edition_on(book, first), edition_on(book, second)):
        grouped.setdefault(change.kind, []).append(_entry(change, first, second))
    for kind, title in _PARTS.items():
        if kind in grouped:
            yield PartView(title, tuple(grouped[kind]))


def _entry(change: EntryChange, first: date, second: date) -> ChangeView:
    day = first if change.change == "removed" else second
    path = _PATHS.get(change.kind)
    href = f"/guidance{path}{change.id}?as_of={day.isoformat()}" if path else None
    fields = tuple(FieldView(first_upper(field.field), (field.old,), (field.new,)) for field in change.fields)
    return ChangeView(LinkView(change.label, href), _HOW.get(change.change, CHANGED), fields)


def _compared(old: Held, new: Held, first: date, second: date) -> Iterator[PartView]:
    """Compare the parts that entry_changes does not: what people read, though no answer rests on it."""
    for part in dict.fromkeys([*old, *new]):
        before, after = old.get(part, {}), new.get(part, {})
        found: list[ChangeView] = []
        for name in dict.fromkeys([*before, *after]):
            day = (second if name in after else first).isoformat()
            place = after.get(name) or before[name]
            link = LinkView(name, f"/guidance{place.path}?as_of={day}{f'#{place.anchor}' if place.anchor else ''}")
            if name not in before or name not in after:
                found.append(ChangeView(link, BEGAN if name in after else ENDED))
            elif fields := tuple(_fields(before[name].said, after[name].said)):
                found.append(ChangeView(link, CHANGED, fields))
        if found:
            yield PartView(part, tuple(found))


_Said = Mapping[str, tuple[str, ...]]


def _fields(old: _Said, new: _Said) -> Iterator[FieldView]:
    for name in new:
        if old[name] != new[name]:
            # Of a list, only the lines that are not the same are told.
            gone = tuple(line for line in old[name] if line not in new[name])
            come = tuple(line for line in new[name] if line not in old[name])
            yield FieldView(name, gone, come)
