"""Taking a batch apart into the texts of its cases, so that a mistake in one case stays in that case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from threshold_api.reading import BODY
from threshold_engine.errors import FactsError, Problem

CASES = "cases"
MOST_CASES = 1_000
SHAPE = 'send an object with one list in it: {"cases": [...]}'
_SPACE = re.compile(r"[ \t\n\r]*")
# Numbers stay as they are written: each case is read strictly later, and that says what is wrong in it.
_LOOSE = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def case_texts(text: str) -> list[str]:
    """
    Give the text of each case of ``{"cases": [...]}``.

    Raises:
        FactsError: It is not JSON, not of this shape, or has no case or too many.
    """
    try:
        return _Envelope(text).cases()
    except json.JSONDecodeError as error:
        where, what = f"{BODY}:{error.lineno}", f"this is not JSON: {error.msg}"
        raise FactsError([Problem(where, "NOT_JSON", what, "check commas, quotes and brackets")]) from None
    except RecursionError:
        raise FactsError([Problem(BODY, "TOO_DEEP", "lists and groups are nested far too deep", "flatten it")]) from None


class _Envelope:
    """Reads the object around the cases, and steps over what stands in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = _gap(text, 0)

    def cases(self) -> list[str]:
        if not self._take("{"):
            self._step()
            self._end()
            raise FactsError([Problem(BODY, "NOT_A_BATCH", "this is not a batch of cases", SHAPE)])
        lists: list[list[str] | None] = []
        more = False
        for _ in self._entries("}"):
            if self._name() == CASES:
                lists.append(self._list())
            else:
                self._step()
                more = True
        self._end()
        problems = list(_problems(lists, more))
        if problems:
            raise FactsError(problems)
        return lists[0] or []

    def _list(self) -> list[str] | None:
        """Give the texts of the entries of a list; None if something else stands here."""
        if not self._take("["):
            self._step()
            return None
        found: list[str] = []
        for _ in self._entries("]"):
            found.append(self._step())
            if len(found) > MOST_CASES:
                what = f"there are more than {MOST_CASES:,} cases"
                raise FactsError([Problem(CASES, "CASE_COUNT", what, f"send at most {MOST_CASES:,} at a time")])
        return found

    def _entries(self, close: str) -> Iterator[None]:
        """Stop at each entry up to the closing mark. Whoever asks must step over it before going on."""
        if self._take(close):
            return
        yield
        while not self._take(close):
            if not self._take(","):
                raise json.JSONDecodeError(f"Expecting ',' or '{close}'", self._text, self._at)
            yield

    def _name(self) -> object:
        if not self._text.startswith('"', self._at):
            raise json.JSONDecodeError("Expecting a name in double quotes", self._text, self._at)
        name = json.loads(self._step())
        if not self._take(":"):
            raise json.JSONDecodeError("Expecting ':'", self._text, self._at)
        return name

    def _step(self) -> str:
        """Go past one value, whatever it is, and give its text."""
        start = self._at
        _, end = _LOOSE.raw_decode(self._text, start)
        self._at = _gap(self._text, end)
        return self._text[start:end]

    def _take(self, mark: str) -> bool:
        found = self._text.startswith(mark, self._at)
        if found:
            self._at = _gap(self._text, self._at + 1)
        return found

    def _end(self) -> None:
        if self._at < len(self._text):
            raise json.JSONDecodeError("Extra data", self._text, self._at)


def _gap(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _problems(lists: list[list[str] | None], more: bool) -> Iterator[Problem]:
    if not lists or None in lists:
        yield Problem(BODY, "NOT_A_BATCH", "there is no list of cases", SHAPE)
    elif len(lists) > 1:
        yield Problem(BODY, "REPEATED_KEY", f"`{CASES}` is written twice", "keep one of the two")
    elif not lists[0]:
        yield Problem(CASES, "CASE_COUNT", "there is no case", f"send 1 to {MOST_CASES:,} cases")
    if more:
        yield Problem(BODY, "UNKNOWN_KEY", f"there is something beside `{CASES}`", f"send `{CASES}` and nothing else")
