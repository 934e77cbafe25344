"""The duties: who must do what, by when, and whether consent can stop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from threshold_engine.document.markdown import (
    Block,
    Heading,
    bullets,
    day_words,
    ended,
    first_upper,
    link,
    period_words,
    source_line,
    text,
)
from threshold_engine.model.guidance import Duty, Rulebook
from threshold_engine.model.words import Consent

_CONSENT = {
    Consent.CANNOT_STOP: "not needed. A refusal cannot stop this.",
    Consent.SEEK: "ask first, and write down the answer.",
    Consent.NEEDED: "needed, so a refusal can stop this.",
}


def duties(rulebook: Rulebook) -> Iterator[Block]:
    """Give every duty: the hard ones, the others, those that have not begun."""
    yield Heading(2, "duties", "Duties")
    yield (
        "A duty is something the law or guidance says somebody must do. It comes up when the facts call for it, at any level. "
        "A **hard** duty can be set aside only by a named manager who gives a reason. Any other can be set aside with a reason."
    )
    begun = [duty for duty in rulebook.duties if duty.pending is None]
    groups = (
        ("hard-duties", "Hard duties", [duty for duty in begun if duty.hard]),
        ("other-duties", "Other duties", [duty for duty in begun if not duty.hard]),
        ("pending-duties", "Duties that have not begun", [duty for duty in rulebook.duties if duty.pending is not None]),
    )
    callers = _callers(rulebook)
    for anchor, title, members in groups:
        if members:
            yield Heading(3, anchor, title)
            for duty in members:
                yield from _duty(duty, callers.get(duty.id, ()), rulebook)


def _callers(rulebook: Rulebook) -> dict[str, list[str]]:
    """Give what calls for each duty: how many indicators, and a link to each rule."""
    named = Counter(name for indicator in rulebook.indicators for name in indicator.duties)
    found = {name: [f"{times} indicator{'' if times == 1 else 's'}"] for name, times in named.items()}
    for rule in rulebook.rules:
        for name in rule.then.duties:
            found.setdefault(name, []).append(link(rule.label, f"rule-{rule.id}"))
    return found


def _duty(duty: Duty, callers: Iterable[str], rulebook: Rulebook) -> Iterator[Block]:
    yield Heading(4, f"duty-{duty.id}", duty.name)
    yield text(duty.text)
    yield bullets(_facts(duty, callers))
    dates = period_words(duty.period, rulebook.starts)
    if not dates and duty.period.since is not None and duty.period.since < rulebook.starts:
        dates = f"since {day_words(duty.period.since)}"
    yield source_line(duty.source, duty.evidence, "" if duty.pending else dates)


def _facts(duty: Duty, callers: Iterable[str]) -> Iterator[str]:
    if duty.pending is not None:
        yield f"**Not begun**: {text(duty.pending)}"
    yield f"**Who**: {ended(text(duty.who))}"
    yield f"**By when**: {ended(text(first_upper(duty.within)))}"
    yield f"**In law**: {ended(text(duty.legal_basis))}"
    yield f"**Consent**: {_CONSENT[duty.consent]}"
    yield f"**Hard duty**: {'yes' if duty.hard else 'no'}."
    called = "; ".join(callers)
    yield f"**Called for by**: {called or 'nothing'}."
    if duty.note is not None:
        yield f"**Note**: {text(duty.note)}"
