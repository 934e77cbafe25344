"""
Random cases and random rulebooks, aimed at limits.

Everything is drawn from a ``random.Random``, so that the same generators serve bulk runs
with a seed and hypothesis, which then shrinks what it finds.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from threshold_engine.case import AGENCIES
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    Selector,
    SettingIs,
)
from threshold_engine.model.condition import Any as AnyOf
from threshold_engine.model.edition import change_days
from threshold_engine.model.guidance import (
    AgeBand,
    Citation,
    Document,
    Domain,
    Duty,
    Effect,
    Indicator,
    Level,
    Period,
    Question,
    Rule,
    Rulebook,
)
from threshold_engine.model.words import Consent, Counts, Evidence, Kind, Rag

START = date(2020, 1, 1)
LATER = date(2022, 1, 1)
CITED = Citation("made-up", "table 1")
DOMAINS = ("red", "blue", "green")
AGES = (
    "3 weeks",
    "5 months",
    "6 months",
    "11 months",
    "12 months",
    "1 year",
    "4 years",
    "5 years",
    "12 years",
    "13 years",
    "17 years",
)
LIMITS = (6, 12, 60, 156, 216)
WAYS_TO_SAY = ("present", "present", "absent", "unknown")


def a_case(random: Random, rulebook: Rulebook) -> dict[str, Any]:
    """Draw a case for a rulebook: a few indicators recorded, the rest settled or not."""
    day = random.choice(_days(rulebook))
    return {
        "as_of": day,
        "child": a_child(random),
        "setting": {"agency": random.choice(AGENCIES)} if random.random() < 0.5 else {},
        "observations": [an_observation(random, name) for name in some_indicators(random, rulebook)],
        "answers": {
            question.id: an_answer(random, question)
            for question in random.sample(rulebook.questions, min(len(rulebook.questions), random.choice((0, 1, 3, 8))))
        },
        "domains": {
            domain.id: random.choice(("concern", "no-concern"))
            for domain in random.sample(rulebook.domains, min(len(rulebook.domains), random.choice((0, 0, 1, 4))))
        },
        "others": "absent" if random.random() < 0.2 else "unknown",
    }


def _days(rulebook: Rulebook) -> list[date]:
    days = change_days(rulebook)
    return sorted({*days, *(day - timedelta(days=1) for day in days[1:]), days[-1] + timedelta(days=400)})


def a_child(random: Random) -> dict[str, Any]:
    """Draw a child, often near an age at which the guidance changes."""
    child: dict[str, Any] = {}
    draw = random.random()
    if draw < 0.1:
        child["age"] = "unborn"
    elif draw < 0.85:
        child["age"] = random.choice(AGES)
    elif draw < 0.9:
        child["unborn"] = False
    for attribute in ("disabled", "mobile", "looked_after"):
        if random.random() < 0.4:
            child[attribute] = random.random() < 0.5
    return child


def some_indicators(random: Random, rulebook: Rulebook) -> list[str]:
    """Draw the indicators to speak of: any, those of one rule, or those of one domain."""
    names = [indicator.id for indicator in rulebook.indicators]
    draw = random.random()
    if draw < 0.4 and rulebook.rules:
        rule = random.choice(rulebook.rules)
        names = sorted(_named(rule.when)) or names
    elif draw < 0.6:
        domain = random.choice(rulebook.indicators).domain
        names = [indicator.id for indicator in rulebook.indicators if indicator.domain == domain]
    return random.sample(names, min(len(names), random.choice((0, 1, 2, 4, 9))))


def _named(condition: Condition) -> set[str]:
    match condition:
        case All(parts) | AnyOf(parts):
            return {name for part in parts for name in _named(part)}
        case Not(part):
            return _named(part)
        case Present(of) | Count(of):
            return set(of.ids)
    return set()


def an_observation(random: Random, name: str) -> dict[str, Any]:
    """Draw what was said of an indicator."""
    found: dict[str, Any] = {"indicator": name, "status": random.choice(WAYS_TO_SAY)}
    if random.random() < 0.2:
        found["met"] = random.random() < 0.5
    return found


def an_answer(random: Random, question: Question) -> bool | int | str:
    """Draw an answer of the question's type."""
    match question.type:
        case "boolean":
            return random.random() < 0.5
        case "number":
            return random.choice((0, 1, 2, 3, 4, 11, 13, 14, 15))
        case "choice":
            return random.choice(question.choices)
        case _:
            return "made up"


def a_rulebook(random: Random) -> Rulebook:
    """Draw a small rulebook that passes the checks that keep P4 and P5: no ``not`` over a risk or a strength."""
    questions = tuple(_question(f"q{number}", kind) for number, kind in enumerate(("boolean", "number", "choice")))
    duties = tuple(_duty(f"duty-{number}") for number in range(3))
    indicators = tuple(_indicator(random, number) for number in range(random.randint(3, 12)))
    rules: list[Rule] = []
    for number in range(random.randint(0, 8)):
        rules.append(_rule(random, number, indicators, [rule.then.finding for rule in rules if rule.then.finding]))
    random.shuffle(rules)
    return Rulebook(
        id="made-up",
        title="Made-up guidance",
        area="Nowhere",
        version="1",
        status="For tests only.",
        owner="Nobody",
        starts=START,
        review_by=date(2099, 1, 1),
        domains=tuple(Domain(name, name.title(), f"Any worry about {name}?") for name in DOMAINS),
        sources=(Document("made-up", "Made-up source", None, None, None, None, "none", "known", None),),
        levels=tuple(_level(number) for number in (1, 2, 3, 4)),
        pathways=(),
        contacts=(),
        ladder=(),
        clocks=(),
        duties=duties,
        questions=questions,
        indicators=indicators,
        rules=tuple(rules),
        exploitation=None,
        codes=(),
        coverage=(),
    )


def _period(random: Random) -> Period:
    return Period(random.choice((START, START, START, LATER)), random.choice((None, None, None, date(2023, 1, 1))))


def _indicator(random: Random, number: int) -> Indicator:
    kind = random.choices((Kind.RISK, Kind.STRENGTH, Kind.CONTEXT), (6, 2, 1))[0]
    counts = random.choice(list(Counts))
    strength = Present(Selector(kind=Kind.STRENGTH))
    return Indicator(
        id=f"i{number}",
        label=f"Indicator {number}",
        ask=f"Is indicator {number} there?",
        kind=kind,
        domain=random.choice(DOMAINS),
        level=random.randint(1, 4) if kind is Kind.RISK else 1,
        counts=counts,
        met_when=strength if counts is Counts.UNLESS_MET and random.random() < 0.6 else None,
        source=CITED,
        evidence=Evidence.KNOWN,
        period=_period(random),
        age=_band(random) if random.random() < 0.4 else None,
        duties=tuple(random.sample(["duty-0", "duty-1"], random.randint(0, 1))),
    )


def _band(random: Random) -> AgeBand:
    draw = random.random()
    if draw < 0.2:
        return AgeBand(unborn=True)
    low, high = sorted(random.sample((0, *LIMITS), 2))
    return AgeBand(
        from_months=low or None,
        below_months=high,
        below_months_if_disabled=216 if high < 216 and random.random() < 0.2 else None,
        or_unborn=random.random() < 0.2,
    )


def _rule(random: Random, number: int, indicators: tuple[Indicator, ...], findings: list[str | None]) -> Rule:
    effect = Effect(
        floor=random.choice((None, None, 2, 3, 4)),
        review=random.choice((None, None, 3, 4)),
        review_raise_by=random.choice((0, 0, 0, 1)),
        rag=random.choice((None, None, *Rag)),
        duties=tuple(random.sample(["duty-1", "duty-2"], random.randint(0, 2))),
        advise="Do something.",
        finding=f"f{number % 2}-{number}" if random.random() < 0.3 else None,
    )
    known = [finding for finding in findings if finding]
    return Rule(
        id=f"r{number}",
        label=f"Rule {number}",
        when=_condition(random, indicators, known, 3),
        then=effect,
        because="Because it is made up.",
        source=CITED,
        evidence=Evidence.KNOWN,
        period=_period(random),
    )


def _condition(random: Random, indicators: tuple[Indicator, ...], findings: list[str], depth: int) -> Condition:
    if depth == 0 or random.random() < 0.35:
        return _leaf(random, indicators, findings)
    parts = tuple(_condition(random, indicators, findings, depth - 1) for _ in range(random.randint(1, 3)))
    draw = random.random()
    if draw < 0.15:
        return Not(_plain_leaf(random))
    return All(parts) if draw < 0.55 else AnyOf(parts)


def _leaf(random: Random, indicators: tuple[Indicator, ...], findings: list[str]) -> Condition:
    draw = random.random()
    if draw < 0.35:
        return Present(_selector(random, indicators), any_age=False)
    if draw < 0.45:
        return Present(Selector(ids=_ids(random, indicators)), any_age=True)
    if draw < 0.6:
        return Count(_selector(random, indicators), random.randint(1, 3), random.random() < 0.5)
    if draw < 0.7 and findings:
        return FindingIs(random.choice(findings))
    return _plain_leaf(random)


def _plain_leaf(random: Random) -> Condition:
    return random.choice(
        (
            AgeBelow(random.choice(LIMITS)),
            AgeFrom(random.choice(LIMITS)),
            ChildIs(random.choice(("unborn", "disabled", "mobile", "looked_after")), random.random() < 0.5),
            AnswerIs("q0", (random.random() < 0.5,)),
            AnswerIs("q1", (random.choice((0, 1, 3)),)),
            AnswerIs("q2", tuple(random.sample(("a", "b", "c"), random.randint(1, 2)))),
            AnswerAtLeast("q1", random.choice((1, 3, 14))),
            SettingIs("agency", tuple(random.sample(AGENCIES, 2))),
        )
    )


def _selector(random: Random, indicators: tuple[Indicator, ...]) -> Selector:
    if random.random() < 0.6:
        return Selector(ids=_ids(random, indicators))
    low, high = sorted((random.randint(1, 4), random.randint(1, 4)))
    return Selector(
        kind=Kind.RISK,
        domains=tuple(random.sample(DOMAINS, random.randint(0, 2))),
        except_domains=tuple(random.sample(DOMAINS, random.randint(0, 1))),
        level_from=low,
        level_to=high,
    )


def _ids(random: Random, indicators: tuple[Indicator, ...]) -> tuple[str, ...]:
    names = [indicator.id for indicator in indicators]
    return tuple(random.sample(names, random.randint(1, min(3, len(names)))))


def _question(name: str, kind: str) -> Question:
    choices = ("a", "b", "c") if kind == "choice" else ()
    return Question(name, f"What about {name}?", kind, "other", ("everyone",), CITED, Evidence.KNOWN, Period(START), choices)


def _duty(name: str) -> Duty:
    return Duty(
        name, name, "Do it.", "anyone", "today", "made up", Consent.CANNOT_STOP, False, CITED, Evidence.KNOWN, Period(START)
    )


def _level(number: int) -> Level:
    words = ("meaning", "test", "law", "assessment", "lead")
    return Level(number, f"Level {number}", *words, number < 4, "text", "route", CITED, Evidence.KNOWN, Period(START))
