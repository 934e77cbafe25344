"""Rows 1 and 2 of the benchmark: one assessment in a process that is up, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flat import Flat, fired_names
from peers import MAKERS, Peer
from table import Line
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
from timing import Contender, take_turns

VIGNETTES = Path(__file__).resolve().parent.parent / "tests" / "rules" / "vignettes.yaml"
ROUNDS = 25


class Bench:
    """The cases, the guidance and the contenders."""

    def __init__(self) -> None:
        self.rulebook: Rulebook = load_rulebook()
        self.edition: Edition = edition_on(self.rulebook, DEFAULT_DAY)
        self.wording = wording_of(self.rulebook)
        # Every case on one day: the peers hold one edition.
        self.mappings = [{**loaded.example.case, "as_of": str(DEFAULT_DAY)} for loaded in read_examples([VIGNETTES])]
        self.cases = [read_case(case, self.rulebook) for case in self.mappings]
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


def lines(bench: Bench) -> list[Line]:
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
