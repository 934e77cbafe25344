"""What a command is given: files and standard input, and today where a case gives no day."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from threshold_engine.errors import FactsError, Problem
from threshold_engine.yamlfile import MAX_CHARACTERS, reader_for

LONDON = ZoneInfo("Europe/London")
MOST_BYTES = MAX_CHARACTERS * 4


def now() -> datetime:
    """Give the time in London. The only reading of the clock."""
    return datetime.now(LONDON)


def with_now(given: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    """Fill in today, and the time of day with it, where the case gives no day."""
    if as_of is not None:
        return {**given, "as_of": as_of}
    if given.get("as_of") is not None:
        return given
    current = now()
    return {"time_of_day": current.time().replace(microsecond=0), **given, "as_of": current.date()}


def read_mapping(name: str) -> dict[str, Any]:
    """
    Read a YAML or JSON file, or standard input for `-`, as one mapping.

    Raises:
        FactsError: It is not one; every problem is listed.
    """
    text = read_text(name)
    parsed = reader_for(name, text)(text, "standard input" if name == "-" else name)
    if parsed.problems:
        raise FactsError(parsed.problems)
    if not isinstance(parsed.value, dict):
        raise FactsError([Problem(name, "NOT_A_CASE", "this is not a case", "start with a field such as child: or present:")])
    return parsed.value


def read_text(name: str) -> str:
    """
    Read a file, or standard input for `-`, as text.

    Raises:
        FactsError: It cannot be read, is too long or is not text.
    """
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise FactsError([Problem(name, "TOO_LONG", f"it is longer than {MOST_BYTES:,} bytes", "give a page or two")])
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise FactsError([Problem(name, "NO_FILE", "there is no such file", "check the name")]) from None
    except OSError as error:
        raise FactsError(
            [Problem(name, "NO_FILE", f"it cannot be read: {error.strerror}", "check the name and your rights")]
        ) from None
    except UnicodeDecodeError as error:
        raise FactsError([Problem(name, "NOT_TEXT", f"byte {error.start} is not UTF-8 text", "save the file as UTF-8")]) from None
