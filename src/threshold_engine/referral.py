"""
Reading a referral.

A mapping (from YAML, JSON or a form) becomes a frozen Referral. Strict like case.py: an
unknown key or a value of the wrong kind is refused, all at once, each with its place and
the way out. Everything may be left out: an unfinished referral is read as far as it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from threshold_engine.case import CaseIn, Day, Long, Short, TimeOfDay, read_case
from threshold_engine.errors import FactsError, Problem
from threshold_engine.model import referral as model
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.referral import Referral
from threshold_engine.schema.messages import problem_of, shortened

MOST_ENTRIES = 200
LARGEST_NUMBER = 9_999_999_999
"""An NHS number has ten digits."""


def _word(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _told(value: object) -> object:
    return str(value) if type(value) is int and 0 <= value <= LARGEST_NUMBER else value


def _day_told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else _told(value)


def _or(*words: str) -> WithJsonSchema:
    """Say that yes and no may be written as true and false."""
    return WithJsonSchema({"anyOf": [{"type": "string", "enum": list(words)}, {"type": "boolean"}]})


_NUMBER_OR_WORDS = WithJsonSchema(
    {"anyOf": [{"type": "string", "maxLength": 200}, {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}]}
)
_YES_OR_WORDS = WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 200}, {"type": "boolean"}]})
YesNo = Annotated[Literal["yes", "no"], BeforeValidator(_word), _or("yes", "no")]
YesNoUnknown = Annotated[Literal["yes", "no", "unknown"], BeforeValidator(_word), _or("yes", "no", "unknown")]
AnswerOfFamily = Annotated[Literal["yes", "no", "not-asked"], BeforeValidator(_word), _or("yes", "no", "not-asked")]
YesOrWords = Annotated[Short, BeforeValidator(_word), _YES_OR_WORDS]
NumberOrWords = Annotated[Short, BeforeValidator(_told), _NUMBER_OR_WORDS]
DayOrWords = Annotated[Short, BeforeValidator(_day_told), _NUMBER_OR_WORDS]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CarerIn(_In):
    name: Short | None = None
    relationship: Short | None = None
    parental_responsibility: YesNoUnknown | None = None


class IdentityIn(_In):
    """Who the child is."""

    name: Short | None = None
    date_of_birth: Day | None = None
    address: Short | None = None
    school: Annotated[Short | None, Field(description="School, nursery or college, or that there is none.")] = None
    gp: Short | None = None
    nhs_number: NumberOrWords | None = None
    upn: Annotated[NumberOrWords | None, Field(description="Unique pupil number.")] = None
    carers: Annotated[list[CarerIn], Field(max_length=MOST_ENTRIES)] = []


class ReferrerIn(_In):
    """Who writes, and how to reach them."""

    name: Short | None = None
    role: Short | None = None
    agency_team: Annotated[
        Short | None, Field(description="The exact team, for example emergency department, children's side.")
    ] = None
    phone: Short | None = None
    email: Short | None = None
    relationship_to_child: Short | None = None
    seen_child_on: Day | None = None
    sent_on: Day | None = None
    sent_at: TimeOfDay | None = None
    available_until: Annotated[Short | None, Field(description="Until when you can be reached, and who can be after that.")] = (
        None
    )
    source_detail: Short | None = None
    source_reason: Annotated[Long | None, Field(description="Source codes 8, 9 and 10 need a reason.")] = None


class PersonIn(_In):
    name: Short | None = None
    age: Annotated[NumberOrWords | None, Field(examples=["7 years", "unborn"])] = None
    relationship: Short | None = None
    lives_with_child: YesNoUnknown | None = None
    safe_tonight: YesNoUnknown | None = None


class EventIn(_In):
    on: Annotated[DayOrWords | None, Field(description="A day, or a month or year in words.")] = None
    what: Long | None = None
    outcome: Long | None = None
    source: Short | None = None


class AttemptIn(_In):
    what: Long | None = None
    on: DayOrWords | None = None
    by: Short | None = None
    result: Long | None = None


class ConsentIn(_In):
    """Who asked the family, when, and what they said."""

    consent_asked_by: Short | None = None
    asked_on: Day | None = None
    answer: AnswerOfFamily | None = None
    parents_told: YesNo | None = None
    reason: Annotated[Long | None, Field(description="If not asked or not told: how it would raise risk or lose time.")] = None


class DiversityIn(_In):
    ethnicity: Short | None = None
    first_language: Short | None = None
    interpreter: YesOrWords | None = None
    religion: Short | None = None
    disability: YesOrWords | None = None
    communication: Short | None = None
    sex: Short | None = None
    orientation_or_gender: Short | None = None
    not_asked_because: Long | None = None


class AdultNeedsIn(_In):
    """Each need in words, or `known-none`, `not-known` or `asked-no`."""

    who: Short | None = None
    mental_health: Long | None = None
    substances: Long | None = None
    domestic_abuse: Long | None = None
    learning_disability: Long | None = None
    immigration_or_money: Long | None = None


class SafetyTonightIn(_In):
    where: Short | None = None
    with_whom: Short | None = None
    until: Short | None = None
    unsafe_if: Long | None = None
    done_so_far: Long | None = None
    safe: YesNoUnknown | None = None


class LevelViewIn(_In):
    level: Annotated[int, Field(ge=1, le=4)] | None = None
    matrix_item: Short | None = None
    why_not_lower: Long | None = None
    why_not_higher: Long | None = None


class RequestIn(_In):
    kind: Literal["advice", "action"] | None = None
    outcome_wanted: Long | None = None
    we_will: Annotated[Long | None, Field(description="What you will go on doing for the child.")] = None
    reply_to: Annotated[Short | None, Field(description="How and when you wish to be told.")] = None
    service: Short | None = None


class DetailsIn(_In):
    """What a referral tells beside the case."""

    identity: IdentityIn = IdentityIn()
    referrer: ReferrerIn = ReferrerIn()
    worry: Annotated[Long | None, Field(description="What exactly, when, how often, who saw it.")] = None
    child_voice: Annotated[Long | None, Field(description="The child's own words, or what a baby did.")] = None
    impact: Long | None = None
    strengths_text: Long | None = None
    parents_views: Long | None = None
    household: Annotated[list[PersonIn], Field(max_length=MOST_ENTRIES)] = []
    chronology: Annotated[list[EventIn], Field(max_length=MOST_ENTRIES)] = []
    analysis: Long | None = None
    tried: Annotated[list[AttemptIn], Field(max_length=MOST_ENTRIES)] = []
    sharing: ConsentIn = ConsentIn()
    diversity: DiversityIn = DiversityIn()
    adults_needs: Annotated[list[AdultNeedsIn], Field(max_length=MOST_ENTRIES)] = []
    safety_tonight: SafetyTonightIn = SafetyTonightIn()
    level_view: LevelViewIn = LevelViewIn()
    request: RequestIn = RequestIn()
    sibling_texts: Annotated[
        list[Long], Field(max_length=20, description="What was sent about brothers and sisters, to compare.")
    ] = []


class ReferralIn(DetailsIn, CaseIn):
    """A case and what a screener needs to read with it. Every field is optional."""


def read_referral(mapping: Mapping[str, Any], rulebook: Rulebook | None = None) -> Referral:
    """
    Read a referral.

    Args:
        mapping: In the shape of ReferralIn.
        rulebook: If given, names and answers are checked against it as well.

    Raises:
        FactsError: Something is wrong; every problem is listed.
    """
    if not isinstance(mapping, Mapping):
        raise FactsError([_not_a_referral(mapping)])
    problems: list[Problem] = []
    case, details = None, None
    try:
        case = read_case({key: value for key, value in mapping.items() if key in CaseIn.model_fields}, rulebook)
    except FactsError as error:
        problems += error.problems
    try:
        details = DetailsIn.model_validate({key: value for key, value in mapping.items() if key not in CaseIn.model_fields})
    except ValidationError as error:
        problems += _worded(error)
    if case is None or details is None:
        raise FactsError(problems)
    return Referral(case=case, **{name: _frozen(getattr(details, name)) for name in DetailsIn.model_fields})


def _not_a_referral(given: object) -> Problem:
    return Problem(
        "referral",
        "NOT_A_CASE",
        f"`{shortened(repr(given))}` is not a referral",
        "start with a field such as narrative: or worry:",
    )


def _worded(error: ValidationError) -> list[Problem]:
    """Word the validator's findings: one for each place."""
    found: dict[str, Problem] = {}
    for item in error.errors(include_url=False):
        steps = [shortened(str(step)) for step in item["loc"] if not str(step).startswith(("function-", "literal["))]
        where = ".".join(steps) or "referral"
        found.setdefault(where, problem_of(item, where, ReferralIn))
    return list(found.values())


_TYPES: dict[type[BaseModel], type[Any]] = {
    CarerIn: model.Carer,
    IdentityIn: model.Identity,
    ReferrerIn: model.Referrer,
    PersonIn: model.Person,
    EventIn: model.Event,
    AttemptIn: model.Attempt,
    ConsentIn: model.Consent,
    DiversityIn: model.Diversity,
    AdultNeedsIn: model.AdultNeeds,
    SafetyTonightIn: model.SafetyTonight,
    LevelViewIn: model.LevelView,
    RequestIn: model.Request,
}
"""The frozen type of each shape; its fields are the same."""


def _frozen(given: object) -> Any:
    if isinstance(given, BaseModel):
        return _TYPES[type(given)](**{name: _frozen(getattr(given, name)) for name in type(given).model_fields})
    if isinstance(given, list):
        return tuple(_frozen(item) for item in given)
    if isinstance(given, str):
        return given if given.strip() else None
    return given
