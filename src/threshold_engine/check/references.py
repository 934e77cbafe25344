"""Names: every id is one, and every id used exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from threshold_engine.check.places import citations, conditions, met_conditions, named_twice, place
from threshold_engine.errors import Problem
from threshold_engine.model.condition import (
    AnswerAtLeast,
    AnswerIs,
    Condition,
    Count,
    FindingIs,
    Present,
    Selector,
    SettingIs,
    walk,
)
from threshold_engine.model.guidance import ExploitationTool, Question, Rulebook
from threshold_engine.model.paths import CHILD_FACTS, ShortPath
from threshold_engine.model.words import AGENCIES


def problems(rulebook: Rulebook) -> Iterator[Problem]:
    """List ids used twice and ids that do not exist."""
    yield from _twice(rulebook)
    sources = {document.key for document in rulebook.sources}
    for where, citation in citations(rulebook):
        if citation.key not in sources:
            yield _unknown(where, "SOURCE", citation.key, sources)
    yield from _indicators(rulebook)
    yield from _effects(rulebook)
    for where, condition, _ in (*conditions(rulebook), *met_conditions(rulebook)):
        yield from _names_in(where, condition, rulebook)
    for path in rulebook.paths:
        yield from _path(rulebook, path)
    yield from _tool(rulebook)


def _twice(rulebook: Rulebook) -> Iterator[Problem]:
    parts: dict[str, list[str]] = {
        "sources": [entry.key for entry in rulebook.sources],
        "domains": [entry.id for entry in rulebook.domains],
        "duties": [entry.id for entry in rulebook.duties],
        "questions": [entry.id for entry in rulebook.questions],
        "indicators": [entry.id for entry in rulebook.indicators],
        "rules": [entry.id for entry in rulebook.rules],
        "paths": [entry.id for entry in rulebook.paths],
        "pathways": [entry.id for entry in rulebook.pathways],
        "contacts": [entry.id for entry in rulebook.contacts],
        "clocks": [entry.id for entry in rulebook.clocks],
        "codes": [entry.id for entry in rulebook.codes],
        "sharing": [entry.id for entry in rulebook.sharing],
        "references": [entry.id for entry in rulebook.references],
    }
    yield from named_twice(rulebook, parts)
    for name in sorted(set(parts["indicators"]) & set(parts["rules"])):
        yield Problem(
            place(rulebook, "rules", name),
            "DUPLICATE_ID",
            f"`{name}` names a rule and an indicator",
            "give the rule an id of its own",
        )


def _indicators(rulebook: Rulebook) -> Iterator[Problem]:
    domains = {domain.id for domain in rulebook.domains}
    duties = {duty.id for duty in rulebook.duties}
    for indicator in rulebook.indicators:
        where = place(rulebook, "indicators", indicator.id)
        if indicator.domain not in domains:
            yield _unknown(where, "DOMAIN", indicator.domain, domains)
        for duty in indicator.duties:
            if duty not in duties:
                yield _unknown(where, "DUTY", duty, duties)


def _effects(rulebook: Rulebook) -> Iterator[Problem]:
    duties = {duty.id for duty in rulebook.duties}
    for rule in rulebook.rules:
        where = place(rulebook, "rules", rule.id)
        for duty in rule.then.duties:
            if duty not in duties:
                yield _unknown(where, "DUTY", duty, duties)
        then = rule.then
        does = (then.floor, then.review, then.review_raise_by, then.rag, then.duties, then.advise, then.finding, then.call_999)
        if not any(does) and then.tell_family:
            yield Problem(
                where, "NO_EFFECT", "this rule does nothing", "give it a floor, a review, a duty or advice under `then`"
            )


def _names_in(where: str, condition: Condition, rulebook: Rulebook) -> Iterator[Problem]:
    questions = {question.id: question for question in rulebook.questions}
    findings = {rule.then.finding for rule in rulebook.rules if rule.then.finding}
    for part in walk(condition):
        match part:
            case Present(of) | Count(of):
                yield from _selector(where, of, rulebook)
            case FindingIs(finding) if finding not in findings:
                yield _unknown(where, "FINDING", finding, findings)
            case AnswerIs(question, values):
                yield from _answer(where, question, values, questions)
            case AnswerAtLeast(question):
                yield from _answer(where, question, (0,), questions)
            case SettingIs("agency", values):
                for name in sorted(set(values) - set(AGENCIES)):
                    yield _unknown(where, "AGENCY", name, AGENCIES)


def _selector(where: str, selector: Selector, rulebook: Rulebook) -> Iterator[Problem]:
    indicators = {indicator.id for indicator in rulebook.indicators}
    domains = {domain.id for domain in rulebook.domains}
    for name in selector.ids:
        if name not in indicators:
            yield _unknown(where, "INDICATOR", name, indicators)
    for name in (*selector.domains, *selector.except_domains):
        if name not in domains:
            yield _unknown(where, "DOMAIN", name, domains)


def _answer(where: str, name: str, values: Iterable[object], questions: dict[str, Question]) -> Iterator[Problem]:
    question = questions.get(name)
    if question is None:
        yield _unknown(where, "QUESTION", name, questions)
        return
    for value in values:
        if not _possible(question, value):
            yield Problem(
                where,
                "IMPOSSIBLE_ANSWER",
                f"`{name}` is never answered `{value}`: it is a {question.type} question",
                f"use {'one of: ' + ', '.join(question.choices) if question.choices else 'an answer of that type'}",
            )


def _possible(question: Question, value: object) -> bool:
    match question.type:
        case "boolean":
            return isinstance(value, bool)
        case "number":
            return type(value) is int
        case "choice":
            return value in question.choices
        case _:
            return False


def _path(rulebook: Rulebook, path: ShortPath) -> Iterator[Problem]:
    where = place(rulebook, "paths", path.id)
    yield from _names_in(where, path.opens_when, rulebook)
    domains = {domain.id for domain in rulebook.domains}
    for name in path.areas:
        if name not in domains:
            yield _unknown(where, "DOMAIN", name, domains)
    asked = {question.id for question in rulebook.questions} | {indicator.id for indicator in rulebook.indicators}
    asked |= {f"child.{fact}" for fact in CHILD_FACTS}
    for name in path.ask:
        if name not in asked:
            yield _unknown(where, "QUESTION", name, asked)
    guides = {rulebook.exploitation.id} if rulebook.exploitation else set()
    if path.guide is not None and path.guide not in guides:
        yield _unknown(where, "GUIDE", path.guide, guides)


def _tool(rulebook: Rulebook) -> Iterator[Problem]:
    tool = rulebook.exploitation
    if tool is None:
        return
    where = place(rulebook, "exploitation", tool.id)
    indicators = {indicator.id for indicator in rulebook.indicators}
    classed = Counter([*tool.vulnerabilities, *tool.signs_of_risk, *tool.signs_of_harm])
    for name, times in classed.items():
        if name not in indicators:
            yield _unknown(where, "INDICATOR", name, indicators)
        if times > 1:
            yield Problem(
                where,
                "TWO_CLASSES",
                f"`{name}` is in more than one class",
                "a vulnerability, a sign of risk or a sign of harm: choose one",
            )
    yield from _triggers(rulebook, tool)
    for prompt in tool.prompts:
        if prompt.section not in tool.sections:
            yield _unknown(where, "SECTION", prompt.section, tool.sections)
        if prompt.indicator is not None and prompt.indicator not in indicators:
            yield _unknown(where, "INDICATOR", prompt.indicator, indicators)
    if tool.analysis_question not in {question.id for question in rulebook.questions}:
        yield _unknown(where, "QUESTION", tool.analysis_question, [question.id for question in rulebook.questions])


def _triggers(rulebook: Rulebook, tool: ExploitationTool) -> Iterator[Problem]:
    triggers = {trigger.id for trigger in tool.triggers}
    for trigger in tool.triggers:
        for name in trigger.unless:
            if name not in triggers:
                yield _unknown(place(rulebook, "triggers", trigger.id), "TRIGGER", name, triggers)


def _unknown(where: str, what: str, name: str, known: Iterable[str | None]) -> Problem:
    near = get_close_matches(name, [item for item in known if item], n=1)
    fix = f"did you mean `{near[0]}`?" if near else "add it, or take it out here"
    return Problem(where, f"UNKNOWN_{what}", f"there is no {what.lower()} `{name}`", fix)
