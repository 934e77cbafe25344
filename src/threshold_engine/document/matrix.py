"""The matrix: the indicators of each domain, and the rules that combine them."""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.document.conditions import duty_links, then, when
from threshold_engine.document.markdown import (
    Block,
    Heading,
    age_words,
    bullets,
    ended,
    first_upper,
    link,
    period_words,
    plain,
    source,
    source_line,
    spot,
    stacked,
    table,
    text,
)
from threshold_engine.model.condition import FindingIs, walk
from threshold_engine.model.guidance import Effect, Indicator, Rule, Rulebook
from threshold_engine.model.words import Counts, Kind
from threshold_engine.wording import Wording

_HEAD = ("Sign", "Question", "How it counts", "Source")


def indicators(rulebook: Rulebook) -> Iterator[Block]:
    """Give the indicators, a section for each domain, a table for each level."""
    yield Heading(2, "indicators", "The indicators")
    yield (
        "Each part below is about one area of a child's life. The tables go from level 1 up to level 4. "
        "A level 1 entry is there so that you can write down what is as it should be. It never raises the level."
    )
    row = _Row(rulebook)
    for domain in rulebook.domains:
        members = [entry for entry in rulebook.indicators if entry.domain == domain.id]
        yield Heading(3, f"domain-{domain.id}", domain.name)
        yield f"*{text(domain.ask)}*"
        for title in sorted({_group(entry) for entry in members}):
            yield f"**{title}**"
            yield table(_HEAD, [row.of(entry) for entry in members if _group(entry) == title])


def _group(indicator: Indicator) -> str:
    match indicator.kind:
        case Kind.RISK:
            return f"Level {indicator.level}"
        case Kind.STRENGTH:
            return "Strengths (they set no level)"
        case Kind.CONTEXT:
            return "Facts on record (they set no level by themselves)"


class _Row:
    """Writes the table row of an indicator."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._starts = rulebook.starts
        self._wording = Wording(rulebook)
        self._duties = {duty.id: duty for duty in rulebook.duties}

    def of(self, indicator: Indicator) -> tuple[str, ...]:
        return (
            f"{spot(f'indicator-{indicator.id}')}{text(indicator.label)}<br>`{indicator.id}`",
            text(indicator.ask),
            stacked(self._counting(indicator)),
            source(indicator.source, indicator.evidence),
        )

    def _counting(self, indicator: Indicator) -> Iterator[str]:
        if indicator.kind is Kind.RISK:
            yield "Always counts" if indicator.counts is Counts.ALWAYS else "Unless met"
        if indicator.met_when is not None:
            yield f"Met when: {text(self._wording.condition(indicator.met_when))}"
        if indicator.age is not None:
            yield f"Age: {age_words(indicator.age)}"
        if indicator.duties:
            yield f"Duties: {duty_links(indicator.duties, self._duties)}"
        yield first_upper(period_words(indicator.period, self._starts))
        if indicator.note is not None:
            yield f"Note: {text(indicator.note)}"


def rules(rulebook: Rulebook) -> Iterator[Block]:
    """Give the combination rules, the strongest effect first."""
    yield Heading(2, "rules", "The combination rules")
    yield "A rule says what follows when several things come together. Each rule stands under the strongest thing it does."
    wording = Wording(rulebook)
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in sorted(rulebook.rules, key=lambda rule: _strength(rule.then)[0]):
        _, anchor, title = _strength(rule.then)
        groups.setdefault((anchor, title), []).append(rule)
    for (anchor, title), members in groups.items():
        yield Heading(3, anchor, title)
        for rule in members:
            yield from _rule(rule, rulebook, wording)
    yield from _findings(rulebook)


def _strength(effect: Effect) -> tuple[int, str, str]:
    """Give rank, anchor and title of the group a rule stands in."""
    if effect.call_999:
        return 0, "rules-999", "Rules that say: call 999"
    if effect.floor is not None:
        return 5 - effect.floor, f"rules-floor-{effect.floor}", f"Rules that make the level at least {effect.floor}"
    if effect.review is not None or effect.review_raise_by:
        return 5, "rules-review", "Rules that ask a manager to consider a higher level"
    if effect.rag is not None:
        return 6, "rules-urgency", "Rules that make it more urgent"
    if effect.duties:
        return 7, "rules-duties", "Rules that call for a duty"
    if effect.advise is not None:
        return 8, "rules-advice", "Rules that give advice"
    return 9, "rules-findings", "Rules that only reach a finding"


def _rule(rule: Rule, rulebook: Rulebook, wording: Wording) -> Iterator[Block]:
    duties = {duty.id: duty for duty in rulebook.duties}
    yield Heading(4, f"rule-{rule.id}", rule.label)
    yield when(rule.when, wording)
    yield then(rule.then, duties)
    yield f"**Because**: {ended(text(rule.because))}"
    if rule.note is not None:
        yield f"**Note**: {ended(text(rule.note))}"
    dates = period_words(rule.period, rulebook.starts)
    yield f"{source_line(rule.source, rule.evidence, dates)} Rule `{rule.id}`."


def _findings(rulebook: Rulebook) -> Iterator[Block]:
    reached: dict[str, list[Rule]] = {}
    for rule in rulebook.rules:
        if rule.then.finding is not None:
            reached.setdefault(rule.then.finding, []).append(rule)
    if not reached:
        return
    yield Heading(3, "findings", "Findings")
    yield "A finding is what one rule passes on to another."
    for finding, sources in reached.items():
        readers = [rule for rule in rulebook.rules if FindingIs(finding) in tuple(walk(rule.when))]
        yield Heading(4, f"finding-{finding}", first_upper(plain(finding)))
        yield bullets(
            (
                f"**Reached by**: {_links(sources)}",
                f"**Read by**: {_links(readers) or 'no rule'}",
            )
        )


def _links(rules_named: list[Rule]) -> str:
    return "; ".join(link(rule.label, f"rule-{rule.id}") for rule in rules_named)
