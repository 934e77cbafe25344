"""One section of the form: its questions with what was typed, what is known, and the score beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threshold_api.web.errors import ErrorView
from threshold_api.web.referral.draft import Draft, FieldError
from threshold_api.web.referral.entries import DAY_PARTS, MOST_ROWS, Entries, Row
from threshold_api.web.referral.form_words import Choices, Option
from threshold_api.web.referral.known_view import KnownView, known_in
from threshold_api.web.referral.score_view import HintView, PanelView, panel
from threshold_api.web.referral.sections import SECTIONS, section_after
from threshold_api.web.referral.shapes import Field, Group, Section
from threshold_engine.model.guidance import Rulebook

Item = Mapping[str, str]
WIDTHS = {5: "govuk-input--width-5", 20: "govuk-input--width-20"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """
    One question with what was typed.

    Attributes:
        template: Which piece of the template shows it: ``line``, ``text``, ``day``, ``choice`` or ``list``.
        options: The answers to choose from, as the component of GOV.UK Frontend takes them.
        days: The boxes of a day, likewise.
        hints: Words pointed out in what was typed; None where the question takes no sentences.
    """

    template: str
    name: str
    id: str
    label: str
    hint: str | None
    value: str
    error: str | None
    classes: str
    rows: int
    options: tuple[Item, ...]
    days: tuple[Item, ...]
    hints: tuple[HintView, ...] | None


@dataclass(frozen=True, slots=True)
class RowView:
    """
    One entry of a group.

    Attributes:
        remove: What the button sends to take it out; None for the empty one at the end.
    """

    id: str
    title: str
    fields: tuple[FieldView, ...]
    remove: str | None


@dataclass(frozen=True, slots=True)
class GroupView:
    id: str
    title: str
    hint: str | None
    one: str
    rows: tuple[RowView, ...]
    add: str | None


@dataclass(frozen=True, slots=True)
class PartView:
    """A question, or a group of them."""

    field: FieldView | None
    group: GroupView | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """
    Attributes:
        place: Where it stands among the sections, in words.
        errors: Links of the error summary.
    """

    title: str
    place: str
    intro: str
    address: str
    base: str
    known: tuple[KnownView, ...]
    parts: tuple[PartView, ...]
    errors: tuple[ErrorView, ...]
    panel: PanelView
    following: str | None


def section_view(
    draft: Draft,
    section: Section,
    entries: Entries,
    errors: tuple[FieldError, ...],
    choices: Choices,
    rulebook: Rulebook,
    base: str,
) -> SectionView:
    """Present a section."""
    texts = {error.name: error.text for error in errors}
    unread = tuple(error.text for error in errors)
    beside = panel(draft, section, entries, base, unread)
    writer = _Writer(choices, texts, beside.hints)
    following = section_after(section)
    parts = tuple(
        PartView(writer.field(part, part.path, entries.single), None)
        if isinstance(part, Field)
        else PartView(None, writer.group(part, entries.rows.get(part.path, {})))
        for part in section.parts
    )
    return SectionView(
        title=section.title,
        place=f"Part {SECTIONS.index(section) + 1} of {len(SECTIONS)}",
        intro=section.intro,
        address=f"{base}/{section.slug}",
        base=base,
        known=known_in(section.known, draft, rulebook),
        parts=parts,
        errors=tuple(ErrorView(target, texts[name]) for name, target in _targets(parts, texts)),
        panel=beside,
        following=following.title if following else None,
    )


class _Writer:
    """Writes the views of questions."""

    def __init__(self, choices: Choices, errors: Mapping[str, str], hints: Mapping[str, tuple[HintView, ...]]) -> None:
        self._choices = choices
        self._errors = errors
        self._hints = hints

    def field(self, field: Field, name: str, typed: Row) -> FieldView:
        template = _TEMPLATES[field.kind]
        return FieldView(
            template=template,
            name=name,
            id=_id(name),
            label=field.label,
            hint=field.hint,
            value=typed.get(field.path, ""),
            error=self._errors.get(name),
            classes=WIDTHS[field.width] if field.width else "",
            rows=field.rows,
            options=tuple(_item(option) for option in self._choices.get(field.kind, field.options)),
            days=tuple(_days(field.path, name, typed, name in self._errors)) if field.kind == "day" else (),
            hints=self._hints.get(name, ()) if template == "text" else None,
        )

    def group(self, group: Group, rows: Mapping[int, Row]) -> GroupView:
        after = max(rows, default=-1) + 1
        views = [self._row(group, number, rows[number], at) for at, number in enumerate(rows, 1)]
        room = after < MOST_ROWS
        if room:
            views.append(self._row(group, after, {}, len(views) + 1, last=True))
        return GroupView(_id(group.path), group.title, group.hint, group.one, tuple(views), f"add.{group.path}" if room else None)

    def _row(self, group: Group, number: int, row: Row, at: int, *, last: bool = False) -> RowView:
        before = f"{group.path}.{number}"
        title = f"{group.one.capitalize()} {at}"
        fields = tuple(self.field(field, f"{before}.{field.path}", row) for field in group.fields)
        return RowView(_id(before), title, fields, None if last else f"remove.{group.path}.{number}")


_TEMPLATES = {
    "line": "line",
    "time": "line",
    "text": "text",
    "need": "text",
    "day": "day",
    "choice": "choice",
    "level": "choice",
    "list": "list",
}


def _item(option: Option) -> Item:
    return {"value": option.value, "text": option.label}


def _days(path: str, name: str, typed: Row, wrong: bool) -> Iterator[Item]:
    for part in DAY_PARTS:
        box = f"{name}-{part}"
        width = "govuk-input--width-4" if part == "year" else "govuk-input--width-2"
        classes = f"{width} govuk-input--error" if wrong else width
        value = typed.get(f"{path}-{part}", "")
        yield {"name": box, "label": part.capitalize(), "id": _id(box), "value": value, "classes": classes}


def _id(name: str) -> str:
    return name.replace(".", "-")


def _targets(parts: tuple[PartView, ...], errors: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each wrong field, in the order of the page, with the place that a link of the error summary leads to."""
    shown = {field.name: field.days[0]["id"] if field.days else field.id for field in _all_fields(parts)}
    for name in errors:
        yield name, shown.get(name, "main-content")


def _all_fields(parts: tuple[PartView, ...]) -> Iterator[FieldView]:
    for part in parts:
        if part.field is not None:
            yield part.field
        if part.group is not None:
            for row in part.group.rows:
                yield from row.fields
