"""What the text seems to say and what stands in the chosen areas: the person ticks, nothing is ticked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from threshold_api.web.cases import status_of, with_observation, with_part
from threshold_api.web.check.identifiers import identifiers_words
from threshold_api.web.check.shapes import Outcome
from threshold_api.web.check.worry import CONCERN, NO_CONCERN, concerns
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_engine import spec
from threshold_engine.case import read_case
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Indicator
from threshold_engine.model.narrative import Narrative, SetAside, Suggestion
from threshold_engine.model.reading import Turn
from threshold_engine.model.words import Kind, Status
from threshold_engine.narrative import LITTLE, read_narrative

PRESENT, ABSENT = "present", "absent"
UNBORN = "unborn"
WORST = 4
MOST_SIGNS = 70
"""Signs of chosen areas on one page. Where there would be more, the gravest are shown, and the questions ask about the rest."""
MARKS = {
    Turn.HISTORIC: "Your text says this was in the past.",
    Turn.HEDGED: "Your text says this is possible, not certain.",
    Turn.DENIED: "Your text says somebody denies this.",
    Turn.HYPOTHETICAL: "Your text says this may happen.",
    Turn.OTHER_PERSON: "This may be about somebody else.",
    Turn.REPORTED: "Somebody else told you this.",
    Turn.DISCLOSED: "Said by the child or young person.",
}


@dataclass(frozen=True, slots=True)
class SuggestedView:
    """
    A sign the text speaks of.

    Attributes:
        quote: The exact words it rests on.
        marks: How the text speaks of it: past, possible, denied, and so on.
    """

    id: str
    ask: str
    quote: str
    marks: tuple[str, ...]
    ticked: bool


@dataclass(frozen=True, slots=True)
class SignView:
    id: str
    ask: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class AreaView:
    """
    One area the person chose.

    Attributes:
        clear: Whether "no worry here" is offered: only where the text speaks of no sign of the area.
    """

    id: str
    name: str
    signs: tuple[SignView, ...]
    clear: bool
    cleared: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class AgeView:
    """The age as the text gives it, for the person to confirm."""

    words: str
    value: str
    label: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class SignsView:
    """
    Attributes:
        identifiers: What in the text could tell who somebody is, counted and never quoted.
        hints: Signs that few words of the text speak for.
        said_present, said_absent: What was said before and stands nowhere else on the page.
        nothing_read: There is a text, and it speaks of no sign we know.
        gravest_only: So many areas were chosen that their milder signs are left to the questions.
    """

    identifiers: str | None
    age: AgeView | None
    suggested: tuple[SuggestedView, ...]
    denied: tuple[SuggestedView, ...]
    hints: tuple[SuggestedView, ...]
    areas: tuple[AreaView, ...]
    strengths: tuple[SignView, ...]
    said_present: tuple[SignView, ...]
    said_absent: tuple[SignView, ...]
    nothing_read: bool
    gravest_only: bool


@dataclass(frozen=True, slots=True)
class Area:
    """
    A chosen area and its signs, the worst first, without those the text speaks of.

    Attributes:
        read: Whether the text speaks of a sign of this area.
    """

    id: str
    name: str
    signs: tuple[Indicator, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class SignsPage:
    """
    What the page of signs holds, worked out once for showing it and for reading its form.

    Attributes:
        asks: The plain question of each sign the text speaks of.
        said: Signs recorded before that stand nowhere else on the page.
        gravest_only: Whether the milder signs of the areas are left out.
    """

    check: Check
    narrative: Narrative | None
    areas: tuple[Area, ...]
    strengths: tuple[Indicator, ...]
    asks: Mapping[str, str]
    said: tuple[Indicator, ...]
    gravest_only: bool

    def suggestions(self, *, absent: bool) -> Iterator[Suggestion]:
        """Give what the text says is not so, or all the rest."""
        for found in self.narrative.suggestions if self.narrative else ():
            if (found.status is Status.ABSENT) is absent:
                yield found

    def hints(self) -> tuple[SetAside, ...]:
        """Give what few words of the text speak for: shown apart, so that nothing found is dropped."""
        return tuple(_hints(self.narrative))


def signs_page(check: Check, edition: Edition) -> SignsPage:
    """
    Read the text and lay out the areas.

    Raises:
        FactsError: The text is too long to be read.
    """
    rulebook = edition.rulebook
    text, age = check.case.get("narrative"), check.case.get("child", {}).get("age")
    narrative = read_narrative(text, rulebook, age=age) if text else None
    named = {found.indicator for found in narrative.suggestions} if narrative else set()
    named |= {hint.indicator for hint in _hints(narrative)}
    child = read_case({"child": dict(check.case.get("child", {}))}).child
    chosen = set(concerns(check))
    shown = [
        sign
        for sign in edition.indicators.values()
        if sign.id not in named and (sign.age is None or spec.in_band(sign.age, child) is not False)
    ]
    in_areas = [sign for sign in shown if sign.domain in chosen]
    listed = _gravest(in_areas)
    areas = tuple(
        Area(
            domain.id,
            domain.name,
            tuple(_worst_first(sign for sign in listed if sign.domain == domain.id)),
            any(edition.indicators[name].domain == domain.id for name in named & edition.indicators.keys()),
        )
        for domain in rulebook.domains
        if domain.id in chosen
    )
    asks = {sign.id: sign.ask for sign in rulebook.indicators if sign.id in named}
    strengths = tuple(sign for sign in shown if sign.kind is Kind.STRENGTH)
    elsewhere = named | {sign.id for sign in (*listed, *strengths)}
    recorded = [row["indicator"] for row in check.case.get("observations", [])]
    said = tuple(edition.indicators[name] for name in recorded if name in edition.indicators and name not in elsewhere)
    return SignsPage(check, narrative, areas, strengths, asks, said, len(listed) < len(in_areas))


def _hints(narrative: Narrative | None) -> Iterator[SetAside]:
    for found in narrative.set_aside if narrative else ():
        if found.because == LITTLE:
            yield found


def signs_view(page: SignsPage, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None) -> SignsView:
    """Give the page with what is ticked so far, or as just ticked."""

    def ticked(name: str, status: str) -> bool:
        return name in typed.all(status) if typed else status_of(page.check.case, name) == status

    def suggested(absent: bool) -> tuple[SuggestedView, ...]:
        status = ABSENT if absent else PRESENT
        return tuple(
            SuggestedView(
                found.indicator, page.asks[found.indicator], found.words, _marks(found), ticked(found.indicator, status)
            )
            for found in page.suggestions(absent=absent)
        )

    def boxes(signs: Iterable[Indicator], status: str = PRESENT) -> tuple[SignView, ...]:
        return tuple(SignView(sign.id, sign.ask, ticked(sign.id, status)) for sign in signs)

    def said(status: str) -> tuple[SignView, ...]:
        return boxes((sign for sign in page.said if status_of(page.check.case, sign.id) == status), status)

    return SignsView(
        identifiers=identifiers_words(page.narrative.identifiers) if page.narrative else None,
        age=_age(page, typed),
        suggested=suggested(False),
        denied=suggested(True),
        hints=tuple(
            SuggestedView(found.indicator, page.asks[found.indicator], found.words, (), ticked(found.indicator, PRESENT))
            for found in page.hints()
        ),
        areas=tuple(
            AreaView(
                id=area.id,
                name=area.name,
                signs=boxes(area.signs),
                clear=not area.read,
                cleared=bool(typed and area.id in typed.all("clear")),
                error=error_of(errors, f"clear-{area.id}"),
            )
            for area in page.areas
        ),
        strengths=boxes(page.strengths),
        said_present=said(PRESENT),
        said_absent=said(ABSENT),
        nothing_read=page.narrative is not None and not page.narrative.suggestions and not page.hints(),
        gravest_only=page.gravest_only,
    )


def read_signs(page: SignsPage, fields: Fields) -> Outcome:
    """Take what was ticked. What is not ticked stays unknown."""
    errors = tuple(_both(page, fields))
    if errors:
        return Outcome(page.check, errors)
    case = dict(page.check.case)
    for absent in (False, True):
        status = ABSENT if absent else PRESENT
        for found in page.suggestions(absent=absent):
            case = _ticked(case, fields, found.indicator, status, basis=found.basis, when=found.when)
    for hint in page.hints():
        case = _ticked(case, fields, hint.indicator, PRESENT)
    for sign in (*(sign for area in page.areas for sign in area.signs), *page.strengths):
        case = _ticked(case, fields, sign.id, PRESENT)
    for sign in page.said:
        case = _ticked(case, fields, sign.id, status_of(page.check.case, sign.id) or PRESENT)
    for area in page.areas:
        case = with_part(case, "domains", area.id, NO_CONCERN if not area.read and area.id in fields.all("clear") else CONCERN)
    age = page.narrative.age if page.narrative else None
    unsure = page.check.unsure
    if age is not None and fields.one("age") == age.value and "age" not in case.get("child", {}):
        case = with_part(case, "child", "age", age.value)
        unsure -= {"child.age"}
    return Outcome(replace(page.check, case=case, unsure=unsure))


def _ticked(case: dict[str, Any], fields: Fields, name: str, status: str, **more: object) -> dict[str, Any]:
    if name in fields.all(status):
        return with_observation(case, name, status, **more)
    return with_observation(case, name, None) if status_of(case, name) == status else case


def _both(page: SignsPage, fields: Fields) -> Iterator[ErrorView]:
    """Find areas in which both a sign and "no worry here" were ticked."""
    present, clear = set(fields.all(PRESENT)), set(fields.all("clear"))
    for area in page.areas:
        if area.id in clear and any(sign.id in present for sign in area.signs):
            yield ErrorView(
                f"clear-{area.id}", f"{area.name}: you ticked a sign and also “no worry here”. Keep the one that is right"
            )


def _age(page: SignsPage, typed: Fields | None) -> AgeView | None:
    read = page.narrative.age if page.narrative else None
    if read is None or "age" in page.check.case.get("child", {}):
        return None
    label = "Yes, the child is not born yet" if read.value == UNBORN else f"Yes, the child is {read.value} old"
    return AgeView(read.words, read.value, label, bool(typed and typed.one("age") == read.value))


def _marks(found: Suggestion) -> tuple[str, ...]:
    turns = dict.fromkeys(turned.turn for turned in found.context)
    return tuple(MARKS[Turn(turn)] for turn in turns if turn in MARKS)


def _gravest(signs: list[Indicator]) -> list[Indicator]:
    """Keep as many levels, the worst first, as fit on a page; level 4 in any case."""
    for level in (1, 2, 3):
        kept = [sign for sign in signs if sign.level >= level]
        if len(kept) <= MOST_SIGNS:
            return kept
    return [sign for sign in signs if sign.level >= WORST]


def _worst_first(signs: Iterable[Indicator]) -> list[Indicator]:
    rank = {Kind.RISK: 0, Kind.CONTEXT: 1, Kind.STRENGTH: 2}
    return sorted(signs, key=lambda sign: (rank[sign.kind], -sign.level, sign.label))
