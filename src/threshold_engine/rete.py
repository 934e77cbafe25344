"""
The second channel: the same meaning on durable-rules' Rete network.

Independent of spec.py by design: its own reading of ages, counts and selections, and
another way of working. Every condition is compiled to plain conjunctions of atoms. An
atom is "this leaf is true" or "this leaf is false"; a case becomes one message that
holds the atoms which are so; each conjunction is one durable rule.

durable-rules 2.0.28 is fenced in here, since it is not safe in general use
(docs/decisions/0002):

* two threads inside it crash the process, even with a host each: one host, one lock;
* its timers run in threads of their own: the host is made without them;
* joins read past a buffer: one message a case, no rule compares two facts;
* nested any/all do not mean what they say: only flat conjunctions are handed over;
* a message of more than 64 properties is refused: a wide case goes through several smaller networks;
* values are coerced (``'abc' >= 3`` holds): every property is the number 1;
* a missing property never matches and is never asked for: "false" is an atom of its own;
* a message that no rule matches raises, and deleting its session then reads freed memory:
  one rule matches every message, so that there is no such message;
* an exception in an action is swallowed: it is looked for and raised;
* a second parameter makes an action asynchronous: actions take one;
* sessions pile up, and fail at 1,024: each is deleted in ``finally``.
"""

from __future__ import annotations

import itertools
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping

import durable_rules_engine
from durable import engine

from threshold_engine.errors import EngineFault
from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    Any,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Leaf,
    Not,
    Present,
    SettingIs,
)
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts, Firings
from threshold_engine.model.guidance import AgeBand, Rule
from threshold_engine.model.words import Counts, Kind

Conjunction = frozenset[str]
"""Atoms that must all be so."""

ALWAYS = "always"
"""The atom that is so in every case."""

Names = set[str]
Bounds = tuple[bool, bool]
"""Surely true, and could be true."""
Reader = Callable[[Facts, Names, Names], Bounds]
Watched = tuple[Reader, str | None, str | None]
"""How to read a leaf, and the atoms that say it is true and that it is false."""

MOST_PROPERTIES = 60
"""Of one message, ids not counted; durable-rules refuses more than 64."""

WIDEST = 2_000
"""More conjunctions than this for one rule is refused: the rule should be split."""


class _QuietHost(engine.Host):  # type: ignore[misc]
    """A host that starts no timer threads."""

    def _run(self) -> None:
        pass


_LOCK = threading.Lock()
_HOST = _QuietHost()
_NUMBERS = itertools.count(1)
_UNUSED: list[str] = []
# INVARIANT: durable-rules is entered only by _Network, only while _LOCK is held.


def evaluate(facts: Facts) -> Firings:
    """
    Say which indicators are present, which count, and which rules hold.

    Raises:
        EngineFault: An action of the network failed; never read as "did not fire".
    """
    compiled = facts.edition.compiled.get("rete")
    if not isinstance(compiled, Compiled):
        compiled = facts.edition.compiled["rete"] = Compiled(facts.edition)
    return compiled.evaluate(facts)


class Compiled:
    """An edition as atoms, and a network of conjunctions over them: one durable rule each."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._atoms: dict[tuple[Leaf, bool], str] = {}
        self._concluded: dict[str, list[Rule]] = {}
        for rule in edition.rules:
            if rule.then.finding is not None:
                self._concluded.setdefault(rule.then.finding, []).append(rule)
        conjunctions = {rule.id: self._true(rule.when) for rule in edition.rules}
        self._met_when = {
            indicator.id: self._true(indicator.met_when)
            for indicator in edition.indicators.values()
            if indicator.met_when is not None
        }
        self._names = set(edition.indicators)
        self._risks = {name for name, indicator in edition.indicators.items() if indicator.kind is Kind.RISK}
        self._may_be_met = {name for name, indicator in edition.indicators.items() if indicator.counts is Counts.UNLESS_MET}
        self._of_sign: dict[str, set[str]] = {}
        self._of_answer: dict[str, list[Watched]] = {}
        self._of_any: list[Watched] = []
        for leaf in dict.fromkeys(leaf for leaf, _ in self._atoms):
            self._watch(leaf)
        self._network = _Network(conjunctions)

    def _watch(self, leaf: Leaf) -> None:
        """File a leaf under the facts that can settle it, so that a case is asked only about the facts it has."""
        when_true, when_false = self._atoms.get((leaf, True)), self._atoms.get((leaf, False))
        watched = (_reader(leaf, self._edition), when_true, when_false)
        match leaf:
            case Present(of, False) if when_true and when_false is None:
                for name in self._edition.members(of):
                    self._of_sign.setdefault(name, set()).add(when_true)
            case AnswerIs(question) | AnswerAtLeast(question):
                self._of_answer.setdefault(question, []).append(watched)
            case _:
                self._of_any.append(watched)

    def evaluate(self, facts: Facts) -> Firings:
        outside = {name for band, names in self._edition.bands.items() if not _could_be(band, facts) for name in names}
        present = {name for name, said in facts.recorded.items() if said} - outside
        possible = self._names - {name for name, said in facts.recorded.items() if not said} - outside
        atoms = self._so(facts, present, possible)
        met = {name for name in present & self._may_be_met if self._met(name, facts, atoms)}
        return Firings(
            present=frozenset(present),
            counting=frozenset(present & self._risks - met),
            rules=self._network.fire(atoms),
        )

    def _met(self, name: str, facts: Facts, atoms: set[str]) -> bool:
        if name in facts.met:
            return facts.met[name]
        return any(conjunction <= atoms for conjunction in self._met_when.get(name, ()))

    def _so(self, facts: Facts, present: set[str], possible: set[str]) -> set[str]:
        atoms = set().union(*(self._of_sign.get(name, ()) for name in present))
        asked = (self._of_answer.get(question, ()) for question in facts.answers)
        for read, when_true, when_false in itertools.chain(self._of_any, *asked):
            # Where no rule asks whether it is false, what could be is not worked out.
            low, high = read(facts, present, possible if when_false else present)
            if low and when_true:
                atoms.add(when_true)
            elif not high and when_false:
                atoms.add(when_false)
        return atoms

    def _true(self, condition: Condition) -> list[Conjunction]:
        """Give the conjunctions of which one must hold for the condition to be true."""
        match condition:
            case All(parts):
                return _cross(self._true(part) for part in parts)
            case Any(parts):
                return _union(self._true(part) for part in parts)
            case Not(part):
                return self._false(part)
            case FindingIs(finding):
                return _union(self._true(rule.when) for rule in self._concluded.get(finding, ()))
            case _:
                return [frozenset([self._atom(condition, True)])]

    def _false(self, condition: Condition) -> list[Conjunction]:
        """Give the conjunctions of which one must hold for the condition to be false."""
        match condition:
            case All(parts):
                return _union(self._false(part) for part in parts)
            case Any(parts):
                return _cross(self._false(part) for part in parts)
            case Not(part):
                return self._true(part)
            case FindingIs(finding):
                return _cross(self._false(rule.when) for rule in self._concluded.get(finding, ()))
            case _:
                return [frozenset([self._atom(condition, False)])]

    def _atom(self, leaf: Leaf, value: bool) -> str:
        return self._atoms.setdefault((leaf, value), f"{'true' if value else 'false'}:{len(self._atoms)}")


def _union(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    return _narrow({conjunction for part in parts for conjunction in part})


def _cross(parts: Iterable[list[Conjunction]]) -> list[Conjunction]:
    whole: set[Conjunction] = {frozenset()}
    for part in parts:
        whole = {left | right for left in whole for right in part}
        if len(whole) > WIDEST:
            raise EngineFault(f"a rule has more than {WIDEST} ways to hold: split it")
    return _narrow(whole)


def _narrow(conjunctions: set[Conjunction]) -> list[Conjunction]:
    """Leave out a conjunction that a shorter one already covers."""
    kept: list[Conjunction] = []
    for conjunction in sorted(conjunctions, key=lambda atoms: (len(atoms), sorted(atoms))):
        if not any(shorter <= conjunction for shorter in kept):
            kept.append(conjunction)
    return kept


def _reader(leaf: Leaf, edition: Edition) -> Reader:
    """Give the function that says whether a leaf is surely true, and whether it could be."""
    match leaf:
        case Present(of, True):
            return _any_age_reader(edition.members(of))
        case Present(of):
            names = edition.members(of)
            return lambda _, present, possible: (not present.isdisjoint(names), not possible.isdisjoint(names))
        case Count():
            return _count_reader(leaf, edition)
        case AgeBelow(months):
            return lambda facts, *_: _younger(facts, months)
        case AgeFrom(months):
            return lambda facts, *_: _older(facts, months)
        case ChildIs(attribute, value):
            return lambda facts, *_: _compare(getattr(facts.child, attribute), (value,))
        case AnswerIs(question, values):
            return lambda facts, *_: _compare(facts.answers.get(question), values)
        case AnswerAtLeast(question, at_least):
            return lambda facts, *_: _reaches(facts.answers.get(question), at_least)
        case SettingIs(field, values):
            return lambda facts, *_: _compare(facts.setting.get(field), values)
    raise EngineFault(f"no second meaning for {type(leaf).__name__}")


def _ages(facts: Facts) -> tuple[float, float]:
    age = facts.child.age
    return (age.low_months, age.high_months) if age is not None else (-1.0, float("inf"))


def _younger(facts: Facts, months: int) -> Bounds:
    low, high = _ages(facts)
    return (False, False) if facts.child.unborn is True else (high <= months, low < months)


def _older(facts: Facts, months: int) -> Bounds:
    low, high = _ages(facts)
    return (False, False) if facts.child.unborn is True else (low >= months, high > months)


def _reaches(number: object, at_least: int) -> Bounds:
    if number is None:
        return False, True
    reached = type(number) is int and number >= at_least
    return reached, reached


def _any_age_reader(names: frozenset[str]) -> Reader:
    def read(facts: Facts, *_: Names) -> Bounds:
        said = [facts.recorded.get(name) for name in names]
        return True in said, any(value is not False for value in said)

    return read


def _count_reader(leaf: Count, edition: Edition) -> Reader:
    names = edition.members(leaf.of)
    unit = {name: edition.indicators[name].domain if leaf.by_domain else name for name in names}

    def read(_: Facts, present: Names, possible: Names) -> Bounds:
        sure = len({unit[name] for name in names & present})
        most = len({unit[name] for name in names & possible})
        return sure >= leaf.at_least, most >= leaf.at_least

    return read


def _compare(given: object, wanted: tuple[object, ...]) -> Bounds:
    if given is None:
        return False, True
    same = (type(given), given) in {(type(value), value) for value in wanted}
    return same, same


def _could_be(band: AgeBand, facts: Facts) -> bool:
    """Say whether the child could be one that an age band is about."""
    unborn = facts.child.unborn
    if band.unborn:
        return unborn is not False
    if band.or_unborn and unborn is not False:
        return True
    if unborn is True:
        return False
    low, high = _ages(facts)
    if band.from_months is not None and high <= band.from_months:
        return False
    limits = [band.below_months] if band.below_months is not None else [float("inf")]
    if band.below_months_if_disabled is not None and facts.child.disabled is not False:
        limits.append(band.below_months_if_disabled)
    return low < max(limits)


class _Network:
    """A set of flat rules inside durable-rules, and the only way in."""

    def __init__(self, conjunctions: Mapping[str, list[Conjunction]]) -> None:
        self._name = f"network-{next(_NUMBERS)}"
        self._conjunctions = conjunctions
        self._narrower: list[_Network] = []
        self._fired: set[str] = set()
        self._properties: dict[str, str] = {}
        rules = {"handled": self._rule("handled", frozenset())}
        for name, ways in conjunctions.items():
            rules |= {f"{name}#{number}": self._rule(name, way) for number, way in enumerate(ways)}
        with _LOCK:
            _free_unused()
            _HOST.set_rulesets({self._name: rules})
        weakref.finalize(self, _UNUSED.append, self._name)

    def fire(self, atoms: set[str]) -> frozenset[str]:
        """Hand over the atoms that are so; give the names of the rules that fire."""
        properties = {self._properties[atom]: 1 for atom in atoms | {ALWAYS} if atom in self._properties}
        if len(properties) > MOST_PROPERTIES:
            self._narrower = self._narrower or [_Network(part) for part in _narrow_parts(self._conjunctions)]
            return frozenset().union(*(part.fire(atoms) for part in self._narrower))
        session = str(next(_NUMBERS))
        with _LOCK:
            self._fired.clear()
            try:
                state = _HOST.assert_fact(self._name, {"sid": session, "id": 1, **properties})
            finally:
                _HOST.delete_state(self._name, session)
            fired = frozenset(self._fired)
        if state and state.get("exception"):
            raise EngineFault(f"an action of the rule network failed: {state['exception']}")
        if "handled" not in fired:
            raise EngineFault("the rule network did not handle the case")
        return fired - {"handled"}

    def _rule(self, name: str, conjunction: Conjunction) -> dict[str, object]:
        tests: list[dict[str, object]] = [{self._property(atom): 1} for atom in sorted(conjunction or {ALWAYS})]
        pattern = tests[0] if len(tests) == 1 else {"$and": tests}
        return {"all": [{"m": pattern}], "run": self._recorder(name)}

    def _property(self, atom: str) -> str:
        return self._properties.setdefault(atom, f"p{len(self._properties)}")

    def _recorder(self, name: str) -> Callable[[object], None]:
        fired = self._fired

        def record(_: object) -> None:
            fired.add(name)

        return record


def _narrow_parts(conjunctions: Mapping[str, list[Conjunction]]) -> list[dict[str, list[Conjunction]]]:
    """Share conjunctions out so that each part has few enough atoms for one message."""
    parts: list[tuple[set[str], dict[str, list[Conjunction]]]] = []
    pairs = [(name, way) for name, ways in conjunctions.items() for way in ways]
    for name, way in sorted(pairs, key=lambda pair: (sorted(pair[1]), pair[0])):
        home = next((part for part in parts if len(part[0] | way) < MOST_PROPERTIES), None)
        if home is None:
            home = (set(), {})
            parts.append(home)
        home[0].update(way)
        home[1].setdefault(name, []).append(way)
    return [rules for _, rules in parts]


def _free_unused() -> None:
    """Free the networks whose edition is gone. Called with the lock held, never by the garbage collector itself."""
    while _UNUSED:
        name = _UNUSED.pop()
        ruleset = _HOST._ruleset_directory.pop(name)
        _HOST._ruleset_list.remove(ruleset)
        durable_rules_engine.delete_ruleset(ruleset._handle)
