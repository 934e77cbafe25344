"""Each proof has been seen to fail: on a rulebook that is wrong on purpose, with the case that shows it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from threshold_engine import Rulebook
from threshold_engine.model.words import Rag
from threshold_engine.prove import PROPERTIES, Failure, Proof, prove
from threshold_engine.prove.ground import Ground
from threshold_engine.prove.witness import Witness
from unit import broken_rulebooks as broken

BY_KEY = {wanted.key: wanted for wanted in PROPERTIES}


def proof(rulebook: Rulebook, key: str) -> Proof:
    ticks = count()
    return next(prove(rulebook, lambda: float(next(ticks)), (BY_KEY[key],)))


def failure(rulebook: Rulebook, key: str) -> Failure:
    """Give the one failure of a property."""
    failures = proof(rulebook, key).failures
    assert len(failures) == 1
    return failures[0]


def facts(shown: Witness) -> dict[str, object]:
    """Give the case without its day."""
    return {key: value for key, value in shown.mapping.items() if key != "as_of"}


@pytest.fixture(scope="module")
def ground(rulebook: Rulebook) -> Ground:
    """Give the shipped rulebook, ready to be asked about."""
    return Ground(rulebook)


@pytest.mark.parametrize("key", BY_KEY)
def test_shipped_rulebook_is_proved(ground: Ground, key: str) -> None:
    """The property holds of the rules that come with the engine, for every case on every day."""
    assert [found.what for found in BY_KEY[key].ask(ground).failures] == []


@pytest.mark.parametrize("key", BY_KEY)
def test_sound_rulebook_is_proved(key: str) -> None:
    """A small rulebook that keeps the promises passes."""
    found = proof(broken.sound(), key)
    assert (found.proved, found.notes) == (True, ())


def test_sum_that_sets_a_level_is_found() -> None:
    """P3 fails where a count sets a floor; the case has just so many signs and the engine gives the level."""
    found = failure(broken.sum_sets_a_level(), "p3")
    assert "adding-up" in found.what
    assert facts(found.witnesses[0]) == {"present": ["one", "three", "two"]}
    assert found.witnesses[0].answer.level.suggested == 4


def test_floor_lost_to_more_harm_is_found() -> None:
    """P4 fails where a risk takes a floor away; the engine answers lower with the risk present."""
    before, after = failure(broken.harm_takes_a_floor_away(), "p4").witnesses
    assert facts(after)["present"] == ["one", "two"]
    assert facts(before)["present"] == ["one"]
    assert (before.answer.level.suggested, after.answer.level.suggested) == (4, 2)


def test_duty_lost_to_more_harm_is_found() -> None:
    """P4 fails where a risk takes a duty away and nothing else."""
    found = failure(broken.harm_takes_a_duty_away(), "p4")
    before, after = found.witnesses
    assert "the duty duty-2 no longer said" in found.what
    assert [duty.id for duty in before.answer.duties] == ["duty-2"]
    assert after.answer.duties == ()


def test_sign_met_by_more_harm_is_found() -> None:
    """P4 fails where a risk counts as proof that another need is met."""
    before, after = failure(broken.harm_meets_a_need(), "p4").witnesses
    assert (facts(before), facts(after)) == ({"present": ["need"]}, {"present": ["need", "one"]})
    assert (before.answer.level.suggested, after.answer.level.suggested) == (3, 2)


def test_floor_lost_to_a_strength_is_found() -> None:
    """P5 fails where a strength takes a floor away; the engine answers lower with the strength present."""
    before, after = failure(broken.strength_takes_a_floor_away(), "p5").witnesses
    assert facts(after)["present"] == ["help", "one"]
    assert (before.answer.level.suggested, after.answer.level.suggested) == (4, 2)


def test_strength_is_no_matter_of_more_harm() -> None:
    """P4 holds where only a strength lowers, so that the two promises are told apart."""
    assert proof(broken.strength_takes_a_floor_away(), "p4").proved


def test_answer_below_the_range_is_found() -> None:
    """P6 fails where an answer leads below the range the engine showed before it."""
    found = proof(broken.answer_leads_below_the_range(), "p6").failures
    before, after = found[0].witnesses
    assert (facts(before)["present"], facts(after)) == (["toddler"], {"child": {"age": "365 weeks"}, "present": ["toddler"]})
    assert (before.answer.level.range, after.answer.level.suggested) == ((4, 4), 1)


def test_level_nobody_reaches_is_found() -> None:
    """A level that no case has is told, with the case that comes nearest below."""
    found = failure(broken.no_level_three(), "levels")
    assert found.what.startswith("no case has level 3")
    assert found.witnesses[0].answer.level.suggested == 2


def test_rule_that_never_holds_is_found() -> None:
    """A rule that cannot hold is told, with a case in which most of it holds."""
    found = failure(broken.rule_that_never_holds(), "rules")
    assert "the rule nobody can never hold" in found.what
    assert facts(found.witnesses[0]) == {"child": {"age": "1 year"}, "present": ["one"]}
    assert "nobody" not in [reason.id for reason in found.witnesses[0].answer.reasons]


def test_count_that_is_never_reached_is_found() -> None:
    """A rule that wants more areas than there are is told."""
    assert "the rule four-areas can never hold" in failure(broken.count_that_is_never_reached(), "rules").what


def test_conflict_is_found() -> None:
    """Two rules that hold in the same cases and set two floors conflict; the case has both."""
    found = failure(broken.two_rules_conflict(), "conflicts")
    assert "the rules first and second" in found.what
    assert {"first", "second"} <= {reason.id for reason in found.witnesses[0].answer.reasons}


def test_pointless_rule_is_told_with_the_other_named() -> None:
    """A rule that adds nothing is told with the rule that makes it so, and is no failure."""
    found = proof(broken.one_rule_makes_another_pointless(), "pointless")
    assert (found.proved, found.notes) == (True, ("the rule narrow adds nothing: wherever it holds, the rule wide does as much",))


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (broken.sum_sets_a_level, "p3"),
        (broken.harm_takes_a_floor_away, "p4"),
        (broken.strength_takes_a_floor_away, "p5"),
        (broken.answer_leads_below_the_range, "p6"),
    ],
    ids=["p3", "p4", "p5", "p6"],
)
def test_both_channels_agree_on_the_case(make: Callable[[], Rulebook], key: str) -> None:
    """What a failed proof shows is so in the engine, in either channel."""
    shown = [one for found in proof(make(), key).failures for one in found.witnesses]
    assert shown
    assert all(one.answer.channels.agree and one.answer.urgency.rag in set(Rag) for one in shown)
