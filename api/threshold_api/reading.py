"""From the bytes of a request to a mapping, strictly: size, media type, encoding, JSON."""

from __future__ import annotations

import json
from datetime import datetime
from email.message import Message
from typing import Any

from fastapi import Request

from threshold_api.problems import MEDIA, TOO_LARGE, RefusalError
from threshold_engine.errors import FactsError, Problem
from threshold_engine.yamlfile import read_json

BODY = "body"
ESCAPED_SURROGATE = "\\ud"
"""How JSON writes half of a character: the only way one can get into a text that was read as UTF-8."""


async def read_mapping(request: Request, max_bytes: int) -> dict[str, Any]:
    """
    Read the body of a request as one JSON object.

    Raises:
        RefusalError: It is too long (413) or not JSON by its own account (415).
        FactsError: It is not one well-formed JSON object; every problem is listed.
    """
    body = await read_body(request, max_bytes, "send one case, and only what matters to it")
    return parse(decoded(body), BODY)


async def read_body(request: Request, max_bytes: int, advice: str) -> bytes:
    """
    Read the body of a request that says it is JSON.

    Args:
        advice: What to do if it is too long.

    Raises:
        RefusalError: It is too long (413) or not JSON by its own account (415).
    """
    check_media_type(request.headers.get("content-type"), request.headers.get("content-encoding"))
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > max_bytes:
        raise _too_large(max_bytes, advice)
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > max_bytes:
            raise _too_large(max_bytes, advice)
    return bytes(found)


def check_media_type(content_type: str | None, content_encoding: str | None) -> None:
    """
    Refuse a body that is not JSON in UTF-8, or is packed.

    Raises:
        RefusalError: 415.
    """
    header = Message()
    header["content-type"] = content_type or "application/octet-stream"
    kind = header.get_content_type()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise _refused_media(
            "content-type", "NOT_JSON_TYPE", "the body is not marked as JSON", "send Content-Type: application/json"
        )
    if str(header.get_content_charset("utf-8")) not in ("utf-8", "utf8"):
        raise _refused_media("content-type", "NOT_UTF8_TYPE", "the body is marked as another encoding", "send JSON as UTF-8")
    if content_encoding is not None and content_encoding.strip().lower() not in ("", "identity"):
        raise _refused_media("content-encoding", "PACKED", "the body is compressed", "send it as it is, without Content-Encoding")


def _refused_media(where: str, code: str, what: str, fix: str) -> RefusalError:
    return RefusalError(MEDIA, [Problem(where, code, what, fix)], {"Accept": "application/json"})


def _too_large(max_bytes: int, advice: str) -> RefusalError:
    problem = Problem(BODY, "TOO_LARGE", f"the body has more than {max_bytes:,} bytes", advice)
    # The rest of the body is not read, so the connection cannot be used again.
    return RefusalError(TOO_LARGE, [problem], {"Connection": "close"})


def decoded(body: bytes) -> str:
    """
    Read bytes as text.

    Raises:
        FactsError: They are not UTF-8.
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsError([Problem(BODY, "NOT_TEXT", f"byte {error.start} is not UTF-8 text", "send the JSON as UTF-8")]) from None


def parse(text: str, where: str) -> dict[str, Any]:
    """
    Read text as one JSON object.

    Args:
        where: What to call it in messages.

    Raises:
        FactsError: It is not one; every problem is listed.
    """
    parsed = read_json(text, where)
    if parsed.problems:
        raise FactsError(parsed.problems)
    if not isinstance(parsed.value, dict):
        raise FactsError([Problem(where, "NOT_A_CASE", "this is not a case", "send a JSON object, for example {}")])
    if ESCAPED_SURROGATE in text.lower() and _half_characters(parsed.value):
        raise FactsError([Problem(where, "NOT_TEXT", "half of a character is written with \\u", "write the character itself")])
    return parsed.value


def _half_characters(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def with_now(given: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Fill in today, and the time of day with it, where the case gives no day."""
    if given.get("as_of") is not None:
        return given
    return {"time_of_day": now.time().replace(microsecond=0, tzinfo=None), **given, "as_of": now.date()}
