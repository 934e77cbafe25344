"""From a citation to the document it names."""

from __future__ import annotations

from threshold_engine.model.assessment import Source
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Citation
from threshold_engine.model.words import Evidence


def cite(edition: Edition, citation: Citation, evidence: Evidence) -> Source:
    """Give the document, edition and place of a citation (P7); worked out once for each."""
    # Keyed by identity, since hashing costs more than the look-up; the entry keeps the citation alive.
    known = edition.cited.get(id(citation))
    if known is None or known[1].evidence != evidence:
        document = edition.documents[citation.key]
        place = Source(citation.key, document.title, document.edition or document.date, citation.at, document.url, str(evidence))
        known = edition.cited[id(citation)] = (citation, place)
    return known[1]
