"""P6: answers stay in the range that was shown."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from threshold_engine.model.guidance import Indicator
from threshold_engine.model.words import Counts
from threshold_engine.prove.encoding import YES, Encoding, both, some
from threshold_engine.prove.ground import Failure, Finding, Ground
from threshold_engine.prove.lines import LEVELS
from threshold_engine.prove.query import Query
from threshold_engine.prove.symbols import Space, SymbolicCase


def stays_in_range(ground: Ground) -> Finding:
    """
    P6. Whatever is learned, the range only narrows; and a rule once settled stays settled.

    Learning settles unknowns, the age included; whether the age of an adult is disputed
    stays as it is. The second part keeps the age and the
    disability as they are: learning those can put a sign outside its age band, which the
    range allows for.
    """
    after = ground.space.case("b")
    learned = [*ground.space.learned(ground.case, after), ground.space.same_dispute(ground.case, after)]
    failures: dict[str, Failure] = {}
    ranged = Query(ground.space, ground.case, after, assume=learned)
    settled = Query(ground.space, ground.case, after, assume=[*learned, *_same_child(ground.case, after)])
    for encoding in ground.encodings:
        later = Encoding(encoding.edition, after, ground.space)
        settled.learn_counts(encoding, later, 0)
        settled.learn_counts(later, encoding, 1)
        for query, found in ((settled, _reversed(encoding, later)), (ranged, _widened(encoding, later, ground.space))):
            for what, formula in found:
                if what not in failures and query.possible(formula):
                    failures[what] = _failure(ground, query, what, formula, encoding, after)
    return Finding(tuple(failures.values()))


def _failure(ground: Ground, query: Query, what: str, formula: z3.BoolRef, encoding: Encoding, after: SymbolicCase) -> Failure:
    model = query.smallest(formula, [*ground.case.recorded(), *after.recorded()], ground.odd_ages)
    day = encoding.edition.first_day
    return Failure(what, (ground.witness("before", model, ground.case, day), ground.witness("after", model, after, day)))


def _same_child(case: SymbolicCase, after: SymbolicCase) -> Iterator[z3.BoolRef]:
    yield from (before == now for before, now in zip(case.taken, after.taken, strict=True))
    yield from (before == now for before, now in zip(case.child["disabled"], after.child["disabled"], strict=True))


def _reversed(encoding: Encoding, later: Encoding) -> Iterator[tuple[str, z3.BoolRef]]:
    for rule, before in encoding.rules.items():
        now = later.rules[rule]
        yield (
            f"the rule {rule} is settled and then reversed by an answer",
            z3.Or(z3.And(before.sure, z3.Not(now.sure)), z3.And(now.could, z3.Not(before.could))),
        )


def _widened(encoding: Encoding, later: Encoding, space: Space) -> Iterator[tuple[str, z3.BoolRef]]:
    for level in LEVELS:
        low, high = _lowest(encoding, level, space), _highest(encoding, level, space)
        yield (
            f"an answer leads below the range: level {level} was its low end",
            z3.And(low, z3.Not(_lowest(later, level, space))),
        )
        yield (
            f"an answer leads above the range: its high end was under level {level}",
            z3.And(z3.Not(high), _highest(later, level, space)),
        )


def _lowest(encoding: Encoding, level: int, space: Space) -> z3.BoolRef:
    """
    Say that the low end of the range shown is at least a level.

    While the age stays open, a sign that is there counts; at each age it can turn out to
    be, only a sign in its band does. A floor must hold whether or not the child is disabled.
    """
    floors = _either_way(encoding, some(_floors(encoding, level, 0)))
    open_age = some([*_counting(encoding, level, settled=False), floors])
    settled = some([*_counting(encoding, level, settled=True), floors])
    born = z3.Implies(_no_age(encoding, space), z3.substitute(open_age, *space.born(encoding.case)))
    return both([open_age, born, *_at_each_age(encoding, settled, space, every=True)])


def _highest(encoding: Encoding, level: int, space: Space) -> z3.BoolRef:
    """Say that the high end of the range shown is at least a level."""
    could = some([*_maybe_counting(encoding, level), *_floors(encoding, level, 1)])
    born = z3.And(_no_age(encoding, space), z3.substitute(could, *space.born(encoding.case)))
    return some([could, born, *_at_each_age(encoding, could, space, every=False)])


def _no_age(encoding: Encoding, space: Space) -> z3.BoolRef:
    return some(age for option, age in zip(space.ages, encoding.case.taken, strict=True) if option.unborn is None)


def _either_way(encoding: Encoding, formula: z3.BoolRef) -> z3.BoolRef:
    """Say that a formula holds and still does when it is told whether the child is disabled."""
    said = encoding.case.child["disabled"]
    ways = [z3.substitute(formula, (said.yes, z3.BoolVal(yes)), (said.no, z3.BoolVal(not yes))) for yes in (True, False)]
    return z3.And(formula, z3.Or(said.yes, said.no, z3.And(*ways)))


def _at_each_age(encoding: Encoding, formula: z3.BoolRef, space: Space, *, every: bool) -> Iterator[z3.BoolRef]:
    for piece in space.pieces:
        reached = space.reaches(encoding.case, piece)
        there = z3.simplify(z3.substitute(formula, *space.at(encoding.case, piece)))
        yield z3.Implies(reached, there) if every else z3.And(reached, there)


def _counting(encoding: Encoding, level: int, *, settled: bool) -> Iterator[z3.BoolRef]:
    """Say of each sign that it counts and no answer about it can change that; with the age settled, if it is in its band."""
    for entry in _risks(encoding, level):
        denied = [] if entry.counts is Counts.ALWAYS else [encoding.case.met[entry.id].no]
        in_band = encoding.band[entry.id].sure if settled else _band_stays(encoding, entry)
        yield both([encoding.there[entry.id], in_band, *denied])


def _band_stays(encoding: Encoding, entry: Indicator) -> z3.BoolRef:
    """Say that the child stays within the band as long as no more is said of the age."""
    if entry.age is None or entry.age.below_months_if_disabled is None:
        return YES
    return _either_way(encoding, encoding.band[entry.id].could)


def _maybe_counting(encoding: Encoding, level: int) -> Iterator[z3.BoolRef]:
    for entry in _risks(encoding, level):
        open_need = [] if entry.counts is Counts.ALWAYS else [z3.Not(encoding.case.met[entry.id].yes)]
        yield both([encoding.possible[entry.id], *open_need])


def _risks(encoding: Encoding, level: int) -> list[Indicator]:
    return [entry for entry in encoding.edition.indicators.values() if entry.id in encoding.counting and entry.level >= level]


def _floors(encoding: Encoding, level: int, rail: int) -> Iterator[z3.BoolRef]:
    return (encoding.rules[rule.id][rail] for rule in encoding.edition.rules if (rule.then.floor or 1) >= level)
