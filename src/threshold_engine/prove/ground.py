"""What a proof stands on: the editions of a rulebook that differ, over one symbolic case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

import z3

from threshold_engine.model.edition import Edition, change_days, edition_on
from threshold_engine.model.guidance import Rulebook
from threshold_engine.prove.encoding import Encoding
from threshold_engine.prove.query import Query
from threshold_engine.prove.symbols import Space, SymbolicCase
from threshold_engine.prove.witness import Witness, mapping_of, witness


@dataclass(frozen=True)
class Failure:
    """
    Attributes:
        what: What is wrong, in words.
        witnesses: The smallest case that shows it; two where a change shows it.
    """

    what: str
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True)
class Finding:
    """What one property came to: no failure means proved. Notes are information and no failure."""

    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()


class Ground:
    """One rulebook, ready to be asked about."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.space = Space(rulebook)
        self.case = self.space.case("a")
        self.days = change_days(rulebook)
        self.editions = _different([edition_on(rulebook, day) for day in self.days])

    @cached_property
    def encodings(self) -> tuple[Encoding, ...]:
        """Give each edition over the one case."""
        return tuple(Encoding(edition, self.case, self.space) for edition in self.editions)

    @cached_property
    def query(self) -> Query:
        """Give the query over the one case."""
        return Query(self.space, self.case)

    @cached_property
    def odd_ages(self) -> tuple[z3.BoolRef, ...]:
        """Give the ages that nobody would say."""
        return tuple(age for option, age in zip(self.space.ages, self.case.ages, strict=True) if option.odd)

    def recorded(self, *more: z3.BoolRef) -> list[z3.BoolRef]:
        """Give one literal for each fact of the case, and for each fact that a change adds."""
        return [*self.case.recorded(), *more]

    def show(self, formula: z3.BoolRef, day: date, title: str = "case") -> Witness:
        """Give the smallest case in which a formula is true."""
        model = self.query.smallest(formula, self.recorded(), self.odd_ages)
        return self.witness(title, model, self.case, day)

    def witness(self, title: str, model: z3.ModelRef, case: SymbolicCase, day: date) -> Witness:
        """Give the case that a model describes."""
        return witness(title, mapping_of(model, case, self.space, day), self.rulebook)


def _different(editions: list[Edition]) -> tuple[Edition, ...]:
    """Keep the first edition of each content; wording and sources do not matter, only what can change an answer."""
    seen: set[object] = set()
    found = []
    for edition in editions:
        content = tuple(
            chain(
                ((i.id, i.kind, i.domain, i.level, i.counts, i.met_when, i.age, i.duties) for i in edition.indicators.values()),
                ((rule.id, rule.when, rule.then) for rule in edition.rules),
                ((question.id, question.type, question.choices) for question in edition.questions.values()),
                edition.duties,
                (trigger.when for trigger in edition.triggers),
                (category.when for category in edition.categories),
            )
        )
        if content not in seen:
            seen.add(content)
            found.append(edition)
    return tuple(found)
