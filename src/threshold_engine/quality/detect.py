"""Kinds of text that no list of words can name: quotations, dates, times, sizes, people, phone numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from threshold_engine.model.quality import Detector
from threshold_engine.narrative.places import dates_in, quotes_in
from threshold_engine.narrative.text import SMALL

Span = tuple[int, int]

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
    return ((quote.start - 1, quote.end + 1) for quote in quotes_in(text))


def _moments(kind: str) -> Callable[[str], Iterator[Span]]:
    return lambda text: ((moment.start, moment.end) for moment in dates_in(text) if moment.kind == kind)


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
    Detector.DATE: _moments("date"),
    Detector.TIME: _moments("time"),
    Detector.MEASURE: _matches(_MEASURE),
    Detector.PERSON: _people,
    Detector.PHONE: _matches(_PHONE),
    Detector.ADDRESS: _matches(_ADDRESS),
    Detector.IDENTIFIER: _matches(_IDENTIFIER),
}


def detect(kind: Detector, text: str) -> Iterator[Span]:
    """Give every place of one kind in a text, as characters from and to."""
    return _DETECTORS[kind](text)
