"""The formulas mean what the engine does: the same verdicts, answers and ranges on drawn cases."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import z3

from properties.generators import a_case, a_rulebook
from threshold_engine import Assessment, Rulebook, assess, read_case, spec
from threshold_engine.model.case import Age
from threshold_engine.model.edition import edition_on
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import AgeBand
from threshold_engine.model.words import Rag
from threshold_engine.prove.ages import age_options
from threshold_engine.prove.encoding import Encoding
from threshold_engine.prove.lines import LEVELS, Line, level_at_least, lines
from threshold_engine.prove.query import Query
from threshold_engine.prove.symbols import CHILD, Space, SymbolicCase
from threshold_engine.schema.ages import parse_age
from threshold_engine.settle import settle
from unit.broken_rulebooks import ONE_OF_EACH, book, indicator, rule, there

SEEDS = range(25)
ACROSS_A_LIMIT = ("26 weeks", "0 years", "678 weeks", "17 years 51 weeks", "21 years")


def drawn(random: Random, rulebook: Rulebook, space: Space) -> dict[str, Any]:
    """Draw a case that the formulas can tell apart: numbers near the limits, ages of every sort."""
    case = a_case(random, rulebook)
    options = {name: [value for value, _ in values] for name, values in space.case("x").answers.items()}
    case["answers"] = {name: random.choice(options[name]) for name in case["answers"] if name in options}
    if "age" in case["child"] and case["child"]["age"] != "unborn" and random.random() < 0.3:
        case["child"]["age"] = random.choice(ACROSS_A_LIMIT)
    return case


def settled(rulebook: Rulebook, case: dict[str, Any]) -> Facts:
    read = read_case(case, rulebook)
    assert read.as_of is not None
    return settle(read, edition_on(rulebook, read.as_of)).facts


def fixed(space: Space, symbols: SymbolicCase, rulebook: Rulebook, case: dict[str, Any]) -> Iterator[z3.BoolRef]:
    """Say of every unknown of a symbolic case what a real case says."""
    read = read_case(case, rulebook)
    facts = settled(rulebook, case)
    named = {item.indicator: item.status == "present" for item in read.observations if item.status != "unknown"}
    recorded = {**named, **facts.recorded}
    yield z3.Not(symbols.others)
    for name, pair in symbols.said.items():
        yield pair.yes == (recorded.get(name) is True)
        yield symbols.absent[name] == (recorded.get(name) is False)
    for name, pair in symbols.met.items():
        yield pair.yes == (facts.met.get(name) is True)
        yield pair.no == (facts.met.get(name) is False)
    for name in CHILD:
        yield symbols.child[name].yes == (getattr(read.child, name) is True)
        yield symbols.child[name].no == (getattr(read.child, name) is False)
    for given, values in ((read.answers, symbols.answers), (read.setting, symbols.setting)):
        for name, options in values.items():
            for value, formula in options:
                yield formula == (name in given and type(given[name]) is type(value) and given[name] == value)
    yield symbols.ages[_age_number(space, read.child.age, read.child.unborn)]


def _age_number(space: Space, age: Age | None, unborn: bool | None) -> int:
    if age is None:
        return next(n for n, option in enumerate(space.ages) if option.unborn is unborn and option.words in (None, "unborn"))
    months = (age.low_months, age.high_months)
    first, last = (sum(limit <= months[0] for limit in space.limits), sum(limit < months[1] for limit in space.limits))
    pieces = set(range(first, last + 1))
    return next(n for n, option in enumerate(space.ages) if option.words not in (None, "unborn") and option.pieces == pieces)


def true(model: z3.ModelRef, formula: z3.BoolRef) -> bool:
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def engine_lines(answer: Assessment) -> set[Line]:
    """Give the lines that an answer of the engine has."""
    level, asked = answer.level.suggested, answer.level.review.level if answer.level.review else 1
    found = {Line("level", at) for at in LEVELS if level >= at} | {Line("review", at) for at in LEVELS if max(level, asked) >= at}
    found |= {Line("urgency", str(rag)) for rag in Rag if rag is not Rag.BLUE and Rag(answer.urgency.rag).rank >= rag.rank}
    found |= {Line("duty", duty.id) for duty in answer.duties}
    return found | ({Line("call_999")} if answer.urgency.call_999 else set())


def compare(rulebook: Rulebook, random: Random) -> None:
    space = Space(rulebook)
    case = drawn(random, rulebook, space)
    symbols = space.case("a")
    facts = settled(rulebook, case)
    encoding = Encoding(facts.edition, symbols, space)
    model = Query(space, symbols).smallest(z3.And(*fixed(space, symbols, rulebook, case)), [symbols.others])
    reading = spec.read(facts)
    by_formula = {name: (true(model, rails.sure), true(model, rails.could)) for name, rails in encoding.rules.items()}
    by_engine = {name: (verdict is True, verdict is not False) for name, verdict in reading.rules.items()}
    assert by_formula == by_engine
    assert {name for name, counts in encoding.counting.items() if true(model, counts)} == spec.evaluate(facts).counting
    shown = {line for line, formula in lines(encoding).items() if true(model, formula) and line.part != "tell_nobody"}
    assert shown == engine_lines(assess(read_case(case, rulebook), rulebook))


@pytest.mark.parametrize("seed", SEEDS)
def test_formulas_agree_with_the_engine_on_the_shipped_rulebook(rulebook: Rulebook, seed: int) -> None:
    """Verdicts, counting signs and every line of the answer are the same on a drawn case."""
    compare(rulebook, Random(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_formulas_agree_with_the_engine_on_a_drawn_rulebook(seed: int) -> None:
    """Verdicts, counting signs and every line of the answer are the same on a drawn rulebook and case."""
    random = Random(seed)
    compare(a_rulebook(random), random)


@pytest.mark.parametrize("seed", SEEDS)
def test_range_of_the_engine_holds_every_level_that_can_be_reached(rulebook: Rulebook, seed: int) -> None:
    """Whatever is learned of a drawn case, by z3, the level stays in the range the engine shows, and the top is reached."""
    random = Random(seed)
    space = Space(rulebook)
    case = drawn(random, rulebook, space)
    symbols, after = space.case("a"), space.case("b")
    assumed = [*fixed(space, symbols, rulebook, case), *space.learned(symbols, after), space.same_dispute(symbols, after)]
    query = Query(space, symbols, after, assume=assumed)
    later = Encoding(settled(rulebook, case).edition, after, space)

    low, high = assess(read_case(case, rulebook), rulebook).level.range

    lowest = next((at - 1 for at in LEVELS if query.possible(z3.Not(level_at_least(later, at)))), 4)
    highest = max((at for at in LEVELS if query.possible(level_at_least(later, at))), default=1)
    assert low <= lowest
    assert highest == high


def test_low_end_holds_for_an_age_that_lies_across_a_limit(rulebook: Rulebook) -> None:
    """An age in weeks that leaves the thirteenth birthday open: saying that the need is met stays in the range shown."""
    case = {"as_of": "2016-06-29", "child": {"age": "678 weeks"}, "present": ["pregnancy-under-18", "pmh-mild"]}
    low, _ = assess(read_case(case, rulebook), rulebook).level.range
    met = {
        **case,
        "present": ["pregnancy-under-18"],
        "observations": [{"indicator": "pmh-mild", "status": "present", "met": True}],
    }

    assert low <= assess(read_case(met, rulebook), rulebook).level.suggested


def test_low_end_holds_while_disability_is_open() -> None:
    """A floor rests on a sign for the under 16s, or under 18 if disabled: the answer about that stays in the range shown."""
    band = AgeBand(below_months=192, below_months_if_disabled=216)
    fostered = indicator("fostered", 2, age=band)
    rulebook = book(rule("placed", there("fostered"), floor=3), indicators=(*ONE_OF_EACH, fostered))
    case: dict[str, Any] = {"as_of": "2021-01-01", "child": {"age": "16 years"}, "present": ["fostered"]}
    low, _ = assess(read_case(case, rulebook), rulebook).level.range
    told = {**case, "child": {"age": "16 years", "disabled": False}}

    assert low <= assess(read_case(told, rulebook), rulebook).level.suggested


def test_every_age_in_months_has_an_option() -> None:
    """Each age in weeks, months and years lies in the same stretches as one of the options."""
    limits = (6, 12, 156, 213, 216)
    options = {option.pieces for option in age_options(limits)}
    ages = [f"{n} {unit}" for unit, most in (("weeks", 1350), ("months", 311), ("years", 25)) for n in range(most)]
    found = set()
    for words in ages:
        months = parse_age(words)
        assert months is not None
        found.add(frozenset(range(sum(at <= months[0] for at in limits), sum(at < months[1] for at in limits) + 1)))

    assert found <= options
