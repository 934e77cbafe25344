"""Which entries of two editions differ, field by field, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import cast

from threshold_engine.model.condition import Condition
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import AgeBand, Effect, Indicator, Rule
from threshold_engine.schema.ages import limit_words
from threshold_engine.wording import Wording

_INDICATOR_FIELDS = ("kind", "domain", "level", "counts", "met_when", "age", "duties")


@dataclass(frozen=True)
class FieldChange:
    """One field of an entry: what it said and what it says, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class EntryChange:
    """
    Attributes:
        kind: ``indicator``, ``rule``, ``duty`` or ``question``.
        change: ``added``, ``removed``, ``changed``, or ``reads other entries`` where the entry
            itself is the same and what it reads is not.
    """

    kind: str
    id: str
    label: str
    change: str
    fields: tuple[FieldChange, ...] = ()


def entry_changes(old: Edition, new: Edition) -> list[EntryChange]:
    """List the entries that can change an answer and are not the same in both editions."""
    before, after = Wording(old.rulebook), Wording(new.rulebook)

    def indicator_fields(name: str) -> tuple[FieldChange, ...]:
        return tuple(_indicator_fields(old.indicators[name], new.indicators[name], before, after))

    old_rules, new_rules = ({rule.id: rule for rule in edition.rules} for edition in (old, new))

    def rule_fields(name: str) -> tuple[FieldChange, ...]:
        return tuple(_rule_fields(old_rules[name], new_rules[name], before, after))

    def question_fields(name: str) -> tuple[FieldChange, ...]:
        one, other = old.questions[name], new.questions[name]
        pairs = (("type", one.type, other.type), ("choices", ", ".join(one.choices), ", ".join(other.choices)))
        return tuple(FieldChange(*pair) for pair in pairs if pair[1] != pair[2])

    return [
        *_compare("indicator", _labels(old.indicators), _labels(new.indicators), indicator_fields),
        *_compare("rule", _labels(old_rules), _labels(new_rules), rule_fields),
        *_compare("duty", {d.id: d.name for d in old.duties.values()}, {d.id: d.name for d in new.duties.values()}, _same),
        *_compare(
            "question",
            {q.id: q.ask for q in old.questions.values()},
            {q.id: q.ask for q in new.questions.values()},
            question_fields,
        ),
    ]


def _labels(entries: Mapping[str, Indicator] | Mapping[str, Rule]) -> dict[str, str]:
    return {name: entry.label for name, entry in entries.items()}


def _same(_name: str) -> tuple[FieldChange, ...]:
    return ()


def _compare(
    kind: str, old: Mapping[str, str], new: Mapping[str, str], changed: Callable[[str], tuple[FieldChange, ...]]
) -> Iterator[EntryChange]:
    for name in sorted({*old, *new}):
        if name not in old:
            yield EntryChange(kind, name, new[name], "added")
        elif name not in new:
            yield EntryChange(kind, name, old[name], "removed")
        elif found := changed(name):
            yield EntryChange(kind, name, new[name], "changed", found)


def _indicator_fields(old: Indicator, new: Indicator, before: Wording, after: Wording) -> Iterator[FieldChange]:
    for field in _INDICATOR_FIELDS:
        was, is_now = getattr(old, field), getattr(new, field)
        if was != is_now:
            yield FieldChange(field.replace("_", " "), _said(was, before), _said(is_now, after))


def _rule_fields(old: Rule, new: Rule, before: Wording, after: Wording) -> Iterator[FieldChange]:
    if old.when != new.when:
        yield FieldChange("condition", before.condition(old.when), after.condition(new.when))
    for field in fields(Effect):
        was, is_now = getattr(old.then, field.name), getattr(new.then, field.name)
        if was != is_now:
            yield FieldChange(field.name.replace("_", " "), _said(was, before), _said(is_now, after))


def _said(value: object, wording: Wording) -> str:
    match value:
        case None | ():
            return "none"
        case True:
            return "yes"
        case False:
            return "no"
        case tuple():
            return ", ".join(map(str, value))
        case AgeBand():
            return _band(value)
        case str() | int():
            return str(value)
        case _:
            return wording.condition(cast("Condition", value))


def _band(band: AgeBand) -> str:
    parts = ["not yet born"] if band.unborn else []
    parts += [f"from {limit_words(band.from_months)}"] if band.from_months is not None else []
    parts += [f"under {limit_words(band.below_months)}"] if band.below_months is not None else []
    if band.below_months_if_disabled is not None:
        parts.append(f"under {limit_words(band.below_months_if_disabled)} if disabled")
    parts += ["or not yet born"] if band.or_unborn else []
    return ", ".join(parts)
