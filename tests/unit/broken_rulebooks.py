"""Small rulebooks, right and deliberately wrong, as objects: the checks would refuse most of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from properties.generators import CITED, START, a_rulebook
from threshold_engine import Rulebook
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerIs,
    Any,
    Condition,
    Count,
    Not,
    Present,
    Selector,
)
from threshold_engine.model.guidance import AgeBand, Effect, Indicator, Period, Rule
from threshold_engine.model.words import Counts, Evidence, Kind


def indicator(name: str, level: int = 1, kind: Kind = Kind.RISK, domain: str = "red", **more: object) -> Indicator:
    """Give an indicator that always counts, unless told otherwise."""
    given = {"counts": Counts.ALWAYS, **more}
    return Indicator(
        id=name,
        label=f"The sign {name}",
        ask=f"Is {name} there?",
        kind=kind,
        domain=domain,
        level=level,
        source=CITED,
        evidence=Evidence.KNOWN,
        period=Period(START),
        **given,
    )


def rule(name: str, when: Condition, **then: object) -> Rule:
    """Give a rule."""
    effect = Effect(**then)
    return Rule(name, f"The rule {name}", when, effect, "Because it is made up.", CITED, Evidence.KNOWN, Period(START))


def there(*names: str) -> Present:
    """Say that one of these is present."""
    return Present(Selector(ids=names))


def told(*names: str) -> Present:
    """Say that one of these is recorded, for a child of any age."""
    return Present(Selector(ids=names), any_age=True)


ONE_OF_EACH = (
    indicator("one", 2),
    indicator("two", 2, domain="blue"),
    indicator("three", 3, domain="green"),
    indicator("four", 4),
    indicator("help", kind=Kind.STRENGTH),
)


def book(*rules: Rule, indicators: tuple[Indicator, ...] = ONE_OF_EACH) -> Rulebook:
    """Give a rulebook with these rules and indicators, and three questions: q0 yes/no, q1 a number, q2 a, b or c."""
    return replace(a_rulebook(Random(1)), rules=rules, indicators=indicators)


def sound() -> Rulebook:
    """Give a rulebook in which everything holds."""
    return book(
        rule("danger", AnswerIs("q0", (True,)), floor=4, call_999=True, duties=("duty-0",)),
        rule("many", Count(Selector(level_from=2, level_to=2), 2), review=3),
        rule("infant", All((AgeBelow(12), there("one"))), floor=3, duties=("duty-1",)),
    )


def sum_sets_a_level() -> Rulebook:
    """P3: three small signs add up to a level."""
    return book(rule("adding-up", Count(Selector(level_from=2, level_to=3), 3), floor=4))


def harm_takes_a_floor_away() -> Rulebook:
    """P4: a rule holds only while a risk is absent."""
    return book(rule("calm-home", All((there("one"), Not(there("two")))), floor=4))


def harm_takes_a_duty_away() -> Rulebook:
    """P4: a duty goes when a risk comes."""
    return book(rule("only-one", All((there("three"), Not(there("two")))), duties=("duty-2",)))


def harm_meets_a_need() -> Rulebook:
    """P4: a risk is taken for a sign that another need is met."""
    met = indicator("need", 3, counts=Counts.UNLESS_MET, met_when=there("one"))
    return book(indicators=(*ONE_OF_EACH, met))


def strength_takes_a_floor_away() -> Rulebook:
    """P5: a rule holds only while a strength is absent."""
    return book(rule("no-help", All((there("one"), Not(there("help")))), floor=4))


def answer_leads_below_the_range() -> Rulebook:
    """P6: a floor holds at every age and at none that is left open; only an age in weeks can lie across its limit."""
    return book(
        rule("any-age", All((told("toddler"), Any((AgeBelow(84), AgeFrom(84))))), floor=4),
        indicators=(*ONE_OF_EACH, indicator("toddler", 4, age=AgeBand(below_months=60))),
    )


def no_level_three() -> Rulebook:
    """Level 3 cannot be reached."""
    return book(indicators=tuple(entry for entry in ONE_OF_EACH if entry.level != 3))


def rule_that_never_holds() -> Rulebook:
    """Two limits of age leave nobody."""
    return book(rule("nobody", All((there("one"), AgeBelow(60), AgeFrom(156))), floor=3))


def count_that_is_never_reached() -> Rulebook:
    """A count wants more areas of life than there are in what it counts."""
    return book(rule("four-areas", Count(Selector(level_from=2), 4, by_domain=True), review=4))


def two_rules_conflict() -> Rulebook:
    """The same cases, written in two ways, and two floors."""
    return book(
        rule("first", All((there("one"), Any((AgeBelow(60), AgeFrom(60))))), floor=3),
        rule("second", All((Any((AgeFrom(60), AgeBelow(60))), there("one"))), floor=4),
    )


def one_rule_makes_another_pointless() -> Rulebook:
    """Whatever makes the narrow rule hold makes the wide one hold, which asks for more."""
    return book(
        rule("narrow", All((there("one"), there("two"))), review=3),
        rule("wide", there("one"), review=4),
    )
