"""Quotations, dates and times of day, and where they stand in a text."""

from __future__ import annotations

import re

from threshold_engine.model.narrative import Moment, Quote

_QUOTED = re.compile(
    r"“([^“”]{1,2000})”"
    r'|(?<!\w)"(?=\S)([^"]{1,2000}?)(?<=\S)"(?!\w)'
    r"|(?<!\w)‘(?=\S)((?:[^‘’]|(?<=\w)’(?=\w)){1,2000}?)’(?!\w)"
    r"|(?<!\w)'(?=\S)((?:[^']|(?<=\w)'(?=\w)){1,2000}?)(?<=\S)'(?!\w)"
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_COUNT = r"(?:\d{1,3}|an?|a few|one|two|three|four|five|six|seven|eight|nine|ten|several)"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?:\s\d{{4}})?|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|{_MONTH}\s\d{{4}}"
    rf"|(?:since|in|last|from|until|of|during)\s{_MONTH}|(?:since|in|from|until|of|during)\s(?:19|20)\d\d"
    rf"|(?:last|this|next|on)\s{_DAY}|{_DAY}s?|yesterday|today|tonight"
    r"|last\s(?:night|week|weekend|month|term|year|spring|summer|autumn|winter)"
    rf"|this\s(?:morning|afternoon|evening|week|month|term)|{_COUNT}\s(?:minute|hour|day|night|week|month|year)s?\sago)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d ?(?:[ap]m|hrs|hours)?\b|\b(?:1[0-2]|[1-9]) ?[ap]\.?m\b"
    r"|\b(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|hours)\b|\bmidnight\b|\bmidday\b",
    re.IGNORECASE,
)


def quotes_in(text: str) -> tuple[Quote, ...]:
    """
    Give what stands in quotation marks; a quotation inside another is part of it.

    An apostrophe and the sign for inches are no quotation marks, and no quotation goes on into the next paragraph.
    """
    found = ((match.group(match.lastindex or 0), match.start(match.lastindex or 0)) for match in _QUOTED.finditer(text))
    return tuple(Quote(words, start, start + len(words)) for words, start in found if not _PARAGRAPH.search(words))


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
