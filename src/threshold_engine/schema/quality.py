"""The shape of the files about the quality of a referral (rules/quality/)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator

from threshold_engine.model.guidance import Citation
from threshold_engine.model.quality import (
    MOST_MARKS,
    Band,
    Criterion,
    CriticalGap,
    Detector,
    Enough,
    Entries,
    Feature,
    Filled,
    Need,
    PoorCheck,
    PoorFeature,
    QualityGuide,
    Said,
    Term,
    TermKind,
    Younger,
)
from threshold_engine.model.words import Evidence
from threshold_engine.schema.ages import parse_limit
from threshold_engine.schema.base import CitationIn, Entry, Slug, Text

FORMS = ("field", "entries", "text", "child", "all", "any", "some")
NOTHING: Need = Enough((), 1)
"""Stands in for a part that could not be read; a rulebook with one is never loaded."""

Report = Callable[[str], None]


def parse_need(raw: object) -> Need:
    """
    Read what a mark needs.

    Raises:
        ValueError: It cannot be read; every mistake is named.
    """
    mistakes: list[str] = []
    need = _need(raw, mistakes.append)
    if mistakes:
        raise ValueError("; ".join(mistakes))
    return need


def _need(raw: object, report: Report) -> Need:
    if not isinstance(raw, dict) or len(raw) != 1:
        report(f"write one group with one key: {', '.join(FORMS)}")
        return NOTHING
    form, body = next(iter(raw.items()))
    parser = _PARSERS.get(form)
    if parser is None:
        report(f"`{form}` is not known here: use {', '.join(FORMS)}")
        return NOTHING
    return parser(body, report)


def _field(body: object, report: Report) -> Need:
    if isinstance(body, dict):
        _known(body, {"path", "is", "at_least", "words"}, "field", report)
        return Filled(
            _name(body.get("path"), "field.path", report),
            _values(body["is"], report) if "is" in body else (),
            _number(body.get("at_least", 1), "at_least", report),
            _number(body.get("words", 1), "words", report),
        )
    return _any_of([Filled(path) for path in _names(body, "field", report)])


def _entries(body: object, report: Report) -> Need:
    if not isinstance(body, dict) or not {"of", "have"} <= set(body):
        report("write entries: {of: household, have: [name, age], at_least: 2}")
        return NOTHING
    _known(body, {"of", "have", "at_least"}, "entries", report)
    return Entries(
        _name(body["of"], "of", report),
        tuple(_names(body["have"], "have", report)),
        _number(body.get("at_least", 1), "at_least", report),
    )


def _text(body: object, report: Report) -> Need:
    if isinstance(body, dict):
        _known(body, {"feature", "in", "times"}, "text", report)
        return Said(
            _name(body.get("feature"), "feature", report),
            tuple(_names(body["in"], "in", report)) if "in" in body else (),
            _number(body.get("times", 1), "times", report),
        )
    return _any_of([Said(name) for name in _names(body, "text", report)])


def _child(body: object, report: Report) -> Need:
    months = parse_limit(body["age_below"]) if isinstance(body, dict) and set(body) == {"age_below"} else None
    if months is None:
        report("write child: {age_below: 12 months}")
        return NOTHING
    return Younger(months)


def _all(body: object, report: Report) -> Need:
    parts = _parts(body, report)
    return Enough(parts, len(parts))


def _any(body: object, report: Report) -> Need:
    return Enough(_parts(body, report), 1)


def _some(body: object, report: Report) -> Need:
    if not isinstance(body, dict) or set(body) != {"of", "at_least"}:
        report("write some: {at_least: 2, of: [...]}")
        return NOTHING
    parts = _parts(body["of"], report)
    least = _number(body["at_least"], "at_least", report)
    if least > len(parts):
        report(f"there are fewer than {least} things to choose from")
    return Enough(parts, least)


def _parts(body: object, report: Report) -> tuple[Need, ...]:
    if not isinstance(body, list) or not body:
        report("a list is needed here, each line after a dash")
        return ()
    return tuple(_need(part, report) for part in body)


def _any_of(needs: list[Need]) -> Need:
    return needs[0] if len(needs) == 1 else Enough(tuple(needs), 1)


def _known(body: dict[str, object], keys: set[str], form: str, report: Report) -> None:
    for key in sorted(set(body) - keys):
        report(f"`{key}` is not part of {form}: use {', '.join(sorted(keys))}")


def _name(value: object, what: str, report: Report) -> str:
    if not isinstance(value, str) or not value:
        report(f"{what} needs a name")
        return ""
    return value


def _names(value: object, what: str, report: Report) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not names:
        report(f"{what} needs at least one name")
    return [_name(name, what, report) for name in names]


def _values(value: object, report: Report) -> tuple[str | int | bool, ...]:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(item, str | int | bool) for item in values):
        report("`is` needs one value or a list of values")
        return ()
    return tuple(values)


def _number(value: object, what: str, report: Report) -> int:
    if type(value) is not int or value < 1:
        report(f"{what} needs a whole number, 1 or more")
        return 1
    return value


_PARSERS: dict[str, Callable[[object, Report], Need]] = {
    "field": _field,
    "entries": _entries,
    "text": _text,
    "child": _child,
    "all": _all,
    "any": _any,
    "some": _some,
}

NeedIn = Annotated[Any, PlainValidator(parse_need)]
Words = Annotated[list[Text], BeforeValidator(lambda value: [value] if isinstance(value, str) else value), Field(min_length=1)]


class _Sourced(Entry):
    source: CitationIn
    evidence: Annotated[Evidence, Field(strict=False)]

    @property
    def citation(self) -> Citation:
        return self.source.to_model()


class CriterionIn(_Sourced):
    id: Slug
    label: Text
    why: Text
    marks: Annotated[list[NeedIn], Field(min_length=MOST_MARKS, max_length=MOST_MARKS)]
    improve: Annotated[list[Text], Field(min_length=MOST_MARKS, max_length=MOST_MARKS)]

    def to_model(self) -> Criterion:
        return Criterion(self.id, self.label, self.why, tuple(self.marks), tuple(self.improve), self.citation, self.evidence)


class CriticalGapIn(_Sourced):
    id: Slug
    label: Text
    ask: Text
    applies: NeedIn | None = None
    settled: NeedIn

    def to_model(self) -> CriticalGap:
        return CriticalGap(self.id, self.label, self.ask, self.applies, self.settled, self.citation, self.evidence)


class PoorFeatureIn(_Sourced):
    id: Slug
    label: Text
    improve: Text
    shown_by: NeedIn | None = None
    unless: NeedIn | None = None
    check: Annotated[PoorCheck, Field(strict=False)] | None = None
    costs: Annotated[int, Field(ge=0)]

    def to_model(self) -> PoorFeature:
        return PoorFeature(
            self.id, self.label, self.improve, self.shown_by, self.unless, self.check, self.costs, self.citation, self.evidence
        )


class TermIn(_Sourced):
    id: Slug
    kind: Annotated[TermKind, Field(strict=False)]
    words: Words
    only_if: Words | None = None
    unless: Words | None = None
    unless_met: NeedIn | None = None
    instead: Text
    why: Text

    def to_model(self) -> Term:
        return Term(
            self.id,
            self.kind,
            tuple(self.words),
            tuple(self.only_if or ()),
            tuple(self.unless or ()),
            self.unless_met,
            self.instead,
            self.why,
            self.citation,
            self.evidence,
        )


class BandIn(Entry):
    id: Slug
    label: Text
    lowest: Annotated[int, Field(ge=0)]
    meaning: Text


class FeatureIn(Entry):
    words: Words | None = None
    detect: Annotated[
        list[Annotated[Detector, Field(strict=False)]],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    ] = Field(default_factory=list)
    beside: Words | None = None

    def to_model(self, name: str) -> Feature:
        return Feature(name, tuple(self.words or ()), tuple(self.detect), tuple(self.beside or ()))


def _feature(raw: object) -> object:
    """Read a bare list as the words of a feature."""
    return {"words": raw} if isinstance(raw, str | list) else raw


class UnsafeIn(Entry):
    shown_by: NeedIn
    text: Text


class QualityGuideIn(_Sourced):
    """The file with what the criteria share."""

    bands: Annotated[list[BandIn], Field(min_length=1)]
    ask_first: Annotated[list[Slug], Field(min_length=1)]
    unsafe: UnsafeIn
    groups: dict[Slug, Words] = Field(default_factory=dict)
    features: dict[Slug, Annotated[FeatureIn, BeforeValidator(_feature)]]

    def to_model(self) -> QualityGuide:
        return QualityGuide(
            bands=tuple(Band(band.id, band.label, band.lowest, band.meaning) for band in self.bands),
            ask_first=tuple(self.ask_first),
            unsafe=self.unsafe.shown_by,
            unsafe_text=self.unsafe.text,
            groups=tuple((name, tuple(words)) for name, words in self.groups.items()),
            features=tuple(entry.to_model(name) for name, entry in self.features.items()),
            source=self.citation,
            evidence=self.evidence,
        )
