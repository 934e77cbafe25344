"""The answer as views: what is on the page, without HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml

from threshold_api.web.answer.page import TOO_LITTLE_HEADING, answer_view
from threshold_api.web.answer.picture import picture
from threshold_api.web.answer.problems import problem_views
from threshold_api.web.answer.why import FIRST, MOST, MOST_DUTIES, MOST_FACTS, MOST_REASONS
from threshold_api.web.visits import Check
from threshold_engine import Rulebook, read_case
from threshold_engine.errors import FactsError
from threshold_engine.model.assessment import Channels, LevelAnswer
from threshold_engine.model.edition import edition_on
from web.answer_kit import BRUISE, DANGER, MILD, NOTHING, RULES, TODAY, assessed, viewed, vignettes


def test_nothing_known_says_so_and_never_reassures(rulebook: Rulebook) -> None:
    """Level 1 with everything open is no answer, and "no safeguarding concern" is nowhere."""
    view = viewed(NOTHING, rulebook)

    assert view.head.heading == TOO_LITTLE_HEADING
    assert view.head.unknown
    assert view.head.colour == "unknown"
    assert "Blue" not in view.head.label
    assert "does not mean the child is safe" in view.head.meaning
    assert view.head.could_be == "With the answers still open, it could be as high as level 4."
    assert not any(step.solid for step in view.head.picture.steps)
    assert "Suggested" not in view.head.picture.text
    assert view.questions


def test_danger_is_999_and_who_else_to_phone(rulebook: Rulebook) -> None:
    """The call comes first, and the hub has its number too."""
    view = viewed(DANGER, rulebook)

    assert view.head.call_999
    assert view.head.label == "Red: call 999 now"
    assert view.head.phone is not None
    assert view.head.phone.dial == "02082552888"
    assert view.do.contacts[0].dial == "999"


def test_settled_level_is_said_without_so_far(rulebook: Rulebook) -> None:
    """The highest level cannot rise, so no range is drawn."""
    view = viewed(BRUISE, rulebook)

    assert view.head.heading == "This points to level 4: Child Protection"
    assert view.head.could_be is None
    assert view.head.picture.bracket is None
    assert view.highest
    assert not view.raising.first


def test_open_level_says_so_far_and_how_far(rulebook: Rulebook) -> None:
    """While answers are open the heading does not claim more than is known."""
    view = viewed(MILD, rulebook)

    assert view.head.heading == "So far this points to level 2: Early Help"
    assert view.head.label == "Green: act within 3 working days"
    assert view.head.picture.bracket is not None
    assert view.head.picture.bracket.text == "Could be level 2 to 4"


def test_own_view_and_disagreement_stand_beside_the_suggestion(rulebook: Rulebook) -> None:
    """Both ways, each with its reason, and marked in the picture."""
    own = {"referrer_view": {"level": 1, "why": "It seems mild."}}
    view = viewed({**MILD, **own}, rulebook, disagreement={"level": 3, "why": "I know of more."})

    assert view.own is not None
    assert view.disagreement is not None
    assert (view.own.level, view.own.compared) == (1, "lower than the suggestion")
    assert (view.disagreement.level, view.disagreement.compared) == (3, "higher than the suggestion")
    assert (view.disagreement.words, view.disagreement.why) == ("level 3 (Child in Need)", "I know of more.")
    assert [step.mark for step in view.head.picture.steps] == ["Your view", "Suggested", None, None]


def test_channels_that_differ_are_told(rulebook: Rulebook) -> None:
    """The reader learns of it at the top, not in a footnote."""
    found = replace(assessed(MILD, rulebook), channels=Channels(agree=False))
    edition = edition_on(rulebook, found.rulebook.as_of)

    assert answer_view(Check("0f3a", case=MILD), found, edition).channels_differ
    assert not viewed(MILD, rulebook).channels_differ


def test_reasons_lead_to_their_guidance_the_strongest_first(rulebook: Rulebook) -> None:
    """Every reason that the engine gave is there once, with its place and its source in plain words."""
    for case in vignettes().values():
        found, view = assessed(case, rulebook), viewed(case, rulebook)
        shown = [*view.why.main, *view.why.advice, *view.why.further]
        addresses = {f"/guidance/{reason.kind}s/{reason.id}" for reason in found.reasons}

        assert len(shown) + view.why.left_out == len(found.reasons)
        assert {reason.address for reason in shown} <= addresses
        assert all(reason.source.title and reason.source.at and reason.source.evidence for reason in shown)
        if found.level.suggested > 1:
            assert view.why.main[0].sets.endswith(tuple("1234"))
            assert any(reason.sets == f"Level {found.level.suggested}" for reason in view.why.main)


def test_no_duty_is_lost_and_the_law_comes_first(rulebook: Rulebook) -> None:
    """However many apply, each one stands on the page with its time."""
    for case in (*list(vignettes().values())[::5], everything()):
        found, view = assessed(case, rulebook), viewed(case, rulebook)
        shown = [*view.duties, *view.further_duties]

        assert sorted(duty.address for duty in shown) == sorted(f"/guidance/duties/{duty.id}" for duty in found.duties)
        assert [duty.must for duty in shown] == sorted((duty.must for duty in shown), reverse=True)
        assert all(duty.who and duty.within and duty.legal_basis and duty.consent for duty in shown)


def test_long_lists_are_cut_and_counted(rulebook: Rulebook) -> None:
    """Nobody reads four hundred changes; the page says how many there are."""
    empty, full = viewed(NOTHING, rulebook), viewed(everything(), rulebook)
    changes = assessed(NOTHING, rulebook).changes

    assert changes is not None
    assert len(empty.raising.first) == FIRST
    assert len(empty.raising.more) == MOST - FIRST
    assert empty.raising.left_out == len(changes.raise_) - MOST
    assert (len(full.why.main), len(full.duties)) == (MOST_REASONS, MOST_DUTIES)
    assert full.why.left_out > 0
    longest = max((*full.why.main, *full.why.advice, *full.why.further), key=lambda reason: len(reason.facts))
    assert len(longest.facts) == MOST_FACTS + 1
    assert longest.facts[-1].startswith("and ")


def everything() -> dict[str, Any]:
    """Give a case with every answer yes, and so more reasons than fit a page."""
    entry = yaml.safe_load((RULES.parent / "corpus" / "everything-present.yaml").read_text(encoding="utf-8"))
    return {key: held for key, held in entry["case"].items() if key != "as_of"}


def test_exploitation_asks_for_the_analysis_that_only_a_person_can_write(rulebook: Rulebook) -> None:
    """Signs are grouped and never added up; a child without them has no such part."""
    view = viewed(next(case for name, case in vignettes().items() if name.startswith("v53-")), rulebook)

    assert view.exploitation is not None
    assert view.exploitation.analysis
    assert all(signs for _, signs in view.exploitation.groups)
    assert viewed(BRUISE, rulebook).exploitation is None


@pytest.mark.parametrize(("low", "high"), [(1, 4), (2, 3), (3, 4), (2, 2)])
def test_picture_marks_the_range_in_shape_and_in_words(rulebook: Rulebook, low: int, high: int) -> None:
    """Who cannot see it, or sees no colours, learns the same."""
    level = LevelAnswer(low, (low, high), "Name", "Meaning.", None)
    found = picture(level, edition_on(rulebook, rulebook.review_by), suggest=True, marks={})

    assert [step.level for step in found.steps if step.solid] == [low]
    assert f"Suggested: level {low}." in found.text
    assert (found.bracket is None) == (low == high)
    if found.bracket is not None:
        assert (found.bracket.left, found.bracket.right) == (
            found.steps[low - 1].left,
            found.steps[high - 1].left + found.steps[0].width,
        )
        assert f"any level from {low} to {high}" in found.text


@pytest.mark.parametrize(
    ("case", "page"),
    [
        ({"child": {"age": "unborn", "unborn": False}}, "child"),
        ({"present": ["injury-normal-play"], "absent": ["injury-normal-play"]}, "signs"),
        ({"answers": {"immediate_danger": "maybe"}}, "questions"),
        ({"setting": {"agency": "moon"}}, "child"),
        ({"referrer_view": {"level": 9}}, "view"),
    ],
)
def test_each_problem_leads_to_the_page_that_mends_it(rulebook: Rulebook, case: Mapping[str, Any], page: str) -> None:
    """What is wrong, in the person's words, and a link to the right step."""
    with pytest.raises(FactsError) as caught:
        read_case({**TODAY, **case}, rulebook)
    views = problem_views(caught.value, "/check/0f3a")

    assert views
    assert {view.address for view in views} == {f"/check/0f3a/{page}"}
    assert "`" not in "".join(view.what + view.fix for view in views)
