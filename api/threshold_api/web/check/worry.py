"""What worries the person: in their own words, or by area, or both."""

from __future__ import annotations

from dataclasses import dataclass, replace

from threshold_api.web.cases import with_part
from threshold_api.web.check.agencies import areas_first, is_adult_patient
from threshold_api.web.check.shapes import Outcome, agency_of
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_engine.model.guidance import Domain, Rulebook
from threshold_engine.narrative import LONGEST_TEXT

CONCERN, NO_CONCERN = "concern", "no-concern"
NOT_WORRIES = ("status", "protective")
"""What is known already and strengths: areas nobody worries about."""


@dataclass(frozen=True, slots=True)
class AreaChoice:
    id: str
    name: str
    ask: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WorryView:
    """
    Attributes:
        first: The areas most used where the person works.
        rest: All others.
        rest_open: Whether one of the others is chosen, so that they must be seen.
    """

    title: str
    hint: str
    narrative: str
    first: tuple[AreaChoice, ...]
    rest: tuple[AreaChoice, ...]
    rest_open: bool
    error: str | None


def worry_view(check: Check, rulebook: Rulebook, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None) -> WorryView:
    """Give the page with the answers so far, or as just typed."""
    adult = is_adult_patient(agency_of(check))
    chosen = set(typed.all("area")) if typed else set(concerns(check))
    known = {domain.id: domain for domain in rulebook.domains if domain.id not in NOT_WORRIES}
    first = [name for name in areas_first(agency_of(check)) if name in known]
    rest = [name for name in known if name not in first]
    return WorryView(
        title="What worries you about the patient’s children?" if adult else "What worries you?",
        hint=(
            "Write why the patient is here, who has the children now, and what you saw and heard."
            if adult
            else "Write what you saw and heard, and when. Use the child’s own words if you can."
        ),
        narrative=typed.one("narrative") if typed else str(check.case.get("narrative", "")),
        first=tuple(_choice(known[name], chosen) for name in first),
        rest=tuple(_choice(known[name], chosen) for name in rest),
        rest_open=any(name in chosen for name in rest),
        error=error_of(errors, "narrative"),
    )


def concerns(check: Check) -> tuple[str, ...]:
    """Give the areas the person worries about."""
    return tuple(name for name, said in check.case.get("domains", {}).items() if said == CONCERN)


def read_worry(check: Check, fields: Fields, rulebook: Rulebook) -> Outcome:
    """Take the text and the areas. Both may be left out."""
    text = fields.one("narrative")
    if len(text) > LONGEST_TEXT:
        words = f"Your text has {len(text):,} letters and spaces. Make it shorter than {LONGEST_TEXT:,}: only what matters now"
        return Outcome(check, (ErrorView("narrative", words),))
    chosen = set(fields.all("area"))
    case = {key: value for key, value in check.case.items() if key != "narrative"} | ({"narrative": text} if text else {})
    for domain in rulebook.domains:
        now = case.get("domains", {}).get(domain.id)
        if domain.id in chosen and domain.id not in NOT_WORRIES:
            case = with_part(case, "domains", domain.id, CONCERN)
        elif now == CONCERN:
            case = with_part(case, "domains", domain.id, None)
    return Outcome(replace(check, case=case))


def _choice(domain: Domain, chosen: set[str]) -> AreaChoice:
    return AreaChoice(domain.id, domain.name, domain.ask, domain.id in chosen)
