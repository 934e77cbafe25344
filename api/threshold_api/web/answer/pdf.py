"""The answer as a tagged PDF that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import typst

from threshold_api.web.answer.page import AnswerView
from threshold_engine.model.plain import plain

TEMPLATE = files("threshold_api").joinpath("templates", "answer.typ").read_bytes()
SHOWN_INSTEAD = "\N{REPLACEMENT CHARACTER}"
LEFT_OUT = "Some letters you typed cannot be shown in this file. They stand as a question mark in a diamond."
_SAFE = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x2010, 0x2028), range(0x20AC, 0x20AD))
"""Letters of Western and Central Europe and their marks: the typeface has every one of them."""


def pdf(view: AnswerView, opinions: tuple[str, ...], printed: str) -> bytes:
    """
    Write the answer as a PDF.

    Args:
        opinions: Each level that the person holds, as a sentence.
        printed: The day and time to print on it.
    """
    given = {**plain(view), "opinions": opinions, "printed": printed, "note": None}
    try:
        return _compiled(given)
    except typst.TypstError:
        # The standard forbids letters that the typeface lacks, and a person may type any letter.
        return _compiled({**_shown(given), "note": LEFT_OUT})


def _compiled(given: dict[str, Any]) -> bytes:
    # The typefaces of the machine are left alone, so that the file is the same everywhere.
    return typst.compile(
        TEMPLATE,
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(given)},
        ignore_system_fonts=True,
    )


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(letter if _is_safe(letter) else SHOWN_INSTEAD for letter in value)
    if isinstance(value, dict):
        return {key: _shown(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(held) for held in value]
    return value


def _is_safe(letter: str) -> bool:
    return letter == "\n" or any(ord(letter) in safe for safe in _SAFE)
