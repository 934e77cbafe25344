"""A case as unknowns: everything a practitioner could say, each thing open until z3 settles it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

import z3

from threshold_engine.model.case import AnswerValue
from threshold_engine.model.condition import AnswerAtLeast, AnswerIs, Condition, SettingIs, walk
from threshold_engine.model.guidance import Question, Rulebook
from threshold_engine.model.words import AGENCIES, Counts, Kind
from threshold_engine.prove.ages import AgeOption, age_limits, age_options

CHILD = ("disabled", "mobile", "looked_after")
OTHER = "other"
AGE_IN_DOUBT, AGE_DISPUTED = "age_in_doubt", "uasc-age-disputed"


class Said(NamedTuple):
    """Yes, no, or neither, which is unknown; never both."""

    yes: z3.BoolRef
    no: z3.BoolRef


@dataclass(frozen=True)
class SymbolicCase:
    """
    Attributes:
        said: Whether each indicator is settled as present (yes) or as absent (no).
        absent: Whether each indicator is recorded absent by itself.
        others: Everything not mentioned was looked at and is not so.
        met: What is said outright about whether a need is met, where that is read.
        ages: One for each age option of the space; exactly one is true.
        taken: The same for the age that is reckoned with: that of an adult is not, while it is disputed.
        answers, setting: One for each value that some condition can tell from the others; at most one is true.
    """

    said: Mapping[str, Said]
    absent: Mapping[str, z3.BoolRef]
    others: z3.BoolRef
    met: Mapping[str, Said]
    child: Mapping[str, Said]
    ages: tuple[z3.BoolRef, ...]
    taken: tuple[z3.BoolRef, ...]
    answers: Mapping[str, tuple[tuple[AnswerValue, z3.BoolRef], ...]]
    setting: Mapping[str, tuple[tuple[AnswerValue, z3.BoolRef], ...]]

    def consistent(self) -> Iterator[z3.BoolRef]:
        """Give what makes it a case: nothing is said in two ways. The space adds the age reckoned with."""
        for pair in chain(self.said.values(), self.met.values(), self.child.values()):
            yield z3.Not(z3.And(pair.yes, pair.no))
        yield z3.Or(*self.ages)
        yield z3.AtMost(*self.ages, 1)
        for values in chain(self.answers.values(), self.setting.values()):
            if len(values) > 1:
                yield z3.AtMost(*(given for _, given in values), 1)

    def recorded(self) -> Iterator[z3.BoolRef]:
        """Give one literal for each fact that can be recorded, true where it is."""
        for name, pair in self.said.items():
            yield z3.Or(pair.yes, self.absent[name])
        yield self.others
        for pair in chain(self.met.values(), self.child.values()):
            yield z3.Or(pair.yes, pair.no)
        yield z3.Not(self.ages[0])
        for values in chain(self.answers.values(), self.setting.values()):
            yield z3.Or(*(given for _, given in values))


class Space:
    """Every case that one or more rulebooks can be asked about; their editions share its unknowns."""

    def __init__(self, *rulebooks: Rulebook) -> None:
        self.limits = age_limits(rulebooks)
        self.ages: tuple[AgeOption, ...] = age_options(self.limits)
        self.pieces = sorted(piece for option in self.ages if option.whole for piece in option.pieces)
        self.kinds = {entry.id: entry.kind for rulebook in rulebooks for entry in rulebook.indicators}
        self._meetable = sorted(
            {entry.id for rulebook in rulebooks for entry in rulebook.indicators if entry.counts is Counts.UNLESS_MET}
        )
        conditions = [part for rulebook in rulebooks for condition in _conditions(rulebook) for part in walk(condition)]
        self._answers = _answers(chain.from_iterable(rulebook.questions for rulebook in rulebooks), conditions)
        self._setting = _settings(conditions)

    def case(self, name: str) -> SymbolicCase:
        """Give a case of which everything is open."""

        def said(what: str) -> Said:
            return Said(z3.Bool(f"{name} {what} yes"), z3.Bool(f"{name} {what} no"))

        def values(what: str, options: tuple[AnswerValue, ...]) -> tuple[tuple[AnswerValue, z3.BoolRef], ...]:
            return tuple((value, z3.Bool(f"{name} {what} {value!r}")) for value in options)

        others = z3.Bool(f"{name} others absent")
        recorded = {indicator: said(indicator) for indicator in sorted(self.kinds)}
        return SymbolicCase(
            said={
                indicator: Said(given.yes, z3.Or(given.no, z3.And(others, z3.Not(given.yes))))
                for indicator, given in recorded.items()
            },
            absent={indicator: given.no for indicator, given in recorded.items()},
            others=others,
            met={indicator: said(f"{indicator} met") for indicator in self._meetable},
            child={attribute: said(f"child.{attribute}") for attribute in CHILD},
            ages=tuple(z3.Bool(f"{name} age {number}") for number in range(len(self.ages))),
            taken=tuple(z3.Bool(f"{name} age taken {number}") for number in range(len(self.ages))),
            answers={question: values(f"answers.{question}", options) for question, options in self._answers.items()},
            setting={field: values(f"setting.{field}", options) for field, options in self._setting.items()},
        )

    def with_more(self, case: SymbolicCase, kind: Kind) -> tuple[SymbolicCase, dict[str, z3.BoolRef]]:
        """Give the case with some indicators of a kind now present, and which ones those are."""
        added = {name: z3.Bool(f"added {name}") for name, found in sorted(self.kinds.items()) if found is kind}
        said, absent = dict(case.said), dict(case.absent)
        for name, more in added.items():
            before = case.said[name]
            said[name] = Said(z3.Or(before.yes, more), z3.And(before.no, z3.Not(more)))
            absent[name] = z3.And(case.absent[name], z3.Not(more))
        taken = tuple(z3.Bool(f"age taken with more {number}") for number in range(len(self.ages)))
        return replace(case, said=said, absent=absent, taken=taken), added

    def reckoned(self, case: SymbolicCase) -> Iterator[z3.BoolRef]:
        """Say which age is reckoned with: the one given, but only "born" where the age of an adult is disputed."""
        in_dispute = self.in_dispute(case)
        adult = [age for option, age in zip(self.ages, case.ages, strict=True) if option.adult]
        for option, age, taken in zip(self.ages, case.ages, case.taken, strict=True):
            if option.words is None and option.unborn is False:
                yield taken == z3.Or(age, z3.And(in_dispute, z3.Or(*adult)))
            else:
                yield taken == (z3.And(age, z3.Not(in_dispute)) if option.adult else age)

    def in_dispute(self, case: SymbolicCase) -> z3.BoolRef:
        """Say that somebody doubts the age."""
        disputed = [given for value, given in case.answers.get(AGE_IN_DOUBT, ()) if value is True]
        if AGE_DISPUTED in case.said:
            disputed.append(case.said[AGE_DISPUTED].yes)
        return z3.Or(*disputed)

    def same_dispute(self, case: SymbolicCase, after: SymbolicCase) -> z3.BoolRef:
        """Say that the age of an adult is disputed in both cases or in neither."""
        adult = z3.Or(*(age for option, age in zip(self.ages, case.ages, strict=True) if option.adult))
        later = z3.Or(*(age for option, age in zip(self.ages, after.ages, strict=True) if option.adult))
        return z3.Implies(z3.Or(adult, later), self.in_dispute(case) == self.in_dispute(after))

    def learned(self, case: SymbolicCase, after: SymbolicCase) -> Iterator[z3.BoolRef]:
        """Give what makes ``after`` the same case with some of the unknown settled, the child's age included."""
        yield from _kept(case.said, after.said)
        yield from _kept(case.met, after.met)
        yield from _kept(case.child, after.child)
        for before, now in ((case.answers, after.answers), (case.setting, after.setting)):
            for name, values in before.items():
                for (_, given), (_, still) in zip(values, now[name], strict=True):
                    yield z3.Implies(given, still)
        for option, given in zip(self.ages, case.ages, strict=True):
            narrower = [age for other, age in zip(self.ages, after.ages, strict=True) if other.pieces <= option.pieces]
            yield z3.Implies(given, z3.Or(*narrower))

    def reaches(self, case: SymbolicCase, piece: int) -> z3.BoolRef:
        """Say that the age given leaves one stretch of age possible."""
        return z3.Or(*(age for option, age in zip(self.ages, case.taken, strict=True) if piece in option.pieces))

    def born(self, case: SymbolicCase) -> list[tuple[z3.BoolRef, z3.BoolRef]]:
        """Give the substitution after which the child is known to be born, and no more is known of the age."""
        return [
            (age, z3.BoolVal(option.words is None and option.unborn is False))
            for option, age in zip(self.ages, case.taken, strict=True)
        ]

    def at(self, case: SymbolicCase, piece: int) -> list[tuple[z3.BoolRef, z3.BoolRef]]:
        """Give the substitution that puts the child into one stretch of age."""
        settled = next(number for number, option in enumerate(self.ages) if option.pieces == {piece})
        return [(age, z3.BoolVal(number == settled)) for number, age in enumerate(case.taken)]


def _kept(before: Mapping[str, Said], after: Mapping[str, Said]) -> Iterator[z3.BoolRef]:
    for name, pair in before.items():
        yield z3.Implies(pair.yes, after[name].yes)
        yield z3.Implies(pair.no, after[name].no)


def _conditions(rulebook: Rulebook) -> Iterator[Condition]:
    yield from (rule.when for rule in rulebook.rules)
    yield from (indicator.met_when for indicator in rulebook.indicators if indicator.met_when is not None)
    if rulebook.exploitation is not None:
        yield from (entry.when for entry in rulebook.exploitation.triggers)
        yield from (entry.when for entry in rulebook.exploitation.categories)


def _answers(questions: Iterable[Question], parts: list[Condition]) -> dict[str, tuple[AnswerValue, ...]]:
    """Give the answers to tell apart: every choice, and for a number each limit and its neighbours."""
    numbers: dict[str, set[int]] = {}
    for part in parts:
        match part:
            case AnswerAtLeast(question, at_least):
                numbers.setdefault(question, set()).update((at_least - 1, at_least, at_least + 1))
            case AnswerIs(question, values):
                whole = [value for value in values if type(value) is int]
                numbers.setdefault(question, set()).update(near for value in whole for near in (value - 1, value, value + 1))
    found: dict[str, tuple[AnswerValue, ...]] = {}
    for entry in questions:
        # The options of two rulebooks are taken together.
        options = [*found.get(entry.id, ()), *_options(entry, numbers.get(entry.id, set()))]
        found[entry.id] = tuple({repr(option): option for option in options}.values())
    return {name: options for name, options in sorted(found.items()) if options}


def _options(question: Question, numbers: set[int]) -> tuple[AnswerValue, ...]:
    match question.type:
        case "boolean":
            return (True, False)
        case "number":
            return tuple(sorted(number for number in numbers if number >= 0))
        case "choice":
            return question.choices
        case _:
            return ()


def _settings(parts: list[Condition]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for part in parts:
        if isinstance(part, SettingIs):
            known = AGENCIES if part.field == "agency" else (OTHER,)
            found.setdefault(part.field, set(known)).update(part.values)
    return {field: tuple(sorted(values)) for field, values in sorted(found.items())}
