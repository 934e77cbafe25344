"""Usage: nothing stands in the rulebook without a purpose, nothing is asked in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from threshold_engine.check.places import citations, conditions, met_conditions, place
from threshold_engine.errors import Problem
from threshold_engine.model.condition import AnswerAtLeast, AnswerIs, Condition, Count, Present, walk
from threshold_engine.model.edition import selects
from threshold_engine.model.guidance import Indicator, Period, Rulebook
from threshold_engine.model.words import Kind


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List unused entries, questions nobody can answer in time, shared aliases and sources without coverage."""
    yield from _unused_indicators(rulebook)
    yield from _unused_duties(rulebook)
    yield from _questions(rulebook)
    yield from _aliases(rulebook)
    yield from _coverage(rulebook)


def _all_conditions(rulebook: Rulebook) -> list[tuple[str, Condition, Period]]:
    return [*conditions(rulebook), *met_conditions(rulebook)]


def _unused_indicators(rulebook: Rulebook) -> Iterator[Problem]:
    selectors = [
        part.of for _, condition, _ in _all_conditions(rulebook) for part in walk(condition) if isinstance(part, Present | Count)
    ]
    for indicator in rulebook.indicators:
        # A risk is used by its level, a strength is shown as one.
        if indicator.kind is Kind.CONTEXT and not indicator.duties and not any(selects(of, indicator) for of in selectors):
            yield Problem(
                place(rulebook, "indicators", indicator.id),
                "UNUSED_INDICATOR",
                "no rule, level or duty uses this fact",
                "write the rule that needs it, or take it out",
            )


def _unused_duties(rulebook: Rulebook) -> Iterator[Problem]:
    called = {duty for indicator in rulebook.indicators for duty in indicator.duties}
    called |= {duty for rule in rulebook.rules for duty in rule.then.duties}
    for duty in rulebook.duties:
        if duty.id not in called:
            yield Problem(
                place(rulebook, "duties", duty.id),
                "UNUSED_DUTY",
                "nothing triggers this duty",
                "name it in the rule or indicator that calls for it",
            )


def _questions(rulebook: Rulebook) -> Iterator[Problem]:
    readers = _readers(rulebook)
    for question in rulebook.questions:
        where = place(rulebook, "questions", question.id)
        if question.use == "rules" and not readers[question.id]:
            yield Problem(where, "UNUSED_QUESTION", "no rule reads this answer", "write use: record, or the rule that needs it")
        if question.use == "record" and readers[question.id]:
            yield Problem(where, "QUESTION_IS_USED", "a rule reads this answer", "write use: rules")
        if question.type == "choice" and not question.choices:
            yield Problem(where, "UNANSWERABLE", "a choice without choices cannot be answered", "list the choices")
    yield from _asked_too_late(rulebook, readers)


def _readers(rulebook: Rulebook) -> dict[str, list[tuple[str, Period]]]:
    readers: dict[str, list[tuple[str, Period]]] = defaultdict(list)
    for where, condition, period in _all_conditions(rulebook):
        for part in walk(condition):
            if isinstance(part, AnswerIs | AnswerAtLeast):
                readers[part.question].append((where, period))
    return readers


def _asked_too_late(rulebook: Rulebook, readers: dict[str, list[tuple[str, Period]]]) -> Iterator[Problem]:
    periods = {question.id: question.period for question in rulebook.questions}
    for name, found in readers.items():
        for where, period in found:
            if not _within(period, periods[name], rulebook):
                yield Problem(
                    where,
                    "UNANSWERABLE",
                    f"`{name}` is not asked on every day this rule is in force",
                    "start the question no later than the rule",
                )


def _within(rule: Period, question: Period, rulebook: Rulebook) -> bool:
    if rule.since is None:
        return True
    if question.since is None or max(rule.since, rulebook.starts) < question.since:
        return False
    return question.until is None or (rule.until is not None and rule.until <= question.until)


def _aliases(rulebook: Rulebook) -> Iterator[Problem]:
    users: dict[str, list[Indicator]] = defaultdict(list)
    for indicator in rulebook.indicators:
        for alias in {alias.casefold() for alias in indicator.aliases}:
            users[alias].append(indicator)
    for alias, indicators in users.items():
        if len(indicators) > 1:
            names = ", ".join(f"`{indicator.id}`" for indicator in indicators)
            yield Problem(
                place(rulebook, "indicators", indicators[0].id),
                "ALIAS_TWICE",
                f"the alias “{alias}” is used by {names}",
                "make each alias mean one thing",
            )


def _coverage(rulebook: Rulebook) -> Iterator[Problem]:
    covered = {entry.source for entry in rulebook.coverage}
    known = {document.key for document in rulebook.sources}
    for entry in rulebook.coverage:
        if entry.source not in known:
            yield Problem(
                place(rulebook, "coverage", entry.source),
                "UNKNOWN_SOURCE",
                f"there is no source `{entry.source}`",
                "add it to the sources",
            )
    for key in sorted({citation.key for _, citation in citations(rulebook)} - covered):
        yield Problem(
            place(rulebook, "sources", key),
            "NO_COVERAGE",
            "it is cited, but coverage does not say which of its parts are encoded",
            "add a row to the coverage file",
            "warning",
        )
