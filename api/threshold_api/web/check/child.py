"""Where the person is, and how old the child is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from threshold_api.web.cases import with_part
from threshold_api.web.check.agencies import MAIN, is_adult_patient
from threshold_api.web.check.ages import UNDER_ONE, read_age
from threshold_api.web.check.shapes import NOT_SURE, Option, Outcome, agency_of, options
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_api.web.words import AGENCIES
from threshold_engine.schema.ages import MONTHS_IN_YEAR, parse_age

AGE, AGENCY = "child.age", "setting.agency"
ELSEWHERE, OTHER = "elsewhere", "other"
UNBORN, BABY, YEARS = "unborn", "baby", "years"
UNITS = (("week", "weeks"), ("month", "months"), ("day", "days"))
WRONG_AGE = "Write the age as a number, for example 13 weeks, 3 months or 7"


@dataclass(frozen=True, slots=True)
class ChildView:
    """
    Attributes:
        where, agency: Where the person is; ``agency`` is the place chosen from the list of other places.
        who: ``unborn``, ``baby``, ``years`` or ``not-sure``.
        baby_age, years: As typed.
    """

    legend: str
    hint: str | None
    where: str | None
    places: tuple[Option, ...]
    agency: str
    other_places: tuple[Option, ...]
    who: str | None
    baby_age: str
    baby_unit: str
    units: tuple[Option, ...]
    years: str
    where_error: str | None
    who_error: str | None
    baby_error: str | None
    years_error: str | None


def child_view(check: Check, errors: tuple[ErrorView, ...] = (), typed: Fields | None = None) -> ChildView:
    """Give the page with the answers so far, or as just typed."""
    known = typed or _as_typed(check)
    adult = is_adult_patient(known.one("where"))
    return ChildView(
        legend="How old is the youngest of the patient’s children?" if adult else "How old is the child?",
        hint=None if adult else "If the patient is an adult, think of their youngest child.",
        where=known.one("where") or None,
        places=options([*((name, AGENCIES[name]) for name in MAIN), (ELSEWHERE, "Somewhere else"), (NOT_SURE, "Not sure")]),
        agency=known.one("agency") or OTHER,
        other_places=options((name, words) for name, words in AGENCIES.items() if name not in MAIN),
        who=known.one("who") or None,
        baby_age=known.one("baby_age"),
        baby_unit=known.one("baby_unit") or UNITS[0][0],
        units=options(UNITS),
        years=known.one("years"),
        where_error=error_of(errors, "where"),
        who_error=error_of(errors, "who"),
        baby_error=error_of(errors, "baby_age"),
        years_error=error_of(errors, "years"),
    )


def read_child(check: Check, fields: Fields) -> Outcome:
    """Take the answers."""
    errors: list[ErrorView] = []
    agency = _agency(fields)
    if agency is None:
        errors.append(ErrorView("where", "Choose where you are, or choose not sure"))
    age = _age(fields, errors)
    if errors:
        return Outcome(check, tuple(errors))
    unsure = check.unsure - {AGE, AGENCY}
    unsure |= {name for name, said in ((AGE, age), (AGENCY, agency)) if said == NOT_SURE}
    case = with_part(check.case, "child", "age", None if age == NOT_SURE else age)
    case = with_part(case, "setting", "agency", None if agency == NOT_SURE else agency)
    return Outcome(replace(check, case=case, unsure=unsure))


def _agency(fields: Fields) -> str | None:
    where = fields.one("where")
    if where == ELSEWHERE:
        chosen = fields.one("agency")
        return chosen if chosen in AGENCIES else OTHER
    return where if where in (*MAIN, NOT_SURE) else None


def _age(fields: Fields, errors: list[ErrorView]) -> str | None:
    match fields.one("who") or _implied(fields):
        case "unborn" | "not-sure" as said:
            return said
        case "baby":
            return _typed_age(fields, "baby_age", _unit(fields), UNDER_ONE, errors)
        case "years":
            return _typed_age(fields, "years", "year", None, errors)
        case _:
            errors.append(ErrorView("who", "Choose how old the child is, or choose not sure"))
            return None


def _implied(fields: Fields) -> str:
    """An age that was typed without choosing the radio above it."""
    given = [name for name, field in ((BABY, "baby_age"), (YEARS, "years")) if fields.one(field)]
    return given[0] if len(given) == 1 else ""


def _unit(fields: Fields) -> str:
    chosen = fields.one("baby_unit")
    return chosen if chosen in dict(UNITS) else UNITS[0][0]


def _typed_age(fields: Fields, field: str, unit: str, if_blank: str | None, errors: list[ErrorView]) -> str | None:
    typed = fields.one(field)
    found = read_age(typed, unit) if typed else if_blank
    if found is None:
        errors.append(ErrorView(field, WRONG_AGE))
    return found


def _as_typed(check: Check) -> Fields:
    """Write the answers so far as the form would send them."""
    values: dict[str, str] = {}
    agency, age = agency_of(check), check.case.get("child", {}).get("age")
    if agency is not None:
        values |= {"where": agency} if agency in MAIN else {"where": ELSEWHERE, "agency": agency}
    elif AGENCY in check.unsure:
        values["where"] = NOT_SURE
    if age == UNBORN or (age is None and AGE in check.unsure):
        values["who"] = UNBORN if age == UNBORN else NOT_SURE
    elif age is not None:
        values |= _age_as_typed(age)
    return Fields({name: (value,) for name, value in values.items()})


def _age_as_typed(age: str) -> dict[str, str]:
    if age == UNDER_ONE:
        return {"who": BABY}
    months = parse_age(age)
    if months is not None and months[0] < MONTHS_IN_YEAR:
        number, _, unit = age.partition(" ")
        single = unit.removesuffix("s")
        return {"who": BABY, "baby_age": number, "baby_unit": single} if single in dict(UNITS) else {"who": BABY, "baby_age": age}
    return {"who": YEARS, "years": age.removesuffix("s").removesuffix(" year")}
