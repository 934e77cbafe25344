"""The one call: two channels, urgency, what is told and what is never dropped."""

from __future__ import annotations

from typing import Any

import pytest

from threshold_engine import Assessment, FactsError, Rulebook, assess, read_case, rete, spec
from threshold_engine.assess import trace_rule
from threshold_engine.model.facts import Facts, Firings

DAY = "2026-11-22"
BRUISE = {"as_of": DAY, "child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"]}


def answer(rulebook: Rulebook, **case: Any) -> Assessment:
    return assess(read_case({"as_of": DAY, **case}, rulebook), rulebook)


def silent(_: Facts) -> Firings:
    """A channel that is broken: it concludes nothing."""
    return Firings(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize("broken", ["first", "second"])
def test_broken_channel_leaves_the_higher_outcome(rulebook: Rulebook, broken: str) -> None:
    """P10: whichever channel fails to see the bruise, level 4 stands, the reader is told, and the incident can be logged."""
    channels = {"first": spec.evaluate, "second": rete.evaluate, broken: silent}

    given = assess(read_case(BRUISE, rulebook), rulebook, **channels)

    assert given.level.suggested == 4
    assert given.urgency.rag == "red"
    assert not given.channels.agree
    assert any("did not agree" in caveat for caveat in given.caveats)
    seen_by_the_other = given.channels.only_second if broken == "first" else given.channels.only_first
    assert "rule combo-bruise-non-mobile" in seen_by_the_other


def test_channel_that_sees_too_much_also_stands(rulebook: Rulebook) -> None:
    """P10: the higher outcome stands even where it is the wrong one; a person then looks."""

    def alarmed(facts: Facts) -> Firings:
        right = rete.evaluate(facts)
        return Firings(right.present, right.counting, right.rules | {"duty-immediate-danger"})

    quiet = read_case({"as_of": DAY, "present": ["pmh-mild"]}, rulebook)
    given = assess(quiet, rulebook, second=alarmed)

    assert given.channels.only_second == ("rule duty-immediate-danger",)
    assert given.level.suggested == 4


def test_no_day_is_refused(rulebook: Rulebook) -> None:
    """The core reads no clock: without a day there is no answer."""
    with pytest.raises(FactsError, match="NO_DAY"):
        assess(read_case({}), rulebook)


def test_day_before_the_guidance_is_refused(rulebook: Rulebook) -> None:
    """No older edition is made up."""
    with pytest.raises(FactsError, match="BEFORE_RULEBOOK"):
        answer(rulebook, as_of="2016-06-28")


def test_unknown_indicator_is_refused_even_without_a_rulebook_at_reading(rulebook: Rulebook) -> None:
    """A name nobody knows is never skipped."""
    with pytest.raises(FactsError, match="UNKNOWN_INDICATOR"):
        assess(read_case({"as_of": DAY, "present": ["bruise-non-mobil-infant"]}), rulebook)


def test_immediate_danger_calls_999(rulebook: Rulebook) -> None:
    """P2: danger now is red, level 4, act at once, whatever else is known."""
    given = answer(rulebook, answers={"immediate_danger": True})

    assert given.urgency.call_999
    assert given.urgency.act_within == "PT0S"
    assert given.level.suggested == 4


def test_unasked_danger_is_told_first(rulebook: Rulebook) -> None:
    """Not asked is not no."""
    given = answer(rulebook)

    assert "in danger right now" in given.caveats[0]
    assert not given.urgency.call_999


def test_sign_outside_its_age_band_is_put_before_a_manager(rulebook: Rulebook) -> None:
    """A serious sign with an age that does not fit does not set the level, and is not dropped: the age may be the mistake."""
    given = answer(rulebook, child={"age": "3 years"}, present=["injury-infant-any-under-1"])

    assert given.level.review is not None
    assert given.level.review.level == 4
    assert any("children of another age" in caveat for caveat in given.caveats)


def test_sign_without_an_age_counts(rulebook: Rulebook) -> None:
    """An unknown age never takes a sign away."""
    assert answer(rulebook, present=["sexual-activity-under-13"]).level.suggested == 4


def test_sign_marked_met_still_counts_where_it_always_does(rulebook: Rulebook) -> None:
    """P5: nobody can switch off a sign of harm by calling the need met."""
    rows = [{"indicator": "injury-pattern-implement", "status": "present", "met": True}]
    given = answer(rulebook, observations=rows)

    assert given.level.suggested == 4
    assert any("always counts" in caveat for caveat in given.caveats)


@pytest.mark.parametrize(("met", "level"), [(True, 1), (False, 2), ("unknown", 2)])
def test_need_met_is_read_for_background_factors(rulebook: Rulebook, met: object, level: int) -> None:
    """A mild parental illness counts unless it is known to be met."""
    rows = [{"indicator": "pmh-mild", "status": "present", "met": met}]

    assert answer(rulebook, observations=rows).level.suggested == level


def test_safe_second_carer_meets_a_mild_need(rulebook: Rulebook) -> None:
    """A parent with mild anxiety and a safe second carer is level 1; the range says what is still open."""
    given = answer(rulebook, present=["pmh-mild", "prot-safe-adult"])

    assert given.level.suggested == 1


def test_need_said_not_met_counts_despite_strengths(rulebook: Rulebook) -> None:
    """What a person says outright goes before what strengths suggest."""
    rows = [{"indicator": "pmh-mild", "status": "present", "met": False}]

    assert answer(rulebook, present=["prot-safe-adult"], observations=rows).level.suggested == 2


def test_settled_case_has_no_range(rulebook: Rulebook) -> None:
    """With a level 4 sign and nothing that could undo it, the range is one level."""
    given = answer(rulebook, child={"age": "3 months"}, present=["bruise-non-mobile-infant"])

    assert given.level.range == (4, 4)


def test_blank_case_could_be_anything(rulebook: Rulebook) -> None:
    """P6: knowing nothing is not level 1 for sure."""
    given = answer(rulebook)

    assert given.level.suggested == 1
    assert given.level.range == (1, 4)


def test_unknown_age_widens_the_range_down(rulebook: Rulebook) -> None:
    """A sign that only counts under 1 counts while the age is unknown, and the range shows it might not."""
    given = answer(rulebook, present=["feeding-unsafe-infant"], others="absent")

    assert given.level.suggested == 3
    assert given.level.range[0] == 1


def test_referrer_who_thinks_higher_is_told_so(rulebook: Rulebook) -> None:
    """P1: the referrer's view stands beside the suggestion."""
    given = answer(rulebook, present=["diet-poor"], referrer_view={"level": 4, "why": "I have a bad feeling"})

    assert any("You think this is level 4" in caveat for caveat in given.caveats)
    assert given.level.suggested == 2


def test_answer_carries_the_guidance_it_came_from(rulebook: Rulebook) -> None:
    """P8: version, digest and day are in the answer."""
    stamp = answer(rulebook).to_dict()["rulebook"]

    assert stamp == {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest, "as_of": DAY}


def test_everything_said_has_a_source(rulebook: Rulebook) -> None:
    """P7: each reason, duty, blocked rule and strength of a rich case names a document and a place in it."""
    given = answer(
        rulebook,
        child={"age": "15 years"},
        present=["missing-repeated", "cse-exchange", "cse-older-partner", "self-harm-repeated", "prot-child-can-talk"],
    )

    cited = [*given.reasons, *given.duties, *given.blocked, *given.strengths]
    assert len(cited) > 10
    assert all(entry.source.title and entry.source.at for entry in cited)


def test_rule_reasons_name_the_facts_used(rulebook: Rulebook) -> None:
    """A reason carries the recorded facts behind it, and no others."""
    given = answer(rulebook, child={"age": "15 years"}, present=["missing-repeated", "cse-emerging-signs", "diet-poor"])

    reason = next(reason for reason in given.reasons if reason.id == "combo-missing-plus-cse")
    assert {fact.id for fact in reason.facts} == {"missing-repeated", "cse-emerging-signs"}


def test_no_consent_needed_at_level_4(rulebook: Rulebook) -> None:
    """Sharing to protect a child from serious harm does not wait for consent."""
    assert not assess(read_case(BRUISE, rulebook), rulebook).sharing.consent_needed


def test_trace_says_which_clause_holds_and_on_which_facts(rulebook: Rulebook) -> None:
    """Each clause is true, false or unknown, and a true one names the facts behind it."""
    case = read_case({"as_of": DAY, "child": {"disabled": True}, "absent": ["disability-significant"]}, rulebook)

    found = trace_rule(case, rulebook, "combo-disabled-child")

    assert found.verdict is None
    disabled, abuse = found.parts
    assert (disabled.verdict, abuse.verdict) == (True, None)
    assert [fact.id for part in disabled.parts for fact in part.facts if part.verdict] == ["child.disabled"]
    assert abuse.facts == ()


def test_trace_of_an_unknown_rule_offers_the_nearest(rulebook: Rulebook) -> None:
    """A mistyped rule is met with the one probably meant."""
    with pytest.raises(FactsError, match="did you mean `combo-disabled-child`"):
        trace_rule(read_case(BRUISE, rulebook), rulebook, "combo-disabled-chil")


def test_silence_towards_the_family_has_its_own_source(rulebook: Rulebook) -> None:
    """P7: where the family must not be told, the words cite the rule that says so, and the steps do not contradict it."""
    given = answer(rulebook, child={"age": "16 years"}, present=["forced-marriage-risk"])

    assert given.sharing.text.startswith("Do not tell the family")
    assert given.sharing.source is not None
    assert given.sharing.source.key == "fm-guidance"
    assert not any(step.startswith("Tell the parents") for step in given.response.steps)
