"""Many cases at once: bits, missing columns, what is refused, and the order of rows."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from threshold_engine import FactsError, Rulebook, load_rulebook
from threshold_engine.columnar import Engine, answer_table
from threshold_engine.columnar.planes import NO, YES, Plan, Planes
from threshold_engine.columnar.table import column_problems
from unit.small import build

DAY = date(2026, 11, 22)
BITS = [*product((False, True), repeat=5)]
NAMES = ("a", "b", "c", "d", "e")
BRUISE = "bruise-non-mobile-infant"


def bits() -> pl.DataFrame:
    return pl.DataFrame(BITS, schema=dict.fromkeys(NAMES, pl.Boolean), orient="row")


def worked_out(make: Any) -> list[bool]:
    """Give a plane made from five leaves, over every choice of their values."""
    planes = Planes()
    plane = make(planes, [planes.leaf(name, pl.col(name)) for name in NAMES])
    return Plan(planes, [plane]).run(bits())[plane].to_list()


def answer(rulebook: Rulebook, **row: object) -> dict[str, Any]:
    """Answer one row."""
    return answer_table(pl.DataFrame([{"case_id": "one", **row}]), rulebook, DAY).row(0, named=True)


def refusal(frame: pl.DataFrame, rulebook: Rulebook, as_of: date | None = DAY) -> list[tuple[str, str]]:
    """Give place and code of each problem of a table that is refused."""
    with pytest.raises(FactsError) as caught:
        answer_table(frame, rulebook, as_of)
    return [(problem.where, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize("number", range(7))
def test_at_least_is_a_count(number: int) -> None:
    """At least so many of five, for every choice of their values."""
    found = worked_out(lambda planes, leaves: planes.at_least(number, leaves))
    assert found == [sum(row) >= number for row in BITS]


def test_at_least_takes_what_is_always_so() -> None:
    """A plane that is yes in every row counts as one."""
    found = worked_out(lambda planes, leaves: planes.at_least(3, [YES, NO, *leaves]))
    assert found == [sum(row) >= 2 for row in BITS]


def test_families_do_not_change_what_is_so() -> None:
    """Planes joined family by family are still all joined."""

    def make(planes: Planes, leaves: list[int]) -> int:
        for plane, family in zip(leaves, ("x", "x", "y", "y"), strict=False):
            planes.of_family(plane, family)
        return planes.some(leaves)

    assert worked_out(make) == [any(row) for row in BITS]


def test_same_joint_is_made_once() -> None:
    """Asking again for the same joint, in another order, gives the same plane."""
    planes = Planes()
    first, second = (planes.leaf(name, pl.col(name)) for name in ("a", "b"))
    assert planes.every([first, second]) == planes.every([second, first, YES])


def test_opposite_of_opposite_is_the_plane() -> None:
    """Not not is nothing."""
    planes = Planes()
    leaf = planes.leaf("a", pl.col("a"))
    assert planes.opposite(planes.opposite(leaf)) == leaf


def test_nothing_but_a_name_is_level_1_and_open_to_4(rulebook: Rulebook) -> None:
    """Missing columns are unknown, not no."""
    found = answer(rulebook)
    assert (found["level"], found["level_low"], found["level_high"], found["rag"]) == (1, 1, 4, "blue")


def test_missing_column_answers_as_an_empty_one(rulebook: Rulebook) -> None:
    """A column of nulls says as little as no column."""
    empty = {"mobile": None, "answers.immediate_danger": None, "abandoned": None, "domains.abuse-sexual": None}
    frame = pl.DataFrame([{"case_id": "one", BRUISE: True, **empty}])
    typed = frame.cast({"mobile": pl.Boolean, "answers.immediate_danger": pl.Boolean, "abandoned": pl.Boolean})

    assert answer_table(typed, rulebook, DAY).to_dicts() == [answer(rulebook, **{BRUISE: True})]


def test_others_absent_settles_every_sign(tmp_path: Path) -> None:
    """With the answers that matter given as well, nothing is open any more."""
    rulebook = load_rulebook(build(tmp_path))
    told = {"answers.immediate_danger": False, "answers.place": "inside"}
    assert [answer(rulebook, **told, **more)["level_high"] for more in ({}, {"others": "absent"})] == [4, 1]


def test_danger_calls_999(rulebook: Rulebook) -> None:
    """Immediate danger is red, and 999."""
    found = answer(rulebook, **{"answers.immediate_danger": True})
    assert (found["level"], found["rag"], found["call_999"]) == (4, "red", True)
    assert "call-999" in found["duties"]


def test_whole_year_of_age_leaves_a_limit_inside_it_open(rulebook: Rulebook) -> None:
    """``age_below_months`` makes an age a range; one day before a limit and at it differ."""
    young = answer(rulebook, age_months=215.9, **{"fgm-seen-or-disclosed-under-18": True})
    adult = answer(rulebook, age_months=216.0, **{"fgm-seen-or-disclosed-under-18": True})
    between = answer(rulebook, age_months=210.0, age_below_months=220.0, **{"fgm-seen-or-disclosed-under-18": True})

    assert young["level"] > adult["level"]
    assert (between["level_low"], between["level_high"]) == (adult["level_low"], young["level_high"])


def test_disputed_adult_age_is_unknown(rulebook: Rulebook) -> None:
    """A person said to be 19 whose age is in doubt is answered as a born child of unknown age."""
    sign = {"fgm-seen-or-disclosed-under-18": True, "answers.age_in_doubt": True}
    assert answer(rulebook, age_months=228.0, **sign) == answer(rulebook, unborn=False, **sign)


def test_rows_of_several_days_keep_their_order(rulebook: Rulebook) -> None:
    """Each row is answered under the edition of its day, and stays in its place."""
    days = [date(2026, 11, 1), date(2016, 7, 1), date(2026, 11, 1), date(2020, 1, 1), date(2016, 7, 1)]
    starts = {sign.id: sign.period.since or date.max for sign in rulebook.indicators if sign.kind == "risk"}
    newest = max((name for name, day in starts.items() if day < DAY), key=lambda name: starts[name])
    frame = pl.DataFrame({"case_id": ["a", "b", "c", "d", "e"], "as_of": days, newest: True})

    together = answer_table(frame, rulebook)
    one_by_one = pl.concat([answer_table(frame.slice(row, 1), rulebook) for row in range(5)])

    assert together.to_dicts() == one_by_one.to_dicts()
    assert [newest in reasons for reasons in together["reasons"]] == [starts[newest] <= day for day in days]


def test_row_without_a_day_takes_the_day_given(rulebook: Rulebook) -> None:
    """``as_of`` fills the gaps of its column."""
    frame = pl.DataFrame({"case_id": ["a", "a"], "as_of": [None, DAY], BRUISE: True})
    first, second = answer_table(frame, rulebook, DAY).to_dicts()
    assert first == second


def test_text_columns_may_be_categorical(rulebook: Rulebook) -> None:
    """A dictionary column is read as its words, and unknown as nothing."""
    frame = pl.DataFrame({"case_id": [1, 2], "domains.abuse-sexual": ["no-concern", "unknown"]})
    coded = frame.with_columns(pl.col("domains.abuse-sexual").cast(pl.Categorical))
    assert answer_table(coded, rulebook, DAY).to_dicts() == answer_table(frame, rulebook, DAY).to_dicts()


def test_table_without_rows_is_answered(rulebook: Rulebook) -> None:
    """No cases, no answers, and the columns are there."""
    found = answer_table(pl.DataFrame(schema={"case_id": pl.String}), rulebook, DAY)
    assert found.shape == (0, 9)


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("bruise-non-mobile-infnt", "UNKNOWN_INDICATOR"),
        ("met.nothing", "UNKNOWN_INDICATOR"),
        ("answers.nothing", "UNKNOWN_QUESTION"),
        ("domains.nothing", "UNKNOWN_DOMAIN"),
    ],
)
def test_unknown_column_is_refused(column: str, code: str, rulebook: Rulebook) -> None:
    """A column nobody knows is refused, not passed over."""
    assert [found for _, found in refusal(pl.DataFrame({"case_id": ["a"], column: [True]}), rulebook)] == [code]


def test_near_name_of_a_column_is_told(rulebook: Rulebook) -> None:
    """The way out names the column that was meant."""
    problems = column_problems({"case_id": pl.String(), "bruise-non-mobile-infnt": pl.Boolean()}, rulebook)
    assert BRUISE in problems[0].fix


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (BRUISE, [1]),
        (BRUISE, ["true"]),
        ("age_months", ["3 months"]),
        ("as_of", ["2026-11-22"]),
        ("answers.immediate_danger", ["true"]),
        ("answers.duration_months", [3.0]),
        ("answers.consent", [True]),
        ("case_id", [1.5]),
    ],
)
def test_column_of_another_type_is_refused(column: str, values: list[object], rulebook: Rulebook) -> None:
    """Types are strict: nothing is guessed."""
    frame = pl.DataFrame({"case_id": ["a"]} | {column: values})
    assert refusal(frame, rulebook) == [(f"column {column}", "BAD_VALUE")]


def test_table_without_names_is_refused(rulebook: Rulebook) -> None:
    """``case_id`` is the one column that must be there."""
    assert refusal(pl.DataFrame({BRUISE: [True]}), rulebook) == [("case_id", "MISSING_KEY")]


@pytest.mark.parametrize(
    ("row", "where", "code"),
    [
        ({"case_id": None}, "case_id", "MISSING_KEY"),
        ({"case_id": ""}, "case_id", "MISSING_KEY"),
        ({"age_months": -1.0}, "age_months", "IMPOSSIBLE_AGE"),
        ({"age_months": 312.0}, "age_months", "IMPOSSIBLE_AGE"),
        ({"age_months": float("nan")}, "age_months", "IMPOSSIBLE_AGE"),
        ({"age_months": 3.0, "age_below_months": 3.0}, "age_below_months", "IMPOSSIBLE_AGE"),
        ({"age_below_months": 3.0}, "age_below_months", "IMPOSSIBLE_AGE"),
        ({"age_months": 3.0, "unborn": True}, "unborn", "CONTRADICTION"),
        ({"as_of": date(2016, 1, 1)}, "as_of", "BEFORE_RULEBOOK"),
        ({"as_of": date(2500, 1, 1)}, "as_of", "IMPOSSIBLE_DAY"),
        ({"answers.consent": "perhaps"}, "answers.consent", "BAD_ANSWER"),
        ({"answers.duration_months": -1}, "answers.duration_months", "BAD_ANSWER"),
        ({"domains.abuse-sexual": "fine"}, "domains.abuse-sexual", "BAD_VALUE"),
        ({"others": "present"}, "others", "BAD_VALUE"),
        ({"setting.agency": "circus"}, "setting.agency", "UNKNOWN_AGENCY"),
    ],
)
def test_bad_cell_is_rejected_and_the_others_are_answered(
    row: dict[str, object], where: str, code: str, rulebook: Rulebook
) -> None:
    """One bad row is told with its number; the rows round it are answered."""
    kinds = {"case_id": pl.String} | {name: pl.Series([value]).dtype for name, value in row.items() if value is not None}
    frame = pl.DataFrame([{"case_id": "a"}, {"case_id": "b", **row}, {"case_id": "c"}], schema=kinds)

    answered = Engine(rulebook, DAY).answer(frame)

    assert answered.answers["case_id"].to_list() == ["a", "c"]
    assert answered.rejects.select("row", "where", "code").rows() == [(2, where, code)]


def test_every_problem_of_a_row_is_told(rulebook: Rulebook) -> None:
    """Two bad cells, two rejects, one row."""
    frame = pl.DataFrame({"case_id": ["a"], "age_months": [-1.0], "others": ["no"]})
    assert refusal(frame, rulebook) == [("row 1, age_months", "IMPOSSIBLE_AGE"), ("row 1, others", "BAD_VALUE")]


def test_no_day_is_refused(rulebook: Rulebook) -> None:
    """The core reads no clock."""
    assert refusal(pl.DataFrame({"case_id": ["a"]}), rulebook, as_of=None) == [("as_of", "NO_DAY")]


def test_row_without_a_day_is_rejected_if_none_is_given(rulebook: Rulebook) -> None:
    """A gap in ``as_of`` is told by its row."""
    frame = pl.DataFrame({"case_id": ["a", "b"], "as_of": [DAY, None]})
    assert refusal(frame, rulebook, as_of=None) == [("row 2, as_of", "NO_DAY")]


def test_every_number_of_months_is_answered_as_in_a_fresh_table() -> None:
    """What was compiled for one table serves another with the same columns."""
    rulebook = load_rulebook()
    engine = Engine(rulebook, DAY)
    ages = [float(month) for month in range(0, 312, 7)]
    frame = pl.DataFrame({"case_id": [str(age) for age in ages], "age_months": ages, BRUISE: True})

    whole = engine.answer(frame).answers.to_dicts()
    again = [engine.answer(frame.slice(row, 1)).answers.to_dicts()[0] for row in range(frame.height)]

    assert whole == again
