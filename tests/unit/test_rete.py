"""The hazards of durable-rules, each contained: see the list at the top of rete.py."""

from __future__ import annotations

import gc
import resource
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random

import pytest

from properties.agree import facts_of
from properties.generators import a_case
from threshold_engine import EngineFault, Rulebook, rete, spec
from threshold_engine.model.condition import All, AnswerIs, Any, Not
from threshold_engine.model.edition import Edition, edition_on

AB = frozenset({"a", "b"})


@pytest.fixture(scope="module")
def edition(rulebook: Rulebook) -> Edition:
    return edition_on(rulebook, date(2026, 11, 22))


def test_two_threads_at_once_give_right_answers(rulebook: Rulebook) -> None:
    """Eight threads over 400 cases conclude what the specification says, and nothing crashes."""
    random = Random(1)
    facts = [facts_of(rulebook, a_case(random, rulebook)) for _ in range(400)]
    expected = [spec.evaluate(each) for each in facts]

    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(rete.evaluate, facts))

    assert given == expected


def test_no_timer_threads_are_started() -> None:
    """The host runs no threads of its own."""
    network = rete._Network({"r": [AB]})

    network.fire({"a", "b"})

    assert [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)] == []


def test_message_that_matches_nothing_fires_nothing() -> None:
    """A fact nobody matches neither raises nor silences the next one."""
    network = rete._Network({"r": [AB]})

    assert network.fire({"a"}) == frozenset()
    assert network.fire({"unheard-of"}) == frozenset()
    assert network.fire(set()) == frozenset()
    assert network.fire({"a", "b"}) == {"r"}


def test_failing_action_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception inside an action is never read as a rule that did not fire."""

    def broken(_: rete._Network, name: str) -> object:
        def action(_: object) -> None:
            if name == "r":
                raise ValueError("planted")

        return action

    monkeypatch.setattr(rete._Network, "_recorder", broken)
    network = rete._Network({"r": [AB]})

    with pytest.raises(EngineFault, match="planted"):
        network.fire({"a", "b"})


def test_unhandled_message_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the engine ever loses a message, that is a fault and not an empty answer."""
    monkeypatch.setattr(rete._Network, "_recorder", lambda *_: lambda _: None)
    network = rete._Network({"r": [AB]})

    with pytest.raises(EngineFault, match="did not handle"):
        network.fire({"a", "b"})


def test_ten_thousand_messages_leave_memory_flat() -> None:
    """Sessions are deleted: ten thousand messages after a warm-up cost less than 8 MB."""
    network = rete._Network({f"r{number}": [frozenset({f"a{number}"}), AB] for number in range(50)})
    for number in range(2_000):
        network.fire({f"a{number % 60}"})
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    for number in range(10_000):
        network.fire({f"a{number % 60}", "a"})

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000


def test_networks_are_freed_with_their_edition() -> None:
    """A network that is no longer used is freed when the next one is made."""
    for _ in range(20):
        rete._Network({"r": [AB]}).fire({"a"})
    gc.collect()

    kept = rete._Network({"r": [AB]})

    assert kept.fire({"a", "b"}) == {"r"}
    assert f"{kept._name}" in rete._HOST._ruleset_directory
    assert len([name for name in rete._UNUSED if name in rete._HOST._ruleset_directory]) == 0


def test_wide_message_goes_through_narrower_networks() -> None:
    """A case with more facts than one message can hold still fires every rule that holds."""
    rules = {f"r{number}": [frozenset({f"a{number}", f"a{number + 1}"})] for number in range(150)}
    network = rete._Network(rules)

    assert network.fire({f"a{number}" for number in range(151)}) == set(rules)


@pytest.mark.parametrize("number", [58, 59, 60, 61, 62, 63, 64, 65, 66])
def test_message_around_the_limit_fires_all(number: int) -> None:
    """Below, on and above the most properties of one message."""
    rules = {f"r{index}": [frozenset({f"a{index}"})] for index in range(number)}

    assert rete._Network(rules).fire({f"a{index}" for index in range(number)}) == set(rules)


def test_rule_holding_in_two_ways_fires_once() -> None:
    """Firings are by rule, however many of its conjunctions hold."""
    network = rete._Network({"r": [frozenset({"a"}), frozenset({"b"})]})

    assert network.fire({"a", "b"}) == {"r"}


def test_too_wide_rule_is_refused(edition: Edition) -> None:
    """A rule with thousands of ways to hold is a fault, not a network that never ends."""
    wide = All(tuple(Any(tuple(AnswerIs(f"q{row}{column}", (True,)) for column in range(4))) for row in range(8)))
    compiled = rete.Compiled.__new__(rete.Compiled)
    compiled._edition, compiled._atoms, compiled._concluded = edition, {}, {}

    with pytest.raises(EngineFault, match="split it"):
        compiled._true(wide)


def test_not_of_all_becomes_any_of_nots(edition: Edition) -> None:
    """Negation is pushed down to atoms that say "known to be false"."""
    compiled = rete.Compiled.__new__(rete.Compiled)
    compiled._edition, compiled._atoms, compiled._concluded = edition, {}, {}

    ways = compiled._true(Not(All((AnswerIs("a", (True,)), AnswerIs("b", (True,))))))

    assert sorted(len(way) for way in ways) == [1, 1]
    assert all(atom.startswith("false:") for way in ways for atom in way)
