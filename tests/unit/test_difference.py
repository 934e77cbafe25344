"""What two editions answer differently, each with its smallest case."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from threshold_engine import Rulebook
from threshold_engine.difference.report import COMPLETE, PARTIAL, mapping, report
from threshold_engine.difference.rulebooks import Difference, difference
from threshold_engine.errors import FactsError
from threshold_engine.model.condition import AnswerAtLeast, AnswerIs, FindingIs
from threshold_engine.model.guidance import AgeBand, Period
from threshold_engine.model.words import Counts
from unit.broken_rulebooks import ONE_OF_EACH, book, indicator, rule, sound, there


def compared(old: Rulebook, new: Rulebook, seconds: float = 1000.0) -> Difference:
    ticks = count()
    return difference(old, new, lambda: float(next(ticks)), seconds=seconds)


def text(found: Difference) -> str:
    return "\n".join(line.text for line in report(found))


def with_sign(**changes: object) -> Rulebook:
    """Give the sound rulebook with its sign ``two`` changed."""
    changed = tuple(replace(entry, **changes) if entry.id == "two" else entry for entry in ONE_OF_EACH)
    return replace(sound(), indicators=changed, cache={})


def test_same_rulebook_twice_is_no_difference() -> None:
    """Nothing is listed, and that is proved to be everything."""
    found = compared(sound(), sound())
    assert (found.entries, found.found.situations, found.found.complete) == ((), (), True)


def test_level_that_changes_is_listed_with_both_levels() -> None:
    """A sign that moves from level 2 to 4 is told as such."""
    entry = compared(with_sign(), with_sign(level=4)).entries[0]
    assert (entry.kind, entry.id, entry.change) == ("indicator", "two", "changed")
    assert [(field.field, field.old, field.new) for field in entry.fields] == [("level", "2", "4")]


def test_level_that_changes_has_its_smallest_case() -> None:
    """The case is the sign alone, with the answers of the engine on both sides."""
    found = compared(with_sign(), with_sign(level=4)).found
    situation = next(each for each in found.situations if each.entry == "indicator two")
    assert {key: value for key, value in situation.case.items() if key != "as_of"} == {"present": ["two"]}
    assert (situation.old.level.suggested, situation.new.level.suggested) == (2, 4)
    assert {"level", "urgency"} <= set(situation.changes)


def test_age_band_that_narrows_has_a_case_of_that_age() -> None:
    """A sign that no longer counts at 5 years is shown by a child of that age."""
    found = compared(with_sign(age=AgeBand(below_months=72)), with_sign(age=AgeBand(below_months=60))).found
    situation = found.situations[0]
    assert situation.case["child"] == {"age": "5 years"}
    assert (situation.old.level.suggested, situation.new.level.suggested) == (2, 1)


def test_sign_that_can_be_met_from_now_on_is_shown_met() -> None:
    """A sign that no longer always counts is shown by a case in which its need is met."""
    situation = compared(with_sign(), with_sign(counts=Counts.UNLESS_MET)).found.situations[0]
    assert situation.case["observations"] == [{"indicator": "two", "status": "present", "met": True}]
    assert (situation.old.level.suggested, situation.new.level.suggested) == (2, 1)


def test_limit_that_changes_has_the_number_between() -> None:
    """A rule that fires from 3 instead of 5 is shown by a number that only one of them takes."""
    old, new = (book(rule("often", AnswerAtLeast("q1", at), floor=3)) for at in (5, 3))
    situation = compared(old, new).found.situations[0]
    assert 3 <= situation.case["answers"]["q1"] < 5
    assert (situation.old.level.suggested, situation.new.level.suggested) == (1, 3)


def test_duty_that_goes_is_shown() -> None:
    """A rule that no longer calls for a duty is shown by a case in which the duty is gone."""
    old, new = (book(rule("tell", AnswerIs("q0", (True,)), floor=2, duties=duties)) for duties in (("duty-0",), ()))
    situation = compared(old, new).found.situations[0]
    assert situation.changes == ("duties",)
    assert ([duty.id for duty in situation.old.duties], situation.new.duties) == (["duty-0"], ())


def test_added_sign_is_left_out_of_the_old_case() -> None:
    """A sign that only the new rulebook knows is shown against the same case without it."""
    new = book(indicators=(*ONE_OF_EACH, indicator("five", 3)))
    situation = compared(book(), new).found.situations[0]
    assert (situation.entry, situation.case["present"]) == ("indicator five", ["five"])
    assert (situation.old.level.suggested, situation.new.level.suggested) == (1, 3)


def test_other_words_for_the_same_condition_change_nothing() -> None:
    """A rule written differently that holds in the same cases is listed, and told to change nothing."""
    old, new = (book(rule("same", condition, floor=3)) for condition in (there("one", "two"), there("two", "one")))
    found = compared(old, new)
    assert [entry.change for entry in found.entries] == ["changed"]
    assert (found.found.situations, found.found.complete) == ((), True)


def test_rule_that_reads_a_changed_finding_is_listed() -> None:
    """A rule that is the same, and reads what another concludes differently, is listed as reading others."""
    reader = rule("reader", FindingIs("seen"), floor=4)
    old, new = (book(rule("finder", there(name), finding="seen"), reader) for name in ("one", "two"))
    found = compared(old, new)
    assert ("rule", "reader", "reads other entries") in [(entry.kind, entry.id, entry.change) for entry in found.entries]
    assert found.found.complete
    assert {situation.entry for situation in found.found.situations} == {"rule finder"}


def test_one_rulebook_on_two_days() -> None:
    """A sign that starts later is the difference between two days of one rulebook."""
    later = tuple(replace(entry, period=Period(date(2022, 1, 1))) if entry.id == "one" else entry for entry in ONE_OF_EACH)
    rulebook = book(indicators=later)
    found = difference(rulebook, rulebook, lambda: 0.0, days=(date(2021, 6, 1), date(2022, 6, 1)))
    assert [(entry.id, entry.change) for entry in found.entries] == [("one", "added")]
    assert next((each.old.level.suggested, each.new.level.suggested) for each in found.found.situations) == (1, 2)


def test_what_there_is_no_time_for_is_told() -> None:
    """Without time the list is said to be partial and names what was not looked at."""
    found = compared(with_sign(), with_sign(level=4), seconds=-1.0)
    assert (found.found.left_out, found.found.complete) == (("indicator two",), False)
    assert text(found).endswith(PARTIAL)


def test_report_says_that_the_list_is_complete() -> None:
    """The report ends with what was proved."""
    assert text(compared(with_sign(), with_sign(level=4))).endswith(COMPLETE)


def test_report_says_both_answers() -> None:
    """The report has the case in words and the answer on both sides."""
    printed = text(compared(with_sign(), with_sign(level=4)))
    assert "case: present: The sign two" in printed
    assert "old: level 2; " in printed
    assert "new: level 4; " in printed


def test_difference_as_data_is_json() -> None:
    """The data can be written as JSON and says whether it is complete."""
    data = json.loads(json.dumps(mapping(compared(with_sign(), with_sign(level=4)))))
    assert (data["complete"], data["situations"][0]["entry"]) == (True, "indicator two")


def test_editions_of_the_shipped_rulebook_are_compared_completely(rulebook: Rulebook) -> None:
    """Two days of the shipped rulebook: every situation is found, and the engine answers each of them differently."""
    ticks = count()
    days = (date(2018, 7, 4), date(2019, 12, 1))
    found = difference(rulebook, rulebook, lambda: float(next(ticks)), days=days, seconds=1000.0).found
    assert found.complete
    assert found.situations
    assert all(each.old.to_dict() != each.new.to_dict() for each in found.situations)


def test_day_before_the_rulebook_is_refused() -> None:
    """A day before the first one the rulebook answers for is an error."""
    with pytest.raises(FactsError):
        difference(sound(), sound(), lambda: 0.0, days=(date(2019, 1, 1), date(2021, 1, 1)))
