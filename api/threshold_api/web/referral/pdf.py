"""The printed referral as a tagged PDF."""

from __future__ import annotations

from dataclasses import asdict

from threshold_api.web.pdf import PaperTemplate
from threshold_api.web.referral.printed_view import PrintedView

PAPER = PaperTemplate("referral.typ")


def referral_pdf(view: PrintedView) -> bytes:
    """Write a printed referral as PDF."""
    return PAPER.pdf(asdict(view))
