"""
The peers: the same rows on zen-engine (decision tables) and on CLIPS (a Rete network).

Each takes named facts in its own input form, made before the clock starts. zen-engine is
measured in two shapes, since they differ a lot, and always with its trace on:

* a column for each fact, the usual shape of a decision table: the trace gives, for each
  row that fired, the facts it read;
* one expression for each row, the fastest shape found: its trace names the row only, so
  the facts are put into the output, which is how a user of it would get reasons.

The decision is given to zen-engine through its static loader, which is the fastest of the
three ways it offers (it compiles the expressions once). CLIPS says which rows fired, not why.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import clips
import zen

from flat import Row, Test, Value

KEY = "thresholds"
ZEN_SIGNS = {"is": "==", "is not": "!="}


class Peer(Protocol):
    """One engine loaded with the rows."""

    @property
    def name(self) -> str: ...
    def prepare(self, facts: Mapping[str, Value]) -> Any:
        """Put facts into the engine's own input form; not timed."""

    def evaluate(self, prepared: Any) -> Any:
        """Say what fires; timed."""

    def fired(self, answer: Any) -> frozenset[str]:
        """Give the names that fired; not timed."""


class Zen:
    """zen-engine with one decision table, hit policy collect, traced."""

    def __init__(self, name: str, table: Mapping[str, Any]) -> None:
        self.name = name
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: _graph(table)}}})

    def prepare(self, facts: Mapping[str, Value]) -> dict[str, Value]:
        return dict(facts)

    def evaluate(self, prepared: dict[str, Value]) -> Any:
        return self._engine.evaluate(KEY, prepared, {"trace": True})

    def fired(self, answer: Any) -> frozenset[str]:
        (table,) = (node for node in answer["trace"].values() if node["id"] == "table")
        if len(table["traceData"]) != len(answer["result"]):
            raise ValueError("the trace of zen-engine does not name every row that fired, so it is no reason")
        return frozenset(found["fires"] for found in answer["result"])


def zen_columns(rows: Iterable[Row]) -> Zen:
    """Give zen-engine with a column for each fact."""
    rows = tuple(rows)
    facts = sorted({test.fact for row in rows for test in row.tests})
    table = {
        "inputs": [{"id": fact, "name": fact, "field": fact} for fact in facts],
        "outputs": [{"id": "fires", "name": "fires", "field": "fires"}],
        "rules": [{"_id": str(number), "fires": json.dumps(row.fires), **_cells(row.tests)} for number, row in enumerate(rows)],
    }
    return Zen("zen-engine, a column for each fact", table)


def zen_expressions(rows: Iterable[Row]) -> Zen:
    """Give zen-engine with one expression for each row, and the facts behind it in the output."""
    table = {
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": name, "name": name, "field": name} for name in ("fires", "facts")],
        "rules": [
            {
                "_id": str(number),
                "when": " and ".join(_zen(test, test.fact) for test in row.tests),
                "fires": json.dumps(row.fires),
                "facts": "{" + ", ".join(sorted({f"{test.fact}: {test.fact}" for test in row.tests})) + "}",
            }
            for number, row in enumerate(rows)
        ],
    }
    return Zen("zen-engine, one expression a row", table)


def _cells(tests: Iterable[Test]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for test in tests:
        cells.setdefault(test.fact, []).append(_zen(test, "$"))
    return {fact: " and ".join(parts) for fact, parts in cells.items()}


def _zen(test: Test, subject: str) -> str:
    return f"{subject} {ZEN_SIGNS.get(test.how, test.how)} {json.dumps(test.value)}"


def _graph(table: Mapping[str, Any]) -> dict[str, Any]:
    nodes = (
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": {"hitPolicy": "collect", **table}},
        {"id": "out", "name": "out", "type": "outputNode"},
    )
    edges = (("in", "table"), ("table", "out"))
    return {
        "nodes": list(nodes),
        "edges": [{"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end} for start, end in edges],
    }


class Clips:
    """CLIPS with one defrule for each row and one ordered fact for each named fact."""

    name = "CLIPS (clipspy), without reasons"

    def __init__(self, rows: Iterable[Row]) -> None:
        self._environment = clips.Environment()
        self._environment.build("(defglobal ?*fired* = (create$))")
        for number, row in enumerate(rows):
            # "Is not" is a negated pattern; CLIPS wants a positive one before it where there is one.
            tests = sorted(row.tests, key=lambda test: test.how == "is not")
            patterns = " ".join(_pattern(test, place) for place, test in enumerate(tests))
            self._environment.build(f'(defrule r{number} {patterns} => (bind ?*fired* ?*fired* "{row.fires}"))')

    def prepare(self, facts: Mapping[str, Value]) -> str:
        return "\n".join(f"({name} {_clips(value)})" for name, value in facts.items())

    def evaluate(self, prepared: str) -> Any:
        # One call for all facts: to assert them one by one leaks memory in clipspy 1.0.6, and slows it down in time.
        environment = self._environment
        environment.reset()
        environment.load_facts(prepared)
        environment.run()
        return environment.eval("?*fired*")

    def fired(self, answer: Any) -> frozenset[str]:
        return frozenset(str(name) for name in answer)


def _pattern(test: Test, place: int) -> str:
    wanted = test.value if isinstance(test.value, tuple) else (test.value,)
    values = "|".join(_clips(value) for value in wanted)
    if test.how == "is not":
        return f"(not ({test.fact} {values}))"
    if test.how in ("is", "in"):
        return f"({test.fact} {values})"
    return f"({test.fact} ?v{place}&:({test.how} ?v{place} {values}))"


def _clips(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f'"{value}"' if isinstance(value, str) else str(value)


MAKERS: tuple[Callable[[Iterable[Row]], Peer], ...] = (zen_columns, zen_expressions, Clips)
