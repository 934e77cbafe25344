"""What the check already knows, in words: shown on the pages and in the printed referral."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from threshold_api.web.referral.draft import Draft
from threshold_api.web.words import AGENCIES, level_title
from threshold_engine.model.case import Case, Observation
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Kind, Status

BASIS = {
    "observed": "seen",
    "disclosed": "the child told",
    "reported": "told by someone else",
    "suspected": "suspected",
}
YES_NO = {True: "Yes", False: "No"}
DANGER = ("immediate_danger", "child_location_known", "child_seen")


@dataclass(frozen=True, slots=True)
class KnownView:
    """One thing that is known: a label, and its value or values."""

    label: str
    values: tuple[str, ...]


def known_in(kinds: tuple[str, ...], draft: Draft, rulebook: Rulebook) -> tuple[KnownView, ...]:
    """Give what is known of some kinds: ``child``, ``self``, ``danger``, ``signs``, ``strengths``, ``level``, ``agency``."""
    writers: Mapping[str, Callable[[], Iterator[KnownView]]] = {
        "child": lambda: _child(draft.referral.case),
        "self": lambda: _self(draft.referral.case),
        "danger": lambda: _answers(draft.referral.case, rulebook, DANGER),
        "signs": lambda: _signs(draft.referral.case, rulebook),
        "strengths": lambda: _strengths(draft.referral.case, rulebook),
        "level": lambda: _level(draft),
        "agency": lambda: _agency(draft.referral.case),
    }
    return tuple(view for kind in kinds for view in writers[kind]())


def other_answers(case: Case, rulebook: Rulebook) -> tuple[KnownView, ...]:
    """Give the named answers of the check that no page shows."""
    return tuple(_answers(case, rulebook, tuple(name for name in case.answers if name not in DANGER)))


def _child(case: Case) -> Iterator[KnownView]:
    child = case.child
    if child.unborn:
        yield KnownView("Age", ("unborn",))
    if child.age is not None:
        yield KnownView("Age", (child.age.words,))
    for label, value in (("Can move about", child.mobile), ("In care", child.looked_after)):
        if value is not None:
            yield KnownView(label, (YES_NO[value],))


def _self(case: Case) -> Iterator[KnownView]:
    if case.child.disabled is not None:
        yield KnownView("Disabled", (YES_NO[case.child.disabled],))


def _answers(case: Case, rulebook: Rulebook, names: tuple[str, ...]) -> Iterator[KnownView]:
    asked: Mapping[str, str] = {question.id: question.ask for question in rulebook.questions}
    for name in names:
        value = case.answers.get(name)
        if value is not None:
            words = YES_NO[value] if isinstance(value, bool) else str(value).replace("-", " ")
            yield KnownView(asked[name], (words,))


def _signs(case: Case, rulebook: Rulebook) -> Iterator[KnownView]:
    for label, status in (("Signs you ticked", Status.PRESENT), ("Looked for and not found", Status.ABSENT)):
        found = _observed(case, rulebook, status, (Kind.RISK, Kind.CONTEXT))
        if found:
            yield KnownView(label, found)


def _strengths(case: Case, rulebook: Rulebook) -> Iterator[KnownView]:
    found = _observed(case, rulebook, Status.PRESENT, (Kind.STRENGTH,))
    if found:
        yield KnownView("Strengths you ticked", found)


def _observed(case: Case, rulebook: Rulebook, status: Status, kinds: tuple[Kind, ...]) -> tuple[str, ...]:
    labels = {indicator.id: indicator.label for indicator in rulebook.indicators if indicator.kind in kinds}
    return tuple(
        _sign(labels[item.indicator], item) for item in case.observations if item.status is status and item.indicator in labels
    )


def _sign(label: str, item: Observation) -> str:
    how = [BASIS[item.basis]] if item.basis in BASIS else []
    if item.when == "historic":
        how.append("in the past")
    return f"{label} ({', '.join(how)})" if how else label


def _level(draft: Draft) -> Iterator[KnownView]:
    level, case = draft.assessment.level, draft.referral.case
    low, high = level.range
    could = f" It could be level {low} to {high} with the answers still open." if low != high else ""
    yield KnownView("Suggested by this service", (f"{level_title(level.suggested, level.name)}.{could}",))
    if case.referrer_view is not None:
        yield KnownView("Your own view before you saw it", (_view(case.referrer_view.level, case.referrer_view.why),))
    disagreed = draft.check.disagreement
    if disagreed is not None:
        yield KnownView("You disagreed", (_view(disagreed["level"], disagreed.get("why")),))


def _view(level: int, why: str | None) -> str:
    return f"Level {level}. {why}" if why else f"Level {level}"


def _agency(case: Case) -> Iterator[KnownView]:
    agency = case.setting.get("agency")
    if agency is not None:
        yield KnownView("You write from", (AGENCIES[agency],))
