"""What to ask next: nothing that matters is left out, and the way to the level is short."""

from __future__ import annotations

import copy
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest

from properties.agree import facts_of
from properties.generators import a_case, a_rulebook, an_answer
from threshold_engine import Assessment, Rulebook, assess, read_case, spec
from threshold_engine.examples import read_examples
from threshold_engine.simulate import walk

VIGNETTES = Path(__file__).parents[1] / "rules" / "vignettes.yaml"


def told(answer: Assessment) -> tuple[object, ...]:
    """Give what a question may change: level, urgency and duties."""
    return answer.level.suggested, answer.urgency, frozenset(duty.id for duty in answer.duties)


def answered(rulebook: Rulebook, case: dict[str, Any], random: Random) -> dict[str, Any]:
    """Settle every indicator in play and every open question, at random."""
    more = copy.deepcopy(case)
    in_play = sorted(spec.read(facts_of(rulebook, case)).unsettled)
    more["observations"] += [{"indicator": name, "status": random.choice(("present", "absent"))} for name in in_play]
    more["answers"] |= {
        question.id: an_answer(random, question) for question in rulebook.questions if question.id not in case["answers"]
    }
    return more


@pytest.mark.parametrize("seed", range(4))
def test_nothing_asked_means_nothing_can_change(seed: int) -> None:
    """Where the list is empty, no further answer changes level, urgency or a duty."""
    random = Random(seed)
    empty = 0
    for _ in range(1_500):
        rulebook = a_rulebook(random)
        case = a_case(random, rulebook)
        case["child"] = {"age": "4 years", "disabled": False, "mobile": True, "looked_after": False}
        case["setting"] = {"agency": "school"}
        case["others"] = random.choice(("absent", "unknown"))
        case["observations"] = [row for row in case["observations"] if row["status"] != "unknown" and "met" not in row]
        before = assess(read_case(case, rulebook), rulebook)
        if before.ask_next:
            continue
        empty += 1

        after = assess(read_case(answered(rulebook, case, random), rulebook), rulebook)

        assert told(after) == told(before), case

    assert empty > 50


def test_questions_come_with_words_and_screens(rulebook: Rulebook) -> None:
    """Each question has its words, its reason and its screen; danger and age come first."""
    asked = assess(read_case({"as_of": "2026-11-22"}, rulebook), rulebook).ask_next or ()

    assert [question.id for question in asked[:2]] == ["answers.immediate_danger", "child.age"]
    assert all(question.ask.endswith("?") and question.because for question in asked)
    assert [question.screen for question in asked] == sorted(question.screen for question in asked)


def test_area_without_concern_is_not_asked_again(rulebook: Rulebook) -> None:
    """A domain answered "no concern" settles its indicators."""
    case = {"as_of": "2026-11-22", "domains": {"abuse-sexual": "no-concern"}}
    asked = assess(read_case(case, rulebook), rulebook).ask_next or ()

    assert "domains.abuse-sexual" not in {question.id for question in asked}


def test_truthful_users_reach_the_level_in_a_handful_of_screens(rulebook: Rulebook) -> None:
    """All forty do; at most 12 screens at the median and 25 at worst, level 4 at most 6 at the median."""
    walks = [walk(item.example, rulebook) for item in read_examples([VIGNETTES])]
    screens = [each.screens for each in walks if each.screens is not None]

    assert len(screens) == len(walks) == 40
    assert median(screens) <= 12
    assert max(screens) <= 25
    assert median(each.screens or 0 for each in walks if each.level == 4) <= 6
