"""
What to ask next: the open questions that can still change level, urgency or a duty.

Best first, and grouped in screens that a person can answer: a whole area answered "no
concern" settles its indicators, and only an area with a concern is opened. Empty when
nothing that is left can change the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.explain import may_be_met, supported
from threshold_engine.model.assessment import NextQuestion
from threshold_engine.model.case import Case
from threshold_engine.model.guidance import Domain, Indicator, Question, Rule
from threshold_engine.model.words import Kind
from threshold_engine.outcome import Outcome, review_level
from threshold_engine.whatif import ATTRIBUTES, ages, facts_read, telling_values, touching

IMMEDIATE_DANGER = "immediate_danger"
A_SCREEN = 8
"""Questions on one screen: a handful, and a few more where they are ticked in one list."""

AGE_QUESTION = "How old is the child? Or is the child not yet born?"
CHILD_QUESTIONS = {
    "disabled": "Is the child disabled?",
    "mobile": "Can the child move about on their own?",
    "looked_after": "Is the child looked after by a council?",
}


@dataclass(frozen=True, slots=True)
class _Found:
    """A question with its place: the lower rank and order is asked earlier; one rank fills its own screens."""

    rank: tuple[int, ...]
    order: tuple[int, ...]
    question: NextQuestion


def ask_next(case: Case, reading: spec.Reading, reached: Outcome) -> tuple[NextQuestion, ...]:
    """List the questions that can still change the answer, the best first, with the screen of each."""
    return _in_screens(_Asking(case, reading, reached).found())


def _in_screens(found: Iterable[_Found]) -> tuple[NextQuestion, ...]:
    ordered = sorted(found, key=lambda item: (item.rank, item.order, item.question.id))
    numbered: list[NextQuestion] = []
    screen, rank, room = 0, None, 0
    for item in ordered:
        if item.rank != rank or room == 0:
            screen, rank, room = screen + 1, item.rank, A_SCREEN
        asked = item.question
        numbered.append(NextQuestion(asked.id, asked.kind, asked.ask, asked.could_raise_to, asked.because, screen))
        room -= 1
    return tuple(numbered)


class _Asking:
    def __init__(self, case: Case, reading: spec.Reading, reached: Outcome) -> None:
        self._case = case
        self._reading = reading
        self._edition = reading.facts.edition
        self._reached = reached
        self._open = {rule.id: rule for rule in self._edition.rules if reading.rules[rule.id] is None and self._beyond(rule)}
        self._touching = touching(self._edition)
        self._may_show_met = self._showing_met()
        self._near = {name for name, rule in self._open.items() if supported(rule, reading)}

    def found(self) -> Iterator[_Found]:
        """Give every question that can still change the answer, with its rank."""
        yield from self._answers()
        yield from self._child()
        yield from self._signs()

    def _beyond(self, rule: Rule) -> bool:
        """Tell whether a rule would change the answer if it held."""
        then, now = rule.then, self._reached
        asked = max(now.level, now.review or 0)
        return (
            (then.floor or 0) > now.level
            or review_level(rule, now.level) > asked
            or (then.rag is not None and then.rag.rank > now.rag.rank)
            or (then.call_999 and not now.call_999)
            or any(duty in self._edition.duties and duty not in now.duties for duty in then.duties)
            or then.finding is not None
        )

    def _rules_open_to(self, fact: str) -> list[Rule]:
        rules = [rule for rule in self._touching.get(fact, ()) if rule.id in self._open]
        # A rule that only concludes a finding matters through the rules that read it.
        return [rule for rule in rules if rule.then.finding is None or len(rules) > 1 or self._lifts(rule)]

    def _lifts(self, rule: Rule) -> bool:
        return bool(rule.then.floor or rule.then.review or rule.then.rag or rule.then.duties or rule.then.call_999)

    def _top(self, rules: Iterable[Rule], own: int = 1) -> int:
        return max([self._reached.level, own, *[rule.then.floor or 1 for rule in rules]])

    def _answers(self) -> Iterator[_Found]:
        agency = self._reading.facts.setting.get("agency")
        for number, question in enumerate(self._edition.questions.values()):
            fact = f"answers.{question.id}"
            if question.id in self._reading.facts.answers or not telling_values(question, self._edition):
                continue
            rules = self._rules_open_to(fact)
            if not rules and fact not in self._may_show_met:
                continue
            if question.id == IMMEDIATE_DANGER:
                yield self._question((0,), (0,), question, "danger", rules)
            else:
                mine = not agency or not question.who or bool({agency, "everyone"} & set(question.who))
                near = any(rule.id in self._near for rule in rules)
                rank = (2 if near else 4) if mine else 5
                yield self._question((rank,), (-self._top(rules), number), question, "answer", rules)

    def _question(
        self, rank: tuple[int, ...], order: tuple[int, ...], question: Question, kind: str, rules: list[Rule]
    ) -> _Found:
        because = question.why or f"It decides: {rules[0].label}." if rules else "It can show that a need is already met."
        asked = NextQuestion(f"answers.{question.id}", kind, question.ask, self._top(rules), because, 0)
        return _Found(rank, order, asked)

    def _child(self) -> Iterator[_Found]:
        facts = self._reading.facts
        if ages(facts) and (facts.child.age is None or self._rules_open_to("child.age")):
            because = "Many signs mean more, or less, at a certain age."
            yield _Found((0,), (1,), NextQuestion("child.age", "child", AGE_QUESTION, 4, because, 0))
        for number, attribute in enumerate(ATTRIBUTES):
            rules = self._rules_open_to(f"child.{attribute}")
            if getattr(facts.child, attribute) is None and rules:
                near = any(rule.id in self._near for rule in rules)
                asked = NextQuestion(
                    f"child.{attribute}",
                    "child",
                    CHILD_QUESTIONS[attribute],
                    self._top(rules),
                    f"It decides: {rules[0].label}.",
                    0,
                )
                rank = 2 if near else 4
                yield _Found((rank,), (-self._top(rules), -1, number), asked)

    def _signs(self) -> Iterator[_Found]:
        mattering: dict[str, list[tuple[int, Indicator]]] = {}
        for name in self._reading.unsettled:
            indicator = self._edition.indicators[name]
            top = self._matters(indicator)
            if top is not None:
                mattering.setdefault(indicator.domain, []).append((top, indicator))
        domains = {domain.id: domain for domain in self._edition.rulebook.domains}
        for number, (name, domain) in enumerate(domains.items()):
            signs = mattering.get(name, [])
            if signs and self._is_opened(name):
                yield from self._opened(number, signs)
            elif signs:
                yield self._area(number, domain, signs)

    def _is_opened(self, domain: str) -> bool:
        recorded = self._edition.by_domain.get(domain, frozenset()) & self._reading.there
        return self._case.domains.get(domain) == "concern" or bool(recorded)

    def _opened(self, number: int, signs: list[tuple[int, Indicator]]) -> Iterator[_Found]:
        highest = max(top for top, _ in signs)
        for top, sign in signs:
            alone = f"By itself this is level {sign.level}."
            because = alone if sign.kind is Kind.RISK else "It can change what the rest means."
            asked = NextQuestion(sign.id, "indicator", sign.ask, top, because, 0)
            yield _Found((1, -highest, number), (-top,), asked)

    def _area(self, number: int, domain: Domain, signs: list[tuple[int, Indicator]]) -> _Found:
        top = max(top for top, _ in signs)
        because = (
            f"Signs in this area can mean level {top}."
            if top > self._reached.level
            else "Signs in this area can add to what applies."
        )
        return _Found((3,), (-top, number), NextQuestion(f"domains.{domain.id}", "domain", domain.ask, top, because, 0))

    def _matters(self, indicator: Indicator) -> int | None:
        """Give the level an open indicator could raise to, or None if it can change nothing."""
        rules = self._rules_open_to(indicator.id)
        own = indicator.level if indicator.kind is Kind.RISK else 1
        adds_duty = any(duty in self._edition.duties and duty not in self._reached.duties for duty in indicator.duties)
        if own > self._reached.level or adds_duty or rules or indicator.id in self._may_show_met:
            return self._top(rules, own)
        return None

    def _showing_met(self) -> set[str]:
        """Give the facts that could show that a need now counted at the top level is met."""
        top = [self._edition.indicators[name] for name in self._reading.there]
        needs = [sign.met_when for sign in top if may_be_met(sign) and sign.level == self._reached.level]
        return {fact for need in needs if need is not None for fact in facts_read(need, self._edition)}


def screens(questions: Iterable[NextQuestion]) -> list[list[NextQuestion]]:
    """Group questions by their screen."""
    grouped: dict[int, list[NextQuestion]] = {}
    for question in questions:
        grouped.setdefault(question.screen, []).append(question)
    return list(grouped.values())
