"""
The printed referral as a tagged PDF that a screen reader can read (PDF/UA-1).

What was typed goes in as data, never as part of the template.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files

import typst

from threshold_api.web.referral.printed_view import PrintedView

TEMPLATE = files("threshold_api").joinpath("templates", "referral.typ").read_bytes()
SOME_NOT_SHOWN = (
    "Some letters cannot be shown in this file, for example in a name. They stand as empty boxes. The page that you printed it "
    "from shows them."
)


def referral_pdf(view: PrintedView) -> bytes:
    """Write a printed referral as PDF."""
    data = asdict(view)
    try:
        written = typst.compile(TEMPLATE, format="pdf", pdf_standards=["ua-1"], sys_inputs=_inputs(data, None))
    except typst.TypstError:
        # The standard forbids letters that no typeface here has. A name must not be changed for it: without the
        # standard the letters stay in the file, to be copied and read aloud, and the file is tagged all the same.
        written = typst.compile(TEMPLATE, format="pdf", sys_inputs=_inputs(data, SOME_NOT_SHOWN))
    return bytes(written)


def _inputs(data: dict[str, object], note: str | None) -> dict[str, str]:
    return {"data": json.dumps({**data, "note": note}, ensure_ascii=False)}
