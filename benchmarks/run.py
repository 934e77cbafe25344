"""
The benchmark: ``make bench``.

Our figures next to those of a peer that works out the same rules on the same cases, in
one run on one machine. Before anything is timed, every contender must give the same
answers on every case; if one does not, nothing is timed and the exit code is 1. Speed
never decides the exit code: it depends on the machine and on who else uses it.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from flat import Flat, fired_names
from peers import MAKERS, Peer
from table import Line, table
from threshold_engine import assess, load_rulebook, read_case, rete, spec
from threshold_engine.ask import ask_next
from threshold_engine.assess import _reasons, wording_of
from threshold_engine.changes import changes
from threshold_engine.doubts import stability
from threshold_engine.examples import DEFAULT_DAY, read_examples
from threshold_engine.explain import blocked
from threshold_engine.model.case import Case
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Rulebook
from threshold_engine.outcome import Outcome, outcome
from threshold_engine.reach import level_range
from threshold_engine.settle import settle
from timing import Contender, Samples, start_process, take_turns

HERE = Path(__file__).resolve().parent
VIGNETTES = HERE.parent / "tests" / "rules" / "vignettes.yaml"
ROUNDS = 25
COLD_STARTS = 5

NOTES = (
    "Ratio: ours / peer, of medians; below 1 we are faster. CPU: processor time, which neighbours on the machine disturb less.",
    "Channel 1 alone: check the names, settle the case, evaluate, and give each reason with its facts and its source.",
    "The peers are handed settled, checked facts, with each set of indicators as one fact and each count as a number;",
    "their input is made before the clock starts. So they are spared work that our own figure pays for.",
    "Not timed here: the service under load, and batch re-scoring.",
)


class Bench:
    """The cases, the guidance and the contenders."""

    def __init__(self) -> None:
        self.rulebook: Rulebook = load_rulebook()
        self.edition: Edition = edition_on(self.rulebook, DEFAULT_DAY)
        self.wording = wording_of(self.rulebook)
        examples = [loaded.example for loaded in read_examples([VIGNETTES])]
        # Every case on one day: the peers hold one edition.
        self.cases = [read_case({**example.case, "as_of": DEFAULT_DAY}, self.rulebook) for example in examples]
        self.ageless = [replace(case, child=replace(case.child, age=None, unborn=None)) for case in self.cases]
        self.flat = Flat(self.edition)
        self.peers: list[Peer] = [make(self.flat.rows) for make in MAKERS]

    def facts(self, case: Case) -> Facts:
        return settle(case, self.edition).facts

    def differences(self) -> Iterator[str]:
        """Say where a contender does not give the answer of channel 1, on every case with its age known and not known."""
        for number, case in enumerate([*self.cases, *self.ageless], start=1):
            facts = self.facts(case)
            wanted = spec.evaluate(facts)
            if rete.evaluate(facts) != wanted:
                yield f"case {number}: channel 2 differs"
            named = fired_names(wanted, self.edition)
            for peer in self.peers:
                got = peer.fired(peer.evaluate(peer.prepare(self.flat.facts(facts))))
                if got != named:
                    yield f"case {number}: {peer.name} differs in {', '.join(sorted(got ^ named))}"

    def whole(self, case: Case) -> object:
        return assess(case, self.rulebook, what_if=False)

    def first_channel(self, case: Case) -> object:
        """Do what a traced decision table does: say what fires, and the facts behind each."""
        facts = self.facts(case)
        fired = spec.evaluate(facts)
        return _reasons(spec.read(facts), fired, outcome(self.edition, fired).level, self.wording)

    def ready_to_explain(self, case: Case) -> tuple[Case, spec.Reading, Outcome]:
        facts = self.facts(case)
        return case, spec.read(facts), outcome(self.edition, spec.evaluate(facts))

    def explain(self, ready: tuple[Case, spec.Reading, Outcome]) -> object:
        case, reading, reached = ready
        return (
            level_range(reading, reached.level),
            blocked(reading, reached.level, self.wording),
            changes(reading, self.wording),
            stability(case, reading, self.wording),
            ask_next(case, reading, reached),
        )


def warm_lines(bench: Bench) -> list[Line]:
    """Time what runs in a process that is up, and give its lines."""
    whole = Contender(bench.whole, bench.cases)
    first = Contender(bench.first_channel, bench.cases)
    second = Contender(rete.evaluate, bench.cases, before=bench.facts)
    known = Contender(bench.explain, bench.cases, before=bench.ready_to_explain)
    unknown = Contender(bench.explain, bench.ageless, before=bench.ready_to_explain)
    inputs = [bench.flat.facts(bench.facts(case)) for case in bench.cases]
    peers = [Contender(peer.evaluate, [peer.prepare(facts) for facts in inputs]) for peer in bench.peers]
    take_turns([whole, first, *peers, second, known, unknown], ROUNDS)
    columns, expressions, rete_peer = ((peer.name, timed.samples) for peer, timed in zip(bench.peers, peers, strict=True))
    alone = "Channel 1 alone, reasons included"
    return [
        Line("One explained assessment, both channels", whole.samples, *columns, limit=0.001),
        Line(alone, first.samples, *columns, limit_ratio=1),
        Line(alone, first.samples, *expressions, limit_ratio=1),
        Line(alone, first.samples, *rete_peer),
        Line("Channel 2 alone (durable-rules), no reasons", second.samples, *rete_peer),
        Line("Ranges, next questions, what would change; age known", known.samples, limit=0.020),
        Line("Ranges, next questions, what would change; age not known", unknown.samples, limit=0.020),
    ]


def cold_lines() -> list[Line]:
    """Time what starts a process, and give its lines."""
    load, floor, answer, bare, scrap = (Samples() for _ in range(5))
    command = str(Path(sys.executable).with_name("threshold-engine"))
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps({"as_of": str(DEFAULT_DAY), **read_examples([VIGNETTES])[0].example.case}), encoding="utf-8")
        for _ in range(COLD_STARTS):
            found = json.loads(start_process([sys.executable, str(HERE / "cold.py"), str(DEFAULT_DAY)], scrap))
            load.add(*found["ours"])
            floor.add(*found["floor"])
            start_process([command, "assess", str(case)], answer)
            start_process([sys.executable, "-c", "pass"], bare)
    return [
        Line("Load, check and compile the rulebook", load, "PyYAML's C parser alone, same files", floor, limit=0.5),
        Line("CLI answer from a cold start", answer, "Python that does nothing", bare, limit=1.5),
    ]


def heading(bench: Bench) -> Iterable[str]:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("zen-engine", "clipspy", "durable-rules"))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}; {versions}"
    yield (
        f"Guidance of {DEFAULT_DAY}: {len(bench.edition.indicators)} indicators, {len(bench.edition.rules)} rules; "
        f"{len(bench.flat.rows)} rows for the peers; {len(bench.cases)} cases, {ROUNDS} rounds"
    )


def main() -> int:
    """Check the answers, time the contenders, print the table."""
    bench = Bench()
    _print(heading(bench))
    differences = list(bench.differences())
    _print([f"same answers: {'NO' if differences else 'yes'} ({len(bench.cases)} cases, each with the age known and not known)"])
    if differences:
        _print(differences)
        return 1
    _print(["", *table([*warm_lines(bench), *cold_lines()]), "", *NOTES])
    return 0


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
