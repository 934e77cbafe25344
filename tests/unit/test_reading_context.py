"""The example sentences of rules/reading/context.yaml: where each rule must apply, and where it must not."""

from __future__ import annotations

import pytest

from threshold_engine import load_rulebook
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.reading import Context, ContextRule
from threshold_engine.narrative.context import ContextReader
from threshold_engine.narrative.patterns import Groups
from threshold_engine.narrative.text import sentences

RULEBOOK = load_rulebook()


def context_of(rulebook: Rulebook) -> Context:
    """Give the context rules, which the shipped rulebook has."""
    assert rulebook.context is not None
    return rulebook.context


READER = ContextReader(context_of(RULEBOOK), Groups({group.id: group.words for group in RULEBOOK.word_groups}))
MARKED = [
    pytest.param(rule, sentence, wanted, id=f"{rule.id}: {sentence}")
    for rule in context_of(RULEBOOK).rules
    for wanted, marked in ((True, rule.examples), (False, rule.counterexamples))
    for sentence in marked
]


def rules_applied(marked: str) -> set[str]:
    """Give the rules that apply to the words in square brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = set()
    for sentence in sentences(text):
        core = frozenset(at for at, token in enumerate(sentence.tokens) if start <= token.start and token.end <= end)
        if core:
            found |= {turn.rule for turn in READER.applied(READER.hear(sentence), core, core, sentence)}
    return found


@pytest.mark.parametrize(("rule", "sentence", "wanted"), MARKED)
def test_a_rule_applies_where_its_examples_say(rule: ContextRule, sentence: str, wanted: bool) -> None:
    assert (rule.id in rules_applied(sentence)) is wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Father could not explain the [bruising].",
        "Not only [bruising] but burns.",
        "She has no idea who caused the [injury].",
        "We cannot rule out [abuse].",
    ],
)
def test_words_that_only_look_like_a_negation_take_nothing_away(sentence: str) -> None:
    """The default rules of clinical libraries read the first as no bruising."""
    assert not {"no-before", "not-before", "absent-after"} & rules_applied(sentence)


def test_a_denial_is_not_an_absence() -> None:
    found = rules_applied("Mother denies any [domestic abuse].")

    assert "denied-before" in found
    assert "no-before" not in found
