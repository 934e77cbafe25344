"""The answer as a tagged PDF."""

from __future__ import annotations

from threshold_api.web.answer.page import AnswerView
from threshold_api.web.pdf import PaperTemplate
from threshold_engine.model.plain import plain

PAPER = PaperTemplate("answer.typ")


def pdf(view: AnswerView, opinions: tuple[str, ...], printed: str) -> bytes:
    """
    Write the answer as a PDF.

    Args:
        opinions: Each level that the person holds, as a sentence.
        printed: The day and time to print on it.
    """
    return PAPER.pdf({**plain(view), "opinions": opinions, "printed": printed})
