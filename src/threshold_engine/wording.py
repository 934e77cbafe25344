"""Conditions and facts in plain words, for a reader who has never seen the matrix."""

from __future__ import annotations

from collections.abc import Sequence

from threshold_engine.model.assessment import FactUsed
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
    Selector,
    SettingIs,
)
from threshold_engine.model.facts import Facts
from threshold_engine.model.guidance import Indicator, Question, Rulebook
from threshold_engine.model.words import Kind
from threshold_engine.schema.ages import limit_words

_CHILD = {
    ("unborn", True): "the child is not yet born",
    ("unborn", False): "the child is born",
    ("disabled", True): "the child is disabled",
    ("disabled", False): "the child is not disabled",
    ("mobile", True): "the child can move about on their own",
    ("mobile", False): "the child cannot move about on their own",
    ("looked_after", True): "the child is looked after by a council",
    ("looked_after", False): "the child is not looked after by a council",
}
_KINDS = {Kind.RISK: "worry", Kind.STRENGTH: "strength", Kind.CONTEXT: "fact on record"}


class Wording:
    """Puts conditions of one rulebook into words."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._indicators: dict[str, Indicator] = {entry.id: entry for entry in rulebook.indicators}
        self._questions: dict[str, Question] = {entry.id: entry for entry in rulebook.questions}
        self._domains = {entry.id: entry.name for entry in rulebook.domains}
        self._leaves: dict[int, tuple[Leaf, str]] = {}

    def condition(self, condition: Condition) -> str:
        """Say a condition in one sentence part."""
        match condition:
            case All(parts):
                return join([self._inner(part) for part in parts], "and")
            case Any(parts):
                return join([self._inner(part) for part in parts], "or")
            case Not(part):
                return f"it is not so that {self._inner(part)}"
            case _:
                return self.leaf(condition)

    def _inner(self, condition: Condition) -> str:
        words = self.condition(condition)
        return f"({words})" if isinstance(condition, All | Any) and len(condition.parts) > 1 else words

    def leaf(self, leaf: Leaf) -> str:
        """Say one leaf; worked out once for each leaf of the rulebook."""
        # Keyed by identity, since hashing costs more than the look-up; the entry keeps the leaf alive.
        known = self._leaves.get(id(leaf))
        if known is None:
            known = self._leaves[id(leaf)] = (leaf, self._leaf(leaf))
        return known[1]

    def _leaf(self, leaf: Leaf) -> str:
        match leaf:
            case Present(of, any_age):
                return self.selection(of) + (" (at any age)" if any_age else "")
            case Count(of, at_least, by_domain):
                what = "different areas with " if by_domain else ""
                return f"at least {at_least} {what or 'of: '}{self.selection(of)}"
            case AgeBelow(months):
                return f"the child is under {limit_words(months)}"
            case AgeFrom(months):
                return f"the child is {limit_words(months)} or older"
            case ChildIs(attribute, value):
                return _CHILD[attribute, value]
            case AnswerIs(question, values):
                return f"{self.question(question)} {join([_said(value) for value in values], 'or')}"
            case AnswerAtLeast(question, at_least):
                return f"{self.question(question)} {at_least} or more"
            case SettingIs(field, values):
                return f"the {field} is {join(list(values), 'or')}"
            case FindingIs(finding):
                return _named(finding)

    def selection(self, selector: Selector) -> str:
        """Say which indicators a selector takes."""
        if selector.ids:
            return join([self.indicator(name) for name in selector.ids], "or")
        levels = _levels(selector)
        domains = join([self._domains.get(name, name).lower() for name in selector.domains], "or")
        left_out = join([self._domains.get(name, name).lower() for name in selector.except_domains], "or")
        where = f" in: {domains}" if domains else ""
        besides = f", but not in: {left_out}" if left_out else ""
        return f"any {_KINDS[selector.kind]}{levels}{where}{besides}"

    def indicator(self, name: str) -> str:
        """Give the label of an indicator."""
        found = self._indicators.get(name)
        return f"“{found.label}”" if found else name

    def answer(self, name: str, value: object) -> str:
        """Say a question with an answer."""
        return f"{self.question(name)} {_said(value)}"

    def child(self, attribute: str, value: bool) -> str:
        """Say a yes/no fact of the child."""
        return _CHILD[attribute, value]

    def met(self, name: str, value: bool) -> str:
        """Say whether the need behind an indicator is met already."""
        return f"{self.indicator(name)}: the need is {'already' if value else 'not'} met"

    def domain(self, name: str) -> str:
        """Give the name of a domain."""
        return self._domains.get(name, name)

    def question(self, name: str) -> str:
        """Give the words of a question."""
        found = self._questions.get(name)
        return found.ask if found else name

    def facts(self, leaf: Leaf, facts: Facts, truth: bool) -> list[FactUsed]:
        """List the recorded facts that make a leaf true, or that make it false; none where nothing is recorded."""
        match leaf:
            case Present(of) | Count(of):
                return [
                    FactUsed(name, "present" if truth else "absent", facts.edition.indicators[name].label)
                    for name in sorted(facts.edition.members(of))
                    if facts.recorded.get(name) is truth
                ]
            case FindingIs(finding):
                return [FactUsed(f"finding.{finding}", str(truth).lower(), _named(finding))]
        found = self._one_fact(leaf, facts)
        return [found] if found is not None else []

    def _one_fact(self, leaf: Leaf, facts: Facts) -> FactUsed | None:
        match leaf:
            case AgeBelow() | AgeFrom() if facts.child.age is not None:
                words = facts.child.age.words
                return FactUsed("child.age", words, f"the child's age: {words}")
            case AgeBelow() | AgeFrom() if facts.child.unborn is True:
                return FactUsed("child.age", "unborn", "the child is not yet born")
            case ChildIs(attribute) if getattr(facts.child, attribute) is not None:
                value = getattr(facts.child, attribute)
                return FactUsed(f"child.{attribute}", _said(value).lower(), _CHILD[attribute, value])
            case AnswerIs(question) | AnswerAtLeast(question) if question in facts.answers:
                said = _said(facts.answers[question])
                return FactUsed(f"answers.{question}", said.lower(), f"{self.question(question)} {said}")
            case SettingIs(field) if field in facts.setting:
                return FactUsed(f"setting.{field}", facts.setting[field], f"{field}: {facts.setting[field]}")
        return None


def join(parts: Sequence[str], word: str) -> str:
    """Join parts as people do: a, b or c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _named(finding: str) -> str:
    return f"another rule found: {finding.replace('-', ' ')}"


def _levels(selector: Selector) -> str:
    if selector.level_from == 1 and selector.level_to == 4:
        return ""
    if selector.level_from == selector.level_to:
        return f" at level {selector.level_from}"
    if selector.level_to == 4:
        return f" at level {selector.level_from} or above"
    return f" at levels {selector.level_from} to {selector.level_to}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value).replace("-", " ") if isinstance(value, str) else str(value)
