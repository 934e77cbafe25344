"""An answer of frozen types as plain data: mappings, lists, text and numbers; days and times in ISO form."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date, time
from functools import cache
from typing import Any, cast


def plain(answer: Any) -> dict[str, Any]:
    """Give an answer as plain data."""
    return cast("dict[str, Any]", _plain(answer))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    names = _names(cast("Hashable", kind))
    if names:
        return {shown: _plain(getattr(value, name)) for name, shown in names}
    return value.isoformat() if isinstance(value, date | time) else value


@cache
def _names(kind: Hashable) -> tuple[tuple[str, str], ...]:
    """Give the fields of a type and how each is written; none if it is plain."""
    return (
        tuple((field.name, field.name.rstrip("_")) for field in fields(kind))
        if isinstance(kind, type) and is_dataclass(kind)
        else ()
    )
