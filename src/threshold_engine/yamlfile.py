"""
Strict reading of YAML and JSON text into plain values with the line of each.

A stricter language than YAML 1.1: no anchors, aliases or tags, no floats, repeated
keys refused; ``no``, ``on`` and ``1:30`` stay text, ``012`` too. Reading is one pass
over parser events with a depth limit, so that no text can exhaust stack or memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import yaml

from threshold_engine.errors import Problem

Path = tuple[str | int, ...]

MAX_DEPTH = 40
MAX_CHARACTERS = 2_000_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass
class Parsed:
    """What a text said, where each value stands, and what was wrong with it."""

    value: object = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_yaml(text: str, name: str) -> Parsed:
    """
    Read one YAML document.

    Args:
        text: The document.
        name: What to call it in messages, for example ``rules/levels.yaml``.

    Returns:
        The value (dicts, lists, str, int, bool, date, None) with lines and problems.
        When there are problems the value must not be used.
    """
    parsed = Parsed()
    if len(text) > MAX_CHARACTERS:
        parsed.problems.append(_too_long(name, len(text)))
        return parsed
    lone = _lone_surrogate(text)
    if lone is not None:
        parsed.problems.append(_no_character(name, lone))
        return parsed
    try:
        _Builder(name, parsed).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        what = error.problem or error.context or "it cannot be read"
        parsed.problems.append(
            Problem(f"{name}:{line}", "NOT_YAML", f"this is not YAML: {what}", "check indents, colons and quotes on this line")
        )
    except yaml.reader.ReaderError as error:
        parsed.problems.append(_no_character(name, error.position))
    return parsed


def read_json(text: str, name: str) -> Parsed:
    """Read one JSON document under the same rules; lines are not known."""
    parsed = Parsed()
    if len(text) > MAX_CHARACTERS:
        parsed.problems.append(_too_long(name, len(text)))
        return parsed

    hooks = _JsonHooks(name, parsed)
    try:
        parsed.value = json.loads(text, object_pairs_hook=hooks.pairs, parse_constant=hooks.constant, parse_float=hooks.decimal)
    except json.JSONDecodeError as error:
        parsed.problems.append(
            Problem(f"{name}:{error.lineno}", "NOT_JSON", f"this is not JSON: {error.msg}", "check commas, quotes and brackets")
        )
    except RecursionError:
        parsed.problems.append(_too_deep(name))
    except ValueError:
        parsed.problems.append(Problem(name, "NOT_A_NUMBER", "a number is far too long", "write a number of at most 18 digits"))
    else:
        if _depth_over(parsed.value, MAX_DEPTH):
            parsed.problems.append(_too_deep(name))
    return parsed


@dataclass
class _JsonHooks:
    name: str
    parsed: Parsed

    def pairs(self, items: list[tuple[str, object]]) -> dict[str, object]:
        """Make a group, reporting repeated keys."""
        found: dict[str, object] = {}
        for key, value in items:
            if key in found:
                self.parsed.problems.append(_repeated(self.name, key))
            found[key] = value
        return found

    def decimal(self, text: str) -> object:
        """Refuse a decimal, as in YAML: no field of a case is one."""
        self.parsed.problems.append(_decimal(self.name, text[:40]))
        return None

    def constant(self, word: str) -> object:
        """Refuse NaN and the infinities."""
        self.parsed.problems.append(
            Problem(self.name, "NOT_A_NUMBER", f"`{word}` is not a number", "leave the value out if it is not known")
        )
        return None


def _depth_over(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for item in level
            if isinstance(item, dict | list)
            for inner in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return True


class _Builder:
    """Turns parser events into values, without recursion."""

    def __init__(self, name: str, parsed: Parsed) -> None:
        self._name = name
        self._parsed = parsed

    def build(self, events: Iterator[yaml.Event]) -> None:
        stack: list[_Open] = []
        documents = 0
        for event in events:
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(line, "TWO_DOCUMENTS", "there is a second document", "keep one document in a file")
                    return
            elif isinstance(event, yaml.AliasEvent):
                self._problem(line, "ALIAS", f"`*{event.anchor}` is an alias", "write the value out in full")
                self._put(stack, None, line)
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_marks(event, line)
                self._put(stack, self._scalar(event, line), line)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                self._refuse_marks(event, line)
                value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
                path = self._put(stack, value, line)
                if len(stack) >= MAX_DEPTH:
                    self._parsed.problems.append(_too_deep(f"{self._name}:{line}"))
                    return
                stack.append(_Open(value, path))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()

    def _put(self, stack: list[_Open], value: object, line: int) -> Path:
        lines = self._parsed.lines
        if not stack:
            self._parsed.value = value
            lines[()] = line
            return ()
        top = stack[-1]
        if isinstance(top.value, list):
            path = (*top.path, len(top.value))
            top.value.append(value)
        elif top.key is None:
            return self._key(top, value, line)
        else:
            path = (*top.path, top.key)
            top.value[top.key] = value
            top.key = None
        lines[path] = line
        return path

    def _key(self, top: _Open, key: object, line: int) -> Path:
        if isinstance(key, date | int) and not isinstance(key, bool):
            key = str(key)
        if not isinstance(key, str):
            self._problem(line, "KEY_NOT_TEXT", "a key is not plain text", "put the key in quotes")
            key = repr(key)
        if key in top.value:
            self._parsed.problems.append(_repeated(f"{self._name}:{line}", key))
        top.key = key
        return (*top.path, key)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> object:
        text: str = event.value
        if event.style in ("'", '"', "|", ">"):
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DATE.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._problem(line, "NOT_A_DATE", f"`{text}` is not a day in the calendar", "write a real day as year-month-day")
                return None
        if _FLOAT.fullmatch(text):
            self._parsed.problems.append(_decimal(f"{self._name}:{line}", text))
            return None
        return text

    def _refuse_marks(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._problem(line, "ALIAS", f"`&{event.anchor}` is an anchor", "write the value out where it is used")
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._problem(line, "TAG", f"`{tag}` is a tag", "leave tags out: only plain text, numbers, dates and true or false")

    def _problem(self, line: int, code: str, what: str, fix: str) -> None:
        self._parsed.problems.append(Problem(f"{self._name}:{line}", code, what, fix))


@dataclass
class _Open:
    value: dict[str, object] | list[object]
    path: Path
    key: str | None = None


def _lone_surrogate(text: str) -> int | None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return error.start
    return None


def _no_character(name: str, position: int) -> Problem:
    return Problem(name, "NOT_TEXT", f"character {position} cannot be in a text file", "save the file as plain UTF-8 text")


def _decimal(where: str, text: str) -> Problem:
    return Problem(where, "DECIMAL", f"`{text}` is a bare decimal", f"write it in quotes, for example '{text}'")


def _too_long(name: str, length: int) -> Problem:
    return Problem(
        name, "TOO_LONG", f"the text has {length:,} characters", f"keep it under {MAX_CHARACTERS:,}: a case is a page or two"
    )


def _too_deep(where: str) -> Problem:
    return Problem(where, "TOO_DEEP", f"lists and groups are nested more than {MAX_DEPTH} deep", "flatten it")


def _repeated(where: str, key: str) -> Problem:
    return Problem(where, "REPEATED_KEY", f"`{key}` is written twice in one group", "keep one of the two")


Reader = Callable[[str, str], Parsed]


def reader_for(name: str, text: str) -> Reader:
    """Choose JSON for a ``.json`` name or a text that starts with a brace, else YAML."""
    return read_json if name.endswith(".json") or text.lstrip()[:1] == "{" else read_yaml
