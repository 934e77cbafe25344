"""
Yes and no for every row at once: one bit a row, in Arrow bitmaps.

A plane is a column of plain booleans. Planes are joined by all, any, not and at-least,
each joint made once however often it is asked for. Nothing is worked out until a Plan
runs: it takes only the steps its results need, and lets go of a plane after its last use.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import polars as pl

NO = 0
YES = 1

Plane = int
"""The number of a plane; NO and YES are the same in every row."""


class Planes:
    """The planes asked for so far, and how each is made from others before it."""

    def __init__(self) -> None:
        self.steps: list[tuple[Any, ...]] = [("no",), ("yes",)]
        self._made: dict[tuple[Any, ...], Plane] = {}
        self._leaves: dict[str, pl.Expr] = {}
        self._families: dict[Plane, str] = {}

    def leaf(self, name: str, expression: pl.Expr) -> Plane:
        """Give the plane that an expression over the columns makes; it must have no nulls. The same name is the same plane."""
        self._leaves.setdefault(name, expression)
        return self._step(("leaf", name))

    def expression(self, name: str) -> pl.Expr:
        return self._leaves[name].alias(name)

    def opposite(self, plane: Plane) -> Plane:
        if plane in (NO, YES):
            return YES - plane
        step = self.steps[plane]
        return step[1] if step[0] == "not" else self._step(("not", plane))

    def every(self, planes: Iterable[Plane]) -> Plane:
        """All of them; yes where there are none."""
        parts = set(planes) - {YES}
        if NO in parts:
            return NO
        return self._joint("all", parts, YES)

    def some(self, planes: Iterable[Plane]) -> Plane:
        """Any of them; no where there are none."""
        parts = set(planes) - {NO}
        if YES in parts:
            return YES
        return self._joint("any", self._by_family(parts), NO)

    def of_family(self, plane: Plane, family: str) -> Plane:
        """Note that a plane is often asked for together with others of its family, so that those are joined once."""
        self._families.setdefault(plane, family)
        return plane

    def _by_family(self, parts: set[Plane]) -> set[Plane]:
        families: dict[str | None, set[Plane]] = {}
        for plane in parts:
            families.setdefault(self._families.get(plane), set()).add(plane)
        alone = families.pop(None, set())
        if len(families) < 2:
            return parts
        return alone | {self._joint("any", family, NO) for family in families.values()}

    def at_least(self, number: int, planes: Sequence[Plane]) -> Plane:
        """At least so many of them, each counted once: added up in binary, one plane a digit."""
        given = [plane for plane in planes if plane not in (NO, YES)]
        number -= sum(plane == YES for plane in planes)
        if number <= 0:
            return YES
        if number > len(given):
            return NO
        if number == 1:
            return self.some(given)
        if number == 2:
            return self._at_least_two(given)
        reached = YES
        for place, digit in enumerate(self._digits(given)):
            reached = self.every([digit, reached]) if number >> place & 1 else self.some([digit, reached])
        return reached

    def _at_least_two(self, planes: Sequence[Plane]) -> Plane:
        one, two = planes[0], NO
        for plane in planes[1:]:
            two = self.some([two, self.every([one, plane])])
            one = self.some([one, plane])
        return two

    def _digits(self, planes: Sequence[Plane]) -> list[Plane]:
        digits = []
        waiting = deque(planes)
        while waiting:
            carried: deque[Plane] = deque()
            while len(waiting) > 1:
                first, second = waiting.popleft(), waiting.popleft()
                third = waiting.popleft() if waiting else NO
                odd = self._step(("xor", first, second))
                waiting.append(self._step(("xor", odd, third)) if third else odd)
                carried.append(self.some([self.every([first, second]), self.every([odd, third])]))
            digits.append(waiting.popleft())
            waiting = carried
        return digits

    def _joint(self, kind: str, parts: set[Plane], empty: Plane) -> Plane:
        if not parts:
            return empty
        return parts.pop() if len(parts) == 1 else self._step((kind, *sorted(parts)))

    def _step(self, step: tuple[Any, ...]) -> Plane:
        found = self._made.get(step)
        if found is None:
            found = self._made[step] = len(self.steps)
            self.steps.append(step)
        return found


_JOINS = {"all": operator.and_, "any": operator.or_, "xor": operator.xor}


class Plan:
    """The steps that some wanted planes need, in order, with what can be let go after each."""

    def __init__(self, planes: Planes, wanted: Iterable[Plane]) -> None:
        self._wanted = set(wanted)
        last_use: dict[Plane, Plane] = {}
        needed = set(self._wanted)
        for plane in range(len(planes.steps) - 1, YES, -1):
            if plane in needed:
                for part in _parts(planes.steps[plane]):
                    needed.add(part)
                    last_use.setdefault(part, plane)
        self._constants = [plane for plane in (NO, YES) if plane in needed]
        order = sorted(needed - {NO, YES})
        self._leaves = {plane: planes.steps[plane][1] for plane in order if planes.steps[plane][0] == "leaf"}
        self._expressions = [planes.expression(name) for name in self._leaves.values()]
        done: dict[Plane, list[Plane]] = {}
        for part, plane in last_use.items():
            if part not in self._wanted:
                done.setdefault(plane, []).append(part)
        self._steps = [
            (plane, planes.steps[plane][0], _parts(planes.steps[plane]), done.get(plane, ()))
            for plane in order
            if plane not in self._leaves
        ]

    def run(self, frame: pl.DataFrame) -> Mapping[Plane, pl.Series]:
        """Work the wanted planes out for every row of a table."""
        leaves = frame.select(self._expressions)
        found: dict[Plane, pl.Series] = {plane: leaves[name] for plane, name in self._leaves.items()}
        del leaves
        for plane in self._constants:
            found[plane] = pl.repeat(plane == YES, frame.height, eager=True)
        for plane, kind, parts, done in self._steps:
            given = [found[part] for part in parts]
            found[plane] = ~given[0] if kind == "not" else reduce(_JOINS[kind], given)
            for part in done:
                del found[part]
        return found


def _parts(step: tuple[Any, ...]) -> tuple[Plane, ...]:
    return () if step[0] in ("leaf", "no", "yes") else step[1:]
