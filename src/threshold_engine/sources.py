"""From a citation to the document it names."""

from __future__ import annotations

from threshold_engine.model.assessment import Source
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Citation
from threshold_engine.model.words import Evidence


def cite(edition: Edition, citation: Citation, evidence: Evidence) -> Source:
    """Give the document, edition and place of a citation (P7)."""
    document = edition.documents[citation.key]
    return Source(citation.key, document.title, document.edition or document.date, citation.at, document.url, str(evidence))
