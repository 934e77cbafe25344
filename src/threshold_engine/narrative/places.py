"""Quotations, dates and times of day, and where they stand in a text."""

from __future__ import annotations

import re

from threshold_engine.model.narrative import Moment, Quote

_QUOTES = (
    re.compile(r"“([^“”]{1,2000})”"),
    re.compile(r'"([^"]{1,2000})"'),
    re.compile(r"‘([^‘’]{1,2000}(?:’\w[^‘’]{0,2000}){0,20})’(?!\w)"),
    re.compile(r"(?<!\w)'(?=\S)((?:[^'\n]|(?<=\w)'(?=\w)){1,2000})(?<=\S)'(?!\w)"),
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?: \d{{4}})?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|{_MONTH} \d{{4}}"
    rf"|(?:last|this|next|on) {_DAY}|{_DAY}s?|yesterday|today|tonight"
    r"|last (?:night|week|month|term|year)|this (?:morning|afternoon|evening|week|month)"
    r"|(?:\d{1,3}|a|one|two|three|four|five|six|several) (?:minute|hour|day|week|month|year)s? ago|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d ?(?:[ap]m|hrs|hours)?\b|\b(?:1[0-2]|[1-9]) ?[ap]\.?m\b"
    r"|\b(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|hours)\b|\bmidnight\b|\bmidday\b",
    re.IGNORECASE,
)


def quotes_in(text: str) -> tuple[Quote, ...]:
    """Give what stands in quotation marks; a quotation inside another is part of it."""
    found = sorted(
        (Quote(match.group(1), match.start(1), match.end(1)) for pattern in _QUOTES for match in pattern.finditer(text)),
        key=lambda quote: (quote.start, -quote.end),
    )
    kept: list[Quote] = []
    for quote in found:
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return tuple(kept)


def dates_in(text: str) -> tuple[Moment, ...]:
    """Give the dates and times of day, in the order of the text."""
    found = [Moment("date", match.group(), match.start(), match.end()) for match in _DATE.finditer(text)]
    taken = [(moment.start, moment.end) for moment in found]
    found += [
        Moment("time", match.group(), match.start(), match.end())
        for match in _TIME.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return tuple(sorted(found, key=lambda moment: moment.start))
