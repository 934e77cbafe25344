"""The answer page: an assessment, and what the person holds, as views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from threshold_api.web.answer.picture import PictureView, picture
from threshold_api.web.answer.trials import TrialView, trial_view, way_of
from threshold_api.web.answer.why import (
    MOST_DUTIES,
    DutyView,
    ListOfBlocked,
    ListOfWays,
    WhyView,
    doubts,
    duties,
    held_back,
    lowering,
    raising,
    why,
)
from threshold_api.web.answer.words import (
    SourceView,
    day_words,
    knows_too_little,
    level_words,
    range_words,
    sentence,
    source_view,
    urgency_words,
)
from threshold_api.web.visits import Check
from threshold_api.web.words import dial
from threshold_engine.model.assessment import Assessment, ContactAnswer, ExploitationAnswer
from threshold_engine.model.edition import Edition

TOO_LITTLE_HEADING = "We know too little to say"
EMERGENCY = "999"


@dataclass(frozen=True, slots=True)
class ContactView:
    name: str
    phone: str
    dial: str
    use_for: str
    hours: str
    checked: str


@dataclass(frozen=True, slots=True)
class HeadView:
    """
    The answer in a few words.

    Attributes:
        unknown: Nothing was found, and a serious worry is still open.
        colour: The rung of the ladder: ``red``, ``amber``, ``green`` or ``blue``; ``unknown`` where too little is known.
        phone: Who to phone first, where it is urgent.
    """

    heading: str
    meaning: str
    could_be: str | None
    unknown: bool
    call_999: bool
    colour: str
    label: str
    urgency: str
    phone: ContactView | None
    picture: PictureView


@dataclass(frozen=True, slots=True)
class OpinionView:
    """
    A level that the person holds, and why.

    Attributes:
        words: The level with its name.
        compared: How it lies beside the suggestion.
    """

    level: int
    words: str
    compared: str
    why: str | None


@dataclass(frozen=True, slots=True)
class DoView:
    """What to do now."""

    pathway: str
    contacts: tuple[ContactView, ...]
    steps: tuple[str, ...]
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class SharingView:
    heading: str
    text: str
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    heading: str
    because: str


@dataclass(frozen=True, slots=True)
class ExploitationView:
    """
    Spotting the Signs.

    Attributes:
        groups: A title with the signs under it; groups without any are left out.
        triggers: What must happen, and why.
        analysis: What a professional analysis still has to say; empty if it is given.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...]
    category: str | None
    handling: str | None
    triggers: tuple[tuple[str, str], ...]
    analysis: tuple[str, ...]
    review_by: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    ask: str
    because: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """
    Everything on the page, in its order.

    Attributes:
        further_duties: Those that stand on the page with their name and time only.
    """

    address: str
    head: HeadView
    channels_differ: bool
    trial: TrialView | None
    own: OpinionView | None
    disagreement: OpinionView | None
    do: DoView
    duties: tuple[DutyView, ...]
    further_duties: tuple[DutyView, ...]
    sharing: SharingView
    why: WhyView
    review: ReviewView | None
    held_back: ListOfBlocked
    raising: ListOfWays
    lowering: ListOfWays
    doubts: ListOfWays
    strengths: tuple[str, ...]
    exploitation: ExploitationView | None
    questions: tuple[QuestionView, ...]
    questions_left: int
    caveats: tuple[str, ...]
    guidance: str
    status: str
    digest: str
    highest: bool
    lowest: bool


def answer_view(check: Check, found: Assessment, edition: Edition, tried: Assessment | None = None) -> AnswerView:
    """
    Turn an answer into the page.

    Args:
        tried: The answer with the changes of the trial, if one is under way.
    """
    own = opinion(check.case.get("referrer_view"), found, edition)
    held = opinion(check.disagreement, found, edition)
    trial = trial_view(way_of(check.trial), found, tried) if tried is not None else None
    marks = {each.level: words for each, words in ((own, "Your view"), (trial, "If so")) if each is not None}
    questions = found.ask_next or ()
    all_duties = duties(found)
    first = [question for question in questions if question.screen == questions[0].screen]
    return AnswerView(
        address=f"/check/{check.id}",
        head=_head(found, edition, marks),
        channels_differ=not found.channels.agree,
        trial=trial,
        own=own,
        disagreement=held,
        do=DoView(
            pathway=found.response.pathway,
            contacts=tuple(_contact(contact) for contact in found.response.contacts),
            steps=found.response.steps,
            source=source_view(found.response.source) if found.response.source else None,
        ),
        duties=all_duties[:MOST_DUTIES],
        further_duties=all_duties[MOST_DUTIES:],
        sharing=_sharing(found),
        why=why(found),
        review=_review(found, edition),
        held_back=held_back(found, edition),
        raising=raising(found),
        lowering=lowering(found),
        doubts=doubts(found),
        strengths=tuple(strength.label for strength in found.strengths),
        exploitation=_exploitation(found.exploitation),
        questions=tuple(QuestionView(question.ask, question.because) for question in first),
        questions_left=len(questions) - len(first),
        caveats=found.caveats,
        guidance=f"{edition.rulebook.title}, version {found.rulebook.version}, as it stood on {day_words(found.rulebook.as_of)}",
        status=edition.rulebook.status,
        digest=found.rulebook.digest[:12],
        highest=found.level.suggested == max(edition.levels),
        lowest=found.level.suggested == min(edition.levels),
    )


def opinion(given: Mapping[str, Any] | None, found: Assessment, edition: Edition) -> OpinionView | None:
    """Put a level that the person holds beside the suggestion; None if they gave none."""
    if given is None:
        return None
    level, suggested = given["level"], found.level.suggested
    if level == suggested:
        compared = "the same as the suggestion"
    else:
        compared = f"{'higher' if level > suggested else 'lower'} than the suggestion"
    return OpinionView(level, level_words(edition, level), compared, given.get("why"))


def _head(found: Assessment, edition: Edition, marks: Mapping[int, str]) -> HeadView:
    level = found.level
    unknown = knows_too_little(level)
    settled = level.range[1] <= level.suggested
    label, urgency = urgency_words(found.urgency)
    urgent = found.urgency.rag in ("red", "amber")
    if unknown:
        heading = TOO_LITTLE_HEADING
        meaning = "Nothing you have told us so far points to a level. That does not mean the child is safe."
        if not urgent:
            label, urgency = "Not known yet", "If you are worried, do not wait for this page: phone."
    else:
        points = "This points to" if settled else "So far this points to"
        heading, meaning = f"{points} level {level.suggested}: {level.name}", level.meaning
    return HeadView(
        heading=heading,
        meaning=meaning,
        could_be=range_words(level),
        unknown=unknown,
        call_999=found.urgency.call_999,
        colour=found.urgency.rag if urgent or not unknown else "unknown",
        label=label,
        urgency=urgency,
        phone=_first_phone(found) if urgent else None,
        picture=picture(level, edition, suggest=not unknown, marks=marks),
    )


def _first_phone(found: Assessment) -> ContactView | None:
    """Give who answers urgent worries; 999 has its own place on every page."""
    return next((_contact(contact) for contact in found.response.contacts if contact.phone != EMERGENCY), None)


def _contact(contact: ContactAnswer) -> ContactView:
    return ContactView(
        contact.name, contact.phone, dial(contact.phone), contact.use_for, sentence(contact.hours), day_words(contact.checked_on)
    )


def _sharing(found: Assessment) -> SharingView:
    needed = found.sharing.consent_needed
    heading = "Ask for agreement before you share" if needed else "You do not need agreement to share this"
    return SharingView(heading, found.sharing.text, source_view(found.sharing.source) if found.sharing.source else None)


def _review(found: Assessment, edition: Edition) -> ReviewView | None:
    review = found.level.review
    if review is None:
        return None
    return ReviewView(f"Ask a manager to consider {level_words(edition, review.level)}", review.because)


def _exploitation(found: ExploitationAnswer | None) -> ExploitationView | None:
    if found is None:
        return None
    groups = (
        ("What makes the child easier to target", found.vulnerabilities),
        ("Signs of risk", found.signs_of_risk),
        ("Signs of harm", found.signs_of_harm),
    )
    category = found.category
    return ExploitationView(
        groups=tuple((title, tuple(sign.label for sign in signs)) for title, signs in groups if signs),
        category=f"Category {category.category} ({category.label}): {category.meaning}" if category else None,
        handling=category.handling if category else None,
        triggers=tuple((trigger.label, trigger.do) for trigger in found.triggers),
        analysis=() if found.analysis_given else found.analysis_required,
        review_by=day_words(found.review_by),
    )
