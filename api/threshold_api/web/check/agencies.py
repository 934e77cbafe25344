"""Where somebody can be when they worry about a child, and the areas that come up there most."""

from __future__ import annotations

ED_ADULT = "ed-adult"
MAIN = ("ed-paediatric", ED_ADULT, "school")

_HOSPITAL = (
    "abuse-physical",
    "abuse-neglect",
    "child-health",
    "child-emotional-behavioural",
    "domestic-abuse",
    "exploitation-cce",
)
_ADULT = ("parental-mental-health", "parental-substance", "domestic-abuse", "abuse-neglect", "pre-birth", "parental-offending")
_SCHOOL = ("abuse-physical", "abuse-neglect", "child-education", "child-emotional-behavioural", "exploitation-cce", "online-harm")
_BABIES = ("pre-birth", "abuse-physical", "abuse-neglect", "domestic-abuse", "parental-substance", "parental-mental-health")
_YOUNG = ("exploitation-cse", "abuse-sexual", "exploitation-cce", "online-harm", "child-emotional-behavioural", "missing")
_STREET = ("domestic-abuse", "exploitation-cce", "missing", "abuse-neglect", "exploitation-cse", "parental-offending")
_HOME = ("family-environment", "abuse-neglect", "domestic-abuse", "parental-mental-health", "parental-substance", "parenting")
_ANYONE = ("abuse-physical", "abuse-neglect", "abuse-sexual", "abuse-emotional", "domestic-abuse", "exploitation-cse")
_FIRST = {
    "ed-paediatric": _HOSPITAL,
    ED_ADULT: _ADULT,
    "school": _SCHOOL,
    "early-years": _BABIES,
    "health-visitor": _BABIES,
    "midwife": _BABIES,
    "sexual-health": _YOUNG,
    "mental-health": _ADULT,
    "police": _STREET,
    "probation": _STREET,
    "housing": _HOME,
    "social-care": _HOME,
}


def areas_first(agency: str | None) -> tuple[str, ...]:
    """Give the areas to show first to somebody who works there."""
    return _FIRST.get(agency, _ANYONE) if agency is not None else _ANYONE


def is_adult_patient(agency: str | None) -> bool:
    """Tell whether the person in front of the worker is an adult, so that the children are elsewhere."""
    return agency == ED_ADULT
