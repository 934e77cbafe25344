"""How far an absence reaches: a worry taken for absent is a worry missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.reading import SignWords, Wording
from threshold_engine.model.words import Status
from threshold_engine.narrative import read_narrative
from threshold_engine.narrative.context import ContextReader
from threshold_engine.narrative.patterns import Groups
from threshold_engine.narrative.text import sentences

ABSENT = {"no-before", "not-before", "absent-after"}


@pytest.fixture(scope="module")
def context(rulebook: Rulebook) -> ContextReader:
    assert rulebook.context is not None
    return ContextReader(rulebook.context, Groups({group.id: group.words for group in rulebook.word_groups}))


def rules_about(marked: str, context: ContextReader) -> set[str]:
    """Give the rules that apply to the words in square brackets, all in one sentence."""
    start, end = marked.index("["), marked.index("]") - 1
    (sentence,) = sentences(marked.replace("[", "").replace("]", ""))
    core = frozenset(at for at, token in enumerate(sentence.tokens) if start <= token.start and token.end <= end)
    return {turn.rule for turn in context.applied(context.hear(sentence), core, core, sentence)}


def status(text: str, pattern: str, rulebook: Rulebook) -> Status:
    """Give the status of one sign for which only this pattern is looked for."""
    grave = next(entry for entry in rulebook.indicators if entry.level == 4 and entry.age is None)
    alone = replace(rulebook, signs=(SignWords(grave.id, (Wording(pattern),)),), cache={})
    (found,) = read_narrative(text, alone, age="9 years").suggestions
    return found.status


@pytest.mark.parametrize(
    "sentence",
    [
        "Mum denied that there was no food or any [self-harm].",
        "Mum denied that there was no [food].",
        "Mum denied to the nurse, and when two officers came to ask her about this at home, that no [violence] took place.",
    ],
)
def test_a_denial_reaches_through_the_absence_it_speaks_of(sentence: str, context: ContextReader) -> None:
    assert "denied-before" in rules_about(sentence, context)


def test_to_deny_food_is_no_denial(context: ContextReader) -> None:
    assert "denied-before" not in rules_about("They denied him food and he was [thin].", context)


@pytest.mark.parametrize(
    ("text", "pattern", "wanted"),
    [
        ("Mum denied that there was no food or any self-harm.", "self harm", Status.UNKNOWN),
        ("She does not go to school and is not registered.", "school .. (not registered)", Status.PRESENT),
        ("She does not go to school and is not registered.", "not .. school .. registered", Status.PRESENT),
        ("She does not go to any school.", "school", Status.ABSENT),
        ("He isn't running for a gang, no cash.", "isn't .. cash", Status.ABSENT),
        ("There is no sign that he is not registered.", "not registered", Status.ABSENT),
        ("Not suicidal when asked.", "suicidal", Status.ABSENT),
        ("Not suicidal.", "suicidal", Status.ABSENT),
        ("He has never met him, he has her pictures.", "met .. pictures", Status.PRESENT),
        ("No plan or intent, does not want to die.", "plan .. want die", Status.ABSENT),
    ],
)
def test_an_absence_covers_the_whole_of_what_is_found(text: str, pattern: str, wanted: Status, rulebook: Rulebook) -> None:
    assert status(text, pattern, rulebook) is wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "No coat, [needles] on the floor.",
        "No coat, needles on the floor or in the [bin].",
        "No toys, [bruise] on the cheek.",
        "No toys, a [bruise].",
        "No coat, shoes are too [small].",
        "No coat, [bruises] seen.",
        "No coat, sister [hits] hard.",
        "No coat, Kai [hit] again.",
        "No coat, and the flat is [dirty].",
        "She has never been out, boyfriend has her [pictures].",
        "She has never met the man, this man has her [pictures].",
        "Not eating, [bruise] on the cheek.",
        "No bruises, burns or bites seen, [needles] on the floor.",
    ],
)
def test_an_absence_ends_where_a_comma_begins_something_new(sentence: str, context: ContextReader) -> None:
    assert not ABSENT & rules_about(sentence, context)


@pytest.mark.parametrize(
    "sentence",
    [
        "No bruises, burns or [bites] seen.",
        "No bruises, [burns] or bites seen.",
        "No bruises, [burns], or bites.",
        "No bruises, burns and [bites] seen.",
        "No bruises, burns, [bites] seen.",
        "No drink, drugs, [violence].",
        "No bruising to the head, [face] or neck.",
        "No bruises, [scratches] or other marks were found.",
        "No evidence, on examination, of [burns].",
        "He has not, so far, [self-harmed].",
    ],
)
def test_an_absence_goes_on_through_a_list(sentence: str, context: ContextReader) -> None:
    assert ABSENT & rules_about(sentence, context)
