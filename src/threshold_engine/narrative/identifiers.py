"""What in a text could tell who a person is, so that a page can warn before an anonymous check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from threshold_engine.model.narrative import Identifier

_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_PHONE = re.compile(r"(?<![\d\w])(?:\+44[ -]?(?:\(0\)[ -]?)?|0)\d(?:[ -]?\d){8,9}(?!\d)")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b")
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]\b")
_PUPIL = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]?\b|\b[A-HJ-NP-RT-Z]\d{12}\b")
_BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)[ :]{1,3}(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2} [A-Za-z]{3,9} \d{2,4})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:[Ff]lat \d{1,4}[A-Za-z]?,? )?\d{1,4}[A-Za-z]?,? (?:[A-Z][\w'-]{1,30} ){1,3}"
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Close|Drive|Crescent|Way|Gardens|Court|Place|Terrace|Hill|Park|Grove|Walk|House)\b"
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? ((?:[A-Z][\w'’-]{1,30} ?){1,3})")
_CALLED = re.compile(r"\b(?:called|named|name is|known as|name:) ((?:[A-Z][\w'’-]{1,30} ?){1,3})")
_CAPITAL = re.compile(r"(?<![\w'’])[A-Z][a-zà-ÿ]{2,20}(?:[-'’][A-Z][a-zà-ÿ]{1,20})?(?![\w])")
_KINDS = (
    ("email", _EMAIL),
    ("date-of-birth", _BIRTH),
    ("address", _ADDRESS),
    ("national-insurance-number", _INSURANCE),
    ("pupil-number", _PUPIL),
    ("phone", _PHONE),
    ("postcode", _POSTCODE),
    ("name", _TITLED),
    ("name", _CALLED),
)
NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december croydon london england britain british english christmas easter ramadan diwali eid hanukkah
    french spanish polish romanian bengali urdu punjabi somali arabic tamil gujarati portuguese turkish albanian vietnamese
    whatsapp snapchat instagram tiktok facebook youtube discord telegram roblox minecraft xbox playstation calpol ibuprofen
    paracetamol methadone naloxone sertraline fluoxetine muslim christian hindu jewish sikh catholic afghan afghanistan albania
    sudan sudanese eritrea eritrean ethiopia syria syrian iran iraq kurdish nigeria nigerian ghana ghanaian jamaica jamaican
    pakistan pakistani india indian bangladesh somalia vietnam romania poland europe african asian caribbean camhs gillick
    mongolian brook ofsted school hospital health visitor visiting social worker services service children child police
    department emergency university academy nursery team year council street road centre center clinic ward hub family early help
    primary secondary college church mosque temple doctor nurse teacher midwife officer practitioner mother father mum dad baby
    boy girl parent gran nan auntie uncle head deputy designated safeguarding lead link act section level need protection plan
    court order home housing association mental adult paediatric minor injuries community probation youth justice offending
    domestic abuse the she he they her his their this that there when while after before since today not and but also""".split()
)
"""Words with a capital that are no person's name."""


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """Give what could tell who a person is, in the order of the text; no two overlap."""
    found = sorted(_found(text), key=lambda item: (item.start, -item.end))
    kept: list[Identifier] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def _found(text: str) -> Iterator[Identifier]:
    for match in _NHS.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match.group())):
            yield Identifier("nhs-number", match.start(), match.end())
    for kind, pattern in _KINDS:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            written = match.group(group).rstrip()
            yield Identifier(kind, match.start(group), match.start(group) + len(written))
    for match in _CAPITAL.finditer(text):
        if _is_name(match.group(), text, match.start()):
            yield Identifier("name", match.start(), match.end())


def is_nhs_number(digits: str) -> bool:
    """Say whether ten digits have the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 10 and int(digits[9]) == rest % 11


def _is_name(word: str, text: str, start: int) -> bool:
    """Take a word with a capital for a name if English has no such word, or if it stands within a sentence."""
    from simplemma import is_known

    lower = word.lower()
    if lower in NOT_NAMES or lower.removesuffix("s") in NOT_NAMES:
        return False
    before = text[max(0, start - 2) : start]
    within = len(before) == 2 and before[1] == " " and (before[0].isalpha() or before[0] in ",(")
    return within or not is_known(lower, lang="en")
