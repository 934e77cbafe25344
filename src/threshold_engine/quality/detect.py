"""Kinds of text that no list of words can name: quotations, dates, times, sizes, people, phone numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from threshold_engine.model.quality import Detector
from threshold_engine.narrative.text import SMALL

Span = tuple[int, int]

_QUOTED = re.compile(
    r"“(?P<curly>[^“”]{1,600})”"
    r'|(?<!\w)"(?=\S)(?P<straight>[^"]{1,600}?)(?<=\S)"(?!\w)'
    r"|(?<!\w)‘(?=\S)(?P<single>(?:[^‘’]|(?<=\w)’(?=\w)){1,600}?)’(?!\w)"
    r"|(?<!\w)'(?=\S)(?P<plain>(?:[^']|(?<=\w)'(?=\w)){1,600}?)(?<=\S)'(?!\w)"
)
_GAP = re.compile(r"\n\s*\n")
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_DAY_NAME = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a|a few|several)"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d\d)|\d{{1,2}}/\d{{1,2}}\b(?!/)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,4}}\b"
    rf"|(?:since|in|last|from|until|of|during)\s+{_MONTH}\b|{_DAY_NAME}s?|(?:19|20)\d\d"
    rf"|today|yesterday|last\s+night|this\s+(?:morning|afternoon|evening|week|month|term)"
    rf"|last\s+(?:week|month|term|year|weekend|summer|autumn|winter|spring)|{_COUNT}\s+(?:hour|day|night|week|month|year)s?\s+ago)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:.][0-5]\d\b(?!\s*(?:cm|mm|kg|%))|\b\d{1,2}\s?(?:am|pm)\b|\b[0-2]\d[0-5]\d\s?(?:hrs|hours|h)\b"
    r"|\b(?:midnight|midday|noon|\d{1,2}\s+o.clock)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\b\d+(?:\.\d+)?\s?(?:x\s?\d+(?:\.\d+)?\s?)?(?:cm|mm|inch(?:es)?|centimet\w+|millimet\w+|mg|ml|g|kg|grams?|lit\w+|units?"
    r"|tablets?|pills?|bottles?|cans?|miles?|%|percent|per\s+cent|pc|degrees)(?!\w)|\b\d+(?:st|nd|rd|th)\s+centile"
    r"|\bsize\s+of\s+an?\b|\b(?:£|\$)?\d+\s?pounds?\b|£\d+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)(?:\+44\s?\d|0\d)(?:[\s-]?\d){8,10}(?!\w)|\b[\w.+-]+@[\w-]+\.[\w.-]+\b|\b(?:ext|extension|bleep)\.?\s*\d{3,6}\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
    r"|\b(?:flat\s+)?\d+[a-z]?,?\s+(?:[A-Z][a-z']+\s+){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Close|Lane|Way|Drive|Court|Gardens|Crescent|House)\b"
)
_IDENTIFIER = re.compile(r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b|\b[A-Z]\d{12}\b|\bNHS\s+n(?:o|umber)\b|\bUPN\b")
_TITLED = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|PC|DC|DS|PCSO|Sgt|Sister|Nurse|Sr|Staff Nurse|SW)\.?\s+[A-Z][a-z'’-]+"
_NAME = re.compile(
    rf"\b{_TITLED}|\b[A-Z][a-z'’-]+\s+[A-Z][a-z'’-]{{2,}}\b|(?<=[a-z,;(]\s)[A-Z][a-z'’-]{{2,}}\b"
    r"|(?<=[a-z,]\s\()[A-Z][a-z'’-]{2,}\b|\b[A-Z][a-z]{2,}(?=\s*\((?:aged?\s*)?\d)"
)
_NO_NAME = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
        " september october november december christmas easter mum dad mother father level year school primary secondary"
        " academy college nursery police children child childrens mash croydon london road street english polish somali"
        " urdu bengali punjabi tamil arabic french spanish portuguese romanian albanian british black white asian african"
        " caribbean muslim christian hindu sikh jewish catholic social services early help south north east west reception"
        " section act snapchat instagram tiktok whatsapp facebook xbox the they she he his her this that there when after"
        " before i it we no not on in at and but class head teacher lead team ward hospital university family nhs gp"
        " please due since both parents parent information concerns urgent accident emergency"
    ).split()
)

_SAID = frozenset(
    (
        "say says said saying tell tells told telling ask asks asked reply replies replied shout shouts shouted whisper"
        " whispers whispered write writes wrote written disclose discloses disclosed add adds added answer answers"
        " answered cry cries cried scream screamed explain explains explained describe describes described text texted"
        " words repeat repeated state states stated"
    ).split()
)
_CHILD = frozenset(
    (
        "child boy girl son daughter baby toddler pupil student he she kid youngster teenager person him twin brother"
        " sister sibling patient his her"
    ).split()
)
_ADULT = frozenset(
    (
        "mother mum mam father dad parent parents carer guardian partner boyfriend husband wife stepfather stepdad"
        " stepmother grandmother grandfather nan gran aunt uncle teacher nurse doctor officer worker police neighbour"
        " caller landlord staff man woman i we manager consultant midwife visitor they paramedic gp ex adult adults friend"
        " tutor"
    ).split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def quotations(text: str) -> Iterator[Span]:
    """Give what stands between quotation marks, the marks included; an apostrophe is none."""
    for match in _QUOTED.finditer(text):
        if not _GAP.search(match.group()):
            yield match.span()


def childs_words(text: str) -> Iterator[Span]:
    """Give the quotations that, by the words beside them, are the child's own."""
    for start, end in quotations(text):
        before = _sentence_before(text, start)
        speaker = _speaker(before) or _speaker_after(text[end : end + 60])
        if speaker == "child":
            yield start, end


def _sentence_before(text: str, start: int) -> str:
    before = text[max(0, start - 160) : start]
    return re.split(r"[.!?](?:\s|$)|\n\s*\n", before)[-1]


def _speaker(before: str) -> str | None:
    """Find who speaks in the words that lead to a quotation: the last person before the last verb of speech."""
    words = _WORD.findall(before)
    verbs = [at for at, word in enumerate(words) if word.lower() in _SAID]
    return _last_person(words[: verbs[-1]]) if verbs else None


def _speaker_after(after: str) -> str | None:
    """Find who speaks in “…”, he said."""
    words = _WORD.findall(re.split(r"[.!?]", after)[0])[:4]
    verbs = [at for at, word in enumerate(words) if word.lower() in _SAID]
    return _last_person(words) if verbs else None


def _last_person(words: list[str]) -> str | None:
    for at in range(len(words) - 1, -1, -1):
        word = words[at]
        plain = word.lower().replace("’", "'").removesuffix("'s")
        if plain in _ADULT:
            return "adult"
        if plain in ("his", "her", "him") and at + 1 < len(words):
            continue
        if plain in _CHILD or (word[:1].isupper() and len(word) > 2 and plain not in _NO_NAME and plain not in SMALL):
            return "child"
    return None


def _people(text: str) -> Iterator[Span]:
    for match in _NAME.finditer(text):
        words = [word.lower().replace("’s", "").replace("'s", "") for word in _WORD.findall(match.group())]
        if not any(word in _NO_NAME for word in words):
            yield match.span()


def _matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Span]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


_DETECTORS: dict[Detector, Callable[[str], Iterator[Span]]] = {
    Detector.CHILDS_WORDS: childs_words,
    Detector.DATE: _matches(_DATE),
    Detector.TIME: _matches(_TIME),
    Detector.MEASURE: _matches(_MEASURE),
    Detector.PERSON: _people,
    Detector.PHONE: _matches(_PHONE),
    Detector.ADDRESS: _matches(_ADDRESS),
    Detector.IDENTIFIER: _matches(_IDENTIFIER),
}


def detect(kind: Detector, text: str) -> Iterator[Span]:
    """Give every place of one kind in a text, as characters from and to."""
    return _DETECTORS[kind](text)
