"""Asking z3: is there a case such that ..., and which is the smallest one."""

from __future__ import annotations

from collections.abc import Iterable

import z3

from threshold_engine.errors import EngineFault
from threshold_engine.prove.encoding import Encoding
from threshold_engine.prove.symbols import Space, SymbolicCase

PATIENCE_MS = 20_000
"""How long one query may take; one that takes longer is told as a fault, never as proved."""


FEW = 20
"""Up to this many facts, the smallest case is looked for one fact at a time."""


class Query:
    """
    Cases under some assumptions, and what can be so among them.

    A formula found impossible is remembered. Editions that share a rule share its formula,
    so each distinct content is proved once.

    Numbers are hard for the solver. Each formula is tried first with every count in it
    replaced by a plain unknown, of which only the lemmas of learn_counts are known. What
    is impossible then is impossible; only what is left is asked with the counts in it.
    """

    def __init__(self, space: Space, *cases: SymbolicCase, assume: Iterable[z3.BoolRef] = ()) -> None:
        self.asked = 0
        self._assumed = [formula for case in cases for formula in (*case.consistent(), *space.reckoned(case))]
        self._assumed += assume
        self._without_counts = _solver(self._assumed)
        self._impossible: dict[int, z3.BoolRef] = {}
        self._lemmas: dict[int, z3.BoolRef] = {}
        self._stand_ins: dict[int, tuple[z3.BoolRef, z3.BoolRef]] = {}

    def possible(self, formula: z3.BoolRef) -> bool:
        """Tell whether some case makes the formula true."""
        # z3 gives equal formulas one id for as long as one of them is kept.
        if formula.get_id() in self._impossible:
            return False
        plain = z3.substitute(formula, *self._stand_ins.values()) if self._stand_ins else formula
        found = self._model(self._without_counts, plain) is not None
        if found and not plain.eq(formula):
            found = self._model(self._exact(), formula) is not None
        if not found:
            self._impossible[formula.get_id()] = formula
        return found

    def smallest(self, formula: z3.BoolRef, recorded: list[z3.BoolRef], rather_not: Iterable[z3.BoolRef] = ()) -> z3.ModelRef:
        """
        Give a case that makes the formula true with the fewest facts recorded.

        Args:
            recorded: One literal for each fact.
            rather_not: What to leave out if it can be left out.

        Raises:
            EngineFault: There is no such case.
        """
        solver = self._exact()
        plain = z3.And(formula, z3.Not(z3.Or(*rather_not)))
        wanted = plain if self._model(solver, plain) is not None else formula
        found: z3.ModelRef | None = None
        # Most cases are small: up from the smallest first, then by halves.
        low, high = 0, len(recorded) + 1
        while low < high:
            number = low if low < FEW else (low + high) // 2
            model = self._model(solver, z3.And(wanted, z3.AtMost(*recorded, number)))
            low, high, found = (number + 1, high, found) if model is None else (low, number, model)
        if found is None:
            raise EngineFault("no case was found where there must be one")
        return found

    def learn_counts(self, fewer: Encoding, more: Encoding, rail: int) -> None:
        """
        Learn that a count reached by some facts is reached by more facts.

        Where each thing counted in one case is counted in the other, which the solver
        proves, a number reached in the first is reached in the second.
        """
        for count, found in fewer.counts.items():
            few, many = found[rail], more.counts[count][rail]
            lemma = z3.Implies(few.reached, many.reached)
            if count.at_least <= 1 or lemma.get_id() in self._lemmas:
                continue
            if not self.possible(z3.Or(*(z3.And(a, z3.Not(b)) for a, b in zip(few.parts, many.parts, strict=True)))):
                self._lemmas[lemma.get_id()] = lemma
                self._without_counts.add(z3.Implies(self._stand_in(few.reached), self._stand_in(many.reached)))

    def _stand_in(self, count: z3.BoolRef) -> z3.BoolRef:
        known = self._stand_ins.get(count.get_id())
        if known is None:
            known = self._stand_ins[count.get_id()] = (count, z3.Bool(f"count {len(self._stand_ins)}"))
        return known[1]

    def _exact(self) -> z3.Solver:
        # A new one each time: what a solver has learned of one edition's counts slows it down on the next.
        return _solver([*self._assumed, *self._lemmas.values()])

    def _model(self, solver: z3.Solver, formula: z3.BoolRef) -> z3.ModelRef | None:
        self.asked += 1
        solver.push()
        solver.add(formula)
        answer = solver.check()
        model = solver.model() if answer == z3.sat else None
        solver.pop()
        if answer == z3.unknown:
            raise EngineFault(f"a proof was not finished: {solver.reason_unknown()}")
        return model


def _solver(assumed: Iterable[z3.BoolRef]) -> z3.Solver:
    solver = z3.SolverFor("QF_FD")
    solver.set("timeout", PATIENCE_MS)
    solver.add(*assumed)
    return solver
