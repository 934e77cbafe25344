"""The report as text: the level first, then what to do, then why, and nothing left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from threshold_engine import Assessment, Rulebook, assess, load_rulebook, read_case
from threshold_engine.cli.console import STYLES
from threshold_engine.report import WIDTH, Line, report
from unit.small import add_rule, build, in_entry

DAY = "2026-11-22"
HARM: dict[str, Any] = {
    "child": {"age": "3 months"},
    "present": ["bruise", "no-food", "cold-home", "known-before", "helper", "gifts", "older-friend"],
    "answers": {"immediate_danger": True, "times_told": 4},
}


@pytest.fixture(name="small", scope="module")
def small_rulebook(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return load_rulebook(build(tmp_path_factory.mktemp("rules"), add_rule("ask-more", "{present: gifts}", "{advise: Ask more.}")))


@pytest.fixture(name="shipped", scope="module")
def every_indicator_alone(rulebook: Rulebook) -> dict[str, Assessment]:
    """Give the answer of the shipped rulebook to each indicator alone."""
    return {indicator.id: answer(rulebook, present=[indicator.id]) for indicator in rulebook.indicators}


def answer(rulebook: Rulebook, **case: Any) -> Assessment:
    return assess(read_case({"as_of": DAY, **case}, rulebook), rulebook)


def texts(assessment: Assessment) -> list[str]:
    return [line.text for line in report(assessment)]


def whole(assessment: Assessment) -> str:
    """Give the report as one run of words, so that the breaking of lines does not matter."""
    return " ".join(" ".join(texts(assessment)).split())


def test_level_comes_first(small: Rulebook) -> None:
    """The first line is the level and its name."""
    assert texts(answer(small, present=["no-food"]))[0] == "Level 3: Name 3"


def test_call_999_stands_before_the_level(small: Rulebook) -> None:
    """Immediate danger is said before everything else."""
    assert texts(answer(small, **HARM))[:3] == ["CALL 999 NOW. Do this before anything else.", "", "Level 4: Name 4"]


def test_nothing_but_call_999_stands_before_a_warning(small: Rulebook) -> None:
    """P2: not even the word that a reading is unconfirmed."""
    urgent = [line.text for line in report(answer(small, **HARM), warning="Nobody has confirmed this.")]
    calm = [line.text for line in report(answer(small), warning="Nobody has confirmed this.")]

    assert "999" in urgent[0]
    assert urgent.index("Nobody has confirmed this.") < next(at for at, text in enumerate(urgent) if text.startswith("Level"))
    assert calm[0] == "Nobody has confirmed this."


def test_call_999_is_not_said_without_danger(small: Rulebook) -> None:
    """The line for danger is only there when there is danger."""
    assert "CALL 999 NOW" not in whole(answer(small, present=["bruise"], answers={"immediate_danger": False}))


def test_what_to_do_stands_before_why(small: Rulebook) -> None:
    """A hurried reader meets what to do first."""
    lines = texts(answer(small, **HARM))
    order = ["What to do now", "Duties that apply", "Why", "Strengths", "Exploitation", "Please note"]
    assert [line for line in lines if line in order] == order


def test_steps_are_numbered_in_order(small: Rulebook) -> None:
    """The steps of the level are there, numbered."""
    lines = texts(answer(small, present=["no-food"]))
    first = lines.index("1. First step of level 3.")
    assert lines[first + 1] == "2. Second step of level 3."


def test_every_duty_appears_with_who_and_when(small: Rulebook) -> None:
    """Each duty stands with its name, text, person, time and law."""
    said = whole(answer(small, **HARM))
    wanted = [
        f"The duty {name}. Do what {name} says. Who: Everyone. When: One day.{stop} A made-up act."
        for name, stop in (("tell-lead", " Consent cannot stop it."), ("call-police", " Consent cannot stop it."))
    ]
    assert [words for words in wanted if words not in said] == []


def test_hard_duties_stand_first(tmp_path: Path) -> None:
    """What the law says must be done stands before what should be done."""
    small = load_rulebook(build(tmp_path, in_entry("duties.yaml", "id: tell-lead", "hard: true", "hard: false")))
    said = whole(answer(small, **HARM))
    assert said.index("The duty call-police") < said.index("The duty tell-lead")


SHOWN = ("level", "floor", "urgency", "advice", "review")
"""The effects of a reason that the report must explain; what only calls for a duty is told under the duties."""


@pytest.mark.parametrize(
    ("effect", "case"),
    [
        ("level", HARM),
        ("floor", HARM),
        ("urgency", HARM),
        ("advice", HARM),
        ("review", {"answers": {"times_told": 3}}),
    ],
    ids=SHOWN,
)
def test_every_reason_of_an_effect_appears(small: Rulebook, effect: str, case: dict[str, Any]) -> None:
    """Each reason for the level, the urgency, the advice or the review stands in its own words."""
    given = answer(small, **case)
    because = [reason.because for reason in given.reasons if reason.effect == effect]
    assert because
    assert [words for words in because if words not in whole(given)] == []


def test_every_reason_that_appears_has_its_source(small: Rulebook) -> None:
    """No word stands without the place in the guidance it comes from."""
    given = answer(small, **HARM)
    assert whole(given).count("The guide, page 1") >= sum(reason.effect in SHOWN for reason in given.reasons)


def test_every_reason_and_duty_of_the_shipped_rulebook_appears(shipped: dict[str, Assessment]) -> None:
    """Whatever sign is recorded, its reasons and duties are in the report."""
    left_out = []
    for name, given in shipped.items():
        said = whole(given)
        words = [reason.because for reason in given.reasons if reason.effect in SHOWN]
        words += [duty.name for duty in given.duties]
        left_out += [(name, text) for text in words if " ".join(text.split()) not in said]
    assert left_out == []


def test_every_line_of_the_shipped_rulebook_fits_the_width(shipped: dict[str, Assessment]) -> None:
    """Whatever sign is recorded, no line is wider than the report."""
    assert {line for given in shipped.values() for line in texts(given) if len(line) > WIDTH} == set()


def test_every_line_of_a_full_report_fits_the_width(small: Rulebook) -> None:
    """The longest report of the small rulebook fits too."""
    assert [line for line in texts(answer(small, **HARM)) if len(line) > WIDTH] == []


def test_long_id_and_version_fit_the_width(small: Rulebook) -> None:
    """The line that says which guidance answered is broken like any other."""
    given = answer(small)
    stamped = replace(
        given, rulebook=replace(given.rulebook, id="a-rulebook-with-a-long-name-" * 2, version="2026.11.1 draft two")
    )
    assert [line for line in texts(stamped) if len(line) > WIDTH] == []


def test_every_style_is_known_to_the_command_line(rulebook: Rulebook, small: Rulebook) -> None:
    """The report uses no style that cannot be shown."""
    lines: list[Line] = [*report(answer(small, **HARM)), *report(answer(small)), *report(answer(rulebook, others="absent"))]
    assert {line.style for line in lines} - STYLES.keys() == set()


def test_open_range_is_said(small: Rulebook) -> None:
    """A level that answers could still change is shown with its range."""
    assert "it could be anything from level 2 to level 4" in whole(answer(small, present=["shouting"]))


def test_settled_level_has_no_range(small: Rulebook) -> None:
    """A level that nothing can change is shown alone."""
    case = {"present": ["bruise"], "child": {"age": "3 months"}}
    assert "it could be anything" not in whole(answer(small, **case))


def test_review_is_said_with_its_reason(small: Rulebook) -> None:
    """A manager's review stands with the level to consider and why."""
    assert "Ask a manager to consider level 3. The label of told-often. The reason of told-often." in whole(
        answer(small, answers={"times_told": 3})
    )


def test_urgency_is_said_in_words(small: Rulebook) -> None:
    """The colour stands with the time in words."""
    assert "Urgency: AMBER. The council should decide within 1 working day." in texts(answer(small, present=["no-food"]))


@pytest.mark.parametrize(
    ("within", "words"),
    [
        ("PT0S", "Phone now"),
        ("PT4H", "within 4 hours"),
        ("P3D", "within 3 working days"),
        ("P2D", "within 2 working days"),
        ("PT2H", "within 2 hours"),
    ],
)
def test_time_to_act_is_never_shown_as_a_code(small: Rulebook, within: str, words: str) -> None:
    """A reader is told the time in words, whatever time the guidance gives."""
    given = answer(small, present=["no-food"])
    changed = replace(given, urgency=replace(given.urgency, act_within=within))
    assert words in whole(changed)


def test_empty_case_says_that_nothing_raises_the_level(small: Rulebook) -> None:
    """With nothing recorded the report says so."""
    assert "Nothing recorded sets a level above 1." in texts(answer(small, others="absent"))


def test_contact_stands_with_phone_hours_and_day_checked(small: Rulebook) -> None:
    """A number is shown with when it answers and when it was checked."""
    said = whole(answer(small, present=["no-food"]))
    assert "020 7946 0001 The day line (Monday to Friday, 09:00 to 17:00, not bank holidays; number checked 2020-01-01)" in said


def test_strength_is_shown(small: Rulebook) -> None:
    """What goes well has its own place."""
    lines = texts(answer(small, present=["helper"]))
    assert lines[lines.index("Strengths") + 1] == "* The label of helper"


def test_advice_is_shown(small: Rulebook) -> None:
    """What a rule advises is said under its reason."""
    said = whole(answer(small, answers={"times_told": 3}, present=["gifts"]))
    assert [words for words in ("Look at what was told before.", "Ask more.") if words not in said] == []


def test_exploitation_classes_are_shown_in_plain_words(small: Rulebook) -> None:
    """Vulnerability and sign of risk stand apart, in the words of the guidance and not as ids."""
    said = whole(answer(small, **HARM))
    assert "What makes the child easier to target: The label of older-friend Signs of risk: The label of gifts" in said


def test_exploitation_part_shows_category_and_trigger(small: Rulebook) -> None:
    """The exploitation part says how serious it is and what to do."""
    said = whole(answer(small, **HARM))
    wanted = [
        "Category 1 (The label of category 1): The meaning of category 1",
        "The label of act-on-gifts: Act on the gifts.",
        "A professional analysis is required: What is known.",
        "Review by 2027-02-22.",
    ]
    assert [words for words in wanted if words not in said] == []


def test_every_caveat_is_shown(small: Rulebook) -> None:
    """What a reader must know stands at the end, all of it."""
    given = answer(small, **HARM)
    said = whole(given)
    assert [caveat for caveat in given.caveats if caveat not in said] == []


def test_last_line_says_which_guidance_answered(small: Rulebook) -> None:
    """The answer can be replayed from its last line: id, version, day and digest."""
    assert texts(answer(small))[-1] == f"small 2020.1.1, as of {date.fromisoformat(DAY)}, digest {small.digest[:12]}"


def test_blocked_rule_is_shown_with_what_is_missing(small: Rulebook) -> None:
    """The reader sees what would take the level higher."""
    said = whole(answer(small, present=["cold-home"]))
    assert "What would take it higher * The label of two-at-home: level 3" in said
