"""Turning the validator's findings into problems that say what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from threshold_engine.errors import Problem

_SHOWN = 60


def problem_of(item: Any, where: str, model: type[BaseModel]) -> Problem:
    """
    Word one validation error.

    Args:
        item: One entry of ``ValidationError.errors()``.
        where: The place, already in words.
        model: The model that was checked, to offer the nearest known key.
    """
    kind: str = item["type"]
    key = shortened(str(item["loc"][-1])) if item["loc"] else ""
    given = _shown(item.get("input"))
    context = item.get("ctx", {})
    if kind == "extra_forbidden":
        return Problem(where, "UNKNOWN_KEY", f"`{key}` is not known here", _nearest(key, known_keys(model, item["loc"])))
    if kind == "missing":
        code = "NO_SOURCE" if key == "source" else "MISSING_KEY"
        return Problem(where, code, f"`{key}` is missing", f"add `{key}`")
    if kind in ("enum", "literal_error"):
        return Problem(where, "BAD_VALUE", f"`{given}` is not one of the words allowed here", f"use {context.get('expected')}")
    if kind == "bool_type":
        return Problem(where, "BAD_VALUE", f"`{given}` is neither true nor false", "write true or false")
    if kind == "date_type":
        return Problem(where, "BAD_VALUE", f"`{given}` is not a date", "write it as year-month-day, for example 2016-06-29")
    if kind == "string_pattern_mismatch":
        return Problem(where, "BAD_VALUE", f"`{given}` has a form that is not allowed", f"it must match {context.get('pattern')}")
    if kind == "value_error":
        return Problem(where, "BAD_VALUE", f"`{given}` cannot be used", str(context.get("error", item["msg"])))
    message = str(item["msg"])
    return Problem(where, "BAD_VALUE", f"`{given}` cannot be used", message[:1].lower() + message[1:])


def known_keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Give the keys a model allows at a place, as far as it can be followed."""
    here: Any = model
    for step in location[:-1]:
        if isinstance(step, int):
            continue
        info = here.model_fields.get(step) if hasattr(here, "model_fields") else None
        here = _inner_model(info.annotation) if info else None
        if here is None:
            return []
    fields = getattr(here, "model_fields", {})
    return [info.alias or name for name, info in fields.items()]


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner)
        if found is not None:
            return found
    return None


def _nearest(key: str, known: list[str]) -> str:
    near = get_close_matches(key, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"use one of: {', '.join(known)}" if known else "take it away"


def _shown(value: object) -> str:
    return shortened(value if isinstance(value, str) else repr(value))


def shortened(text: str) -> str:
    """Give a text short enough for one line of a message."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
