"""The time limits of the ladder in words; its days are working days."""

from __future__ import annotations

import re

from threshold_engine.wording import join

NOW = "now"
UNITS = ("working day", "hour", "minute", "second")
_DURATION = re.compile(r"P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def duration_words(duration: str) -> str:
    """
    Say an ISO 8601 duration, for example ``4 hours``; none at all is ``now``.

    Raises:
        ValueError: It is not one that a ladder may have.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    counted = [(int(number), unit) for number, unit in zip(match.groups(), UNITS, strict=True) if number and int(number)]
    words = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in counted]
    return join(words, "and") or NOW


def within(duration: str) -> str:
    """
    Say by when to act, for example ``within 4 hours``, or ``now``.

    Raises:
        ValueError: As for duration_words.
    """
    words = duration_words(duration)
    return words if words == NOW else f"within {words}"
