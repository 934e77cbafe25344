"""P3 no dilution, P4 monotone in harm, P5 strength never cancels."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from threshold_engine.model.words import Counts, Kind
from threshold_engine.prove.encoding import Encoding, some
from threshold_engine.prove.ground import Failure, Finding, Ground
from threshold_engine.prove.lines import LEVELS, Line, level_at_least, level_is, lines, lost
from threshold_engine.prove.query import Query


def no_dilution(ground: Ground) -> Finding:
    """
    P3. The level is that of the highest sign or floor, and no floor is reached by adding signs up.

    A floor is reached by adding up if the rule holds in some case and would not if every
    count of two or more were taken out of it.
    """
    failures: dict[str, Failure] = {}
    for encoding in ground.encodings:
        day = encoding.edition.first_day
        for what, formula in _not_the_highest(encoding):
            if what not in failures and ground.query.possible(formula):
                failures[what] = Failure(what, (ground.show(formula, day),))
        alone = Encoding(encoding.edition, ground.case, ground.space, sums=False)
        for rule in encoding.edition.rules:
            added_up = z3.And(encoding.rules[rule.id].sure, z3.Not(alone.rules[rule.id].sure))
            if rule.then.floor and rule.id not in failures and ground.query.possible(added_up):
                what = f"the rule {rule.id} sets level {rule.then.floor} by adding signs up: a count may only ask a manager"
                failures[rule.id] = Failure(what, (ground.show(added_up, day),))
    return Finding(tuple(failures.values()))


def _not_the_highest(encoding: Encoding) -> Iterator[tuple[str, z3.BoolRef]]:
    edition = encoding.edition
    signs = [(entry.level, encoding.counting[entry.id]) for entry in edition.indicators.values() if entry.id in encoding.counting]
    floors = [(rule.then.floor, encoding.rules[rule.id].sure) for rule in edition.rules if rule.then.floor]
    for level in LEVELS:
        reached = some(formula for at, formula in [*signs, *floors] if at == level)
        yield (
            f"the level can be under {level} although something sets it",
            z3.And(reached, z3.Not(level_at_least(encoding, level))),
        )
        yield f"the level can be {level} although nothing sets it", z3.And(level_is(encoding, level), z3.Not(reached))


def more_harm(ground: Ground) -> Finding:
    """
    P4. One more risk present, whatever was said of it before: nothing that was answered is lost.

    First part by part: each rule that holds still holds, each sign that counts still
    counts. The answer is made of these by "highest of" and "all of", so it is then proved.
    Where a part fails, the whole answer is asked about. Whether the age of an adult is
    disputed stays as it is: that says whom the guidance is about.
    """
    return _nothing_lost(ground, Kind.RISK, held=False)


def more_strength(ground: Ground) -> Finding:
    """P5. One more strength present: no rule stops holding, no sign that always counts stops counting, no duty goes."""
    return _nothing_lost(ground, Kind.STRENGTH, held=True)


def _nothing_lost(ground: Ground, kind: Kind, *, held: bool) -> Finding:
    after, added = ground.space.with_more(ground.case, kind)
    space = ground.space
    query = Query(space, ground.case, assume=[*space.reckoned(after), space.same_dispute(ground.case, after)])
    failures: dict[str, Failure] = {}
    for encoding in ground.encodings:
        more = Encoding(encoding.edition, after, ground.space)
        query.learn_counts(encoding, more, 0)
        broken = {
            part: formula
            for part, formula in _parts(encoding, more, held=held)
            if part not in failures and query.possible(formula)
        }
        if not broken:
            continue
        gone = lost(lines(encoding, held=held), lines(more))
        for part, formula in broken.items():
            seen = z3.And(formula, some(gone.values()))
            if query.possible(seen):
                model = query.smallest(seen, ground.recorded(*added.values()), ground.odd_ages)
                day = encoding.edition.first_day
                what = f"{part} is lost when {_names(added, model)} is present as well: {_words(gone, model)} no longer said"
                cases = (ground.witness("before", model, ground.case, day), ground.witness("after", model, after, day))
                failures[part] = Failure(what, cases)
    return Finding(tuple(failures.values()))


def _parts(encoding: Encoding, more: Encoding, *, held: bool) -> Iterator[tuple[str, z3.BoolRef]]:
    for rule, verdict in encoding.rules.items():
        yield f"the rule {rule}", z3.And(verdict.sure, z3.Not(more.rules[rule].sure))
    for name, counts in encoding.counting.items():
        if not held or encoding.edition.indicators[name].counts is Counts.ALWAYS:
            yield f"the sign {name}", z3.And(counts, z3.Not(more.counting[name]))


def _names(added: dict[str, z3.BoolRef], model: z3.ModelRef) -> str:
    return ", ".join(name for name, more in added.items() if z3.is_true(model.eval(more, model_completion=True)))


def _words(gone: dict[Line, z3.BoolRef], model: z3.ModelRef) -> str:
    return ", ".join(line.words() for line, formula in gone.items() if z3.is_true(model.eval(formula, model_completion=True)))
