"""
What was typed on one page of the form, and the piece of the Referral that it stands for.

Both ways: a form becomes entries, entries become values at their paths, and values become
entries again. What was typed is kept as typed; the engine's reading decides what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from threshold_api.web.forms import Fields
from threshold_api.web.referral.form_words import NEEDS, UNSURE
from threshold_api.web.referral.shapes import Field, Group, Section, fields_of, groups_of

DAY_PARTS = ("day", "month", "year")
MOST_ROWS = 200
_LEVEL = re.compile(r"[1-9]")
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)")
Row = Mapping[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entries:
    """
    Attributes:
        single: What was typed, by the name of the field in the form.
        rows: The entries of each group, by their number in the form; each by key.
    """

    single: Mapping[str, str]
    rows: Mapping[str, Mapping[int, Row]]

    def without(self, group: str, number: int) -> Entries:
        """Take one entry of a group out."""
        kept = {at: row for at, row in self.rows.get(group, {}).items() if at != number}
        return replace(self, rows={**self.rows, group: kept})

    def blanked(self, names: frozenset[str]) -> Entries:
        """Take out what stands under some names, as far as it cannot be read."""
        single = {name: text for name, text in self.single.items() if _owner(name) not in names}
        rows = {
            group: {
                at: {key: text for key, text in row.items() if f"{group}.{at}.{key}" not in names} for at, row in entries.items()
            }
            for group, entries in self.rows.items()
        }
        return Entries(single, rows)


def entries_of_form(section: Section, fields: Fields) -> Entries:
    """Read the fields of a section from a form. Other fields are not looked at; entries with nothing in them are left out."""
    single = {name: fields.one(name) for field in fields_of(section) for name in names_of(field)}
    rows: dict[str, dict[int, Row]] = {}
    for group in groups_of(section):
        keys = {field.path for field in group.fields}
        found: dict[int, dict[str, str]] = {}
        for rest, text in fields.named(f"{group.path}.").items():
            number, _, key = rest.partition(".")
            at = row_number(number)
            if key in keys and text and at is not None:
                found.setdefault(at, {})[key] = text
        rows[group.path] = dict(sorted(found.items()))
    return Entries({name: text for name, text in single.items() if text}, rows)


def row_number(sent: str) -> int | None:
    """Read the number of an entry; None if there can be no such entry. Python refuses to read thousands of digits."""
    if not (sent.isascii() and sent.isdecimal() and len(sent) <= len(str(MOST_ROWS))):
        return None
    return int(sent) if int(sent) < MOST_ROWS else None


def entries_of_referral(section: Section, referral: Mapping[str, Any], unsure: frozenset[str]) -> Entries:
    """Give what a referral holds as if it had been typed."""
    single: dict[str, str] = {}
    for field in fields_of(section):
        value = UNSURE if field.path in unsure else at_path(referral, field.path)
        single.update(_typed(field, value))
    rows = {
        group.path: {
            number: {field.path: text for field in group.fields if (text := _text(field, entry.get(field.path)))}
            for number, entry in enumerate(at_path(referral, group.path) or [])
        }
        for group in groups_of(section)
    }
    return Entries({name: text for name, text in single.items() if text}, rows)


def values_of(section: Section, entries: Entries) -> Values:
    """Give the value at each path of a section; None where nothing was said."""
    values: Values = {field.path: _value(field, entries.single) for field in fields_of(section)}
    for group in groups_of(section):
        values[group.path] = [_row(group, row) for row in entries.rows.get(group.path, {}).values() if row]
    return values


def unsure_in(section: Section, entries: Entries) -> frozenset[str]:
    """Name the questions answered “not sure” for which the contract has no word."""
    return frozenset(field.path for field in fields_of(section) if entries.single.get(field.path) == UNSURE)


def name_in_form(section: Section, entries: Entries, where: str) -> str:
    """Give the name in the form of a place in the referral: its entries are counted on, those of the form may have holes."""
    for group in groups_of(section):
        if where.startswith(f"{group.path}."):
            number, _, key = where.removeprefix(f"{group.path}.").partition(".")
            numbers = [at for at, row in entries.rows.get(group.path, {}).items() if row]
            if number.isdecimal() and int(number) < len(numbers):
                return f"{group.path}.{numbers[int(number)]}.{key}"
    return where


def names_of(field: Field) -> tuple[str, ...]:
    """Give the names under which a field is sent."""
    return tuple(f"{field.path}-{part}" for part in DAY_PARTS) if field.kind == "day" else (field.path,)


def at_path(mapping: Mapping[str, Any], path: str) -> Any:
    """Give what stands at a path; None if nothing does."""
    value: Any = mapping
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def with_value(mapping: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Put a value at a path, in a new mapping."""
    first, _, rest = path.partition(".")
    if not rest:
        return {**mapping, first: value}
    return {**mapping, first: with_value(mapping.get(first) or {}, rest, value)}


def without_value(mapping: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Take out what stands at a path, in a new mapping, and what is empty then."""
    first, _, rest = path.partition(".")
    kept = {key: held for key, held in mapping.items() if key != first}
    if rest and first in mapping:
        inner = without_value(mapping[first] or {}, rest)
        return {**kept, first: inner} if inner else kept
    return kept


def _owner(name: str) -> str:
    return re.sub(r"-(day|month|year)$", "", name)


def _row(group: Group, row: Row) -> dict[str, Any]:
    return {field.path: value for field in group.fields if (value := _value(field, row)) is not None}


def _value(field: Field, typed: Row) -> Any:
    if field.kind == "day":
        parts = [typed.get(name, "") for name in names_of(field)]
        return _day(*parts) if any(parts) else None
    text = typed.get(field.path)
    if not text or text == UNSURE:
        return None
    if field.kind == "level":
        return int(text) if _LEVEL.fullmatch(text) else text
    if field.kind == "time":
        parts_of_time = _TIME.fullmatch(text)
        return f"{parts_of_time[1]:0>2}:{parts_of_time[2]}" if parts_of_time else text
    if field.kind == "need":
        return next((need.value for need in NEEDS if _plain(need.label) == _plain(text)), text)
    return text


def _day(day: str, month: str, year: str) -> str:
    return f"{year}-{month:0>2}-{day:0>2}"


def _typed(field: Field, value: Any) -> Iterator[tuple[str, str]]:
    if field.kind == "day":
        day = date.fromisoformat(value) if isinstance(value, str) else value
        if day is not None:
            yield from zip(names_of(field), (str(day.day), str(day.month), f"{day.year:04}"), strict=True)
        return
    yield field.path, _text(field, value)


def _text(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.kind == "need":
        return next((need.label for need in NEEDS if need.value == value), str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(text: str) -> str:
    return re.sub(r"[\s,.]+", " ", text).strip().lower()
