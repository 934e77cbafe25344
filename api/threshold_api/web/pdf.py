"""
A view as a tagged PDF that a screen reader can read (PDF/UA-1).

What was typed goes in as data, never as part of the template.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import typst

SOME_NOT_SHOWN = (
    "Some letters cannot be shown in this file, for example in a name. They stand as empty boxes. The page that you got it from "
    "shows them."
)


class PaperTemplate:
    """A template of a paper, read once."""

    def __init__(self, name: str) -> None:
        self._text = files("threshold_api").joinpath("templates", name).read_bytes()

    def pdf(self, data: Mapping[str, Any]) -> bytes:
        """
        Write the paper.

        The template is given the data, and ``note``: what to tell the reader about letters that are not shown, or none.
        """
        try:
            return typst.compile(self._text, format="pdf", pdf_standards="ua-1", sys_inputs=_inputs(data, None))
        except typst.TypstError:
            # The standard forbids letters that no typeface here has, and a person may type any letter. A name must not be
            # changed for it: without the standard the letters stay in the file, to be copied and read aloud, and the file
            # is tagged all the same.
            return typst.compile(self._text, format="pdf", sys_inputs=_inputs(data, SOME_NOT_SHOWN))


def _inputs(data: Mapping[str, Any], note: str | None) -> dict[str, str]:
    return {"data": json.dumps({**data, "note": note}, ensure_ascii=False)}
