"""Words that blame or say too little: pointed out with another way to say it, never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from threshold_engine.model.assessment import Source
from threshold_engine.model.quality import Term, TermKind
from threshold_engine.quality.answer import Hint
from threshold_engine.quality.criteria import Evidence


def hints(terms: tuple[Term, ...], evidence: Evidence, cite: Callable[[Term], Source]) -> Iterator[Hint]:
    """Give every place of every word to point out, the blaming words first."""
    for term in sorted(terms, key=lambda term: term.kind is TermKind.VAGUE):
        places = evidence.reading.terms.get(term.id, ())
        if not places or (term.unless_met is not None and evidence.holds(term.unless_met)):
            continue
        blaming = term.kind is TermKind.BLAMING
        for place in places:
            yield Hint(
                term=term.id,
                kind=term.kind,
                words=place.words or "",
                where=place.where,
                start=place.start or 0,
                end=place.end or 0,
                say=term.instead if blaming else None,
                ask=None if blaming else term.instead,
                why=term.why,
                source=cite(term),
            )
