"""What a form sends: read with a limit, and only if it comes from a page of this service."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from threshold_api.web.visits import Visit

FORM = "application/x-www-form-urlencoded"
TOKEN_FIELD = "form_token"  # noqa: S105 - the name of a field
MOST_BYTES = 400_000
"""Room for a long text: one letter can take nine bytes in a form."""
MOST_FIELDS = 2_000
MOST_LETTERS = 150_000
"""Room for the longest text that can be read, and half as much again."""
OWN_SITE = ("same-origin", "none")


class FormError(Exception):
    """
    A form that cannot be taken.

    Attributes:
        reason: ``foreign``, ``too-large``, ``not-a-form`` or ``token``.
        fields: What was typed, so that it is not lost.
    """

    def __init__(self, reason: str, fields: Fields | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields if fields is not None else Fields({})


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a form as sent, spaces around each value taken off."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        """Give the first value of a field, empty if it was not sent."""
        found = self.values.get(name)
        return found[0] if found else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Give every value of a field."""
        return self.values.get(name, ())

    def named(self, prefix: str) -> dict[str, str]:
        """Give the first value of each field whose name begins so, by the rest of the name."""
        return {name[len(prefix) :]: given[0] for name, given in self.values.items() if name.startswith(prefix)}


async def read_form(request: Request) -> Fields:
    """
    Read a form.

    Raises:
        FormError: It comes from another site, is too long, or is not a form.
    """
    # Sent by every browser of the last years, and no page can forge it.
    if request.headers.get("sec-fetch-site", "none") not in OWN_SITE:
        raise FormError("foreign")
    if request.headers.get("content-type", FORM).split(";")[0].strip().lower() != FORM:
        raise FormError("not-a-form")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise FormError("too-large")
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise FormError("too-large") from None
    values: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        values[name] = (*values.get(name, ()), _clean(value))
    fields = Fields(values)
    if sum(len(value) for given in values.values() for value in given) > MOST_LETTERS:
        raise FormError("too-large", fields)
    return fields


def check_token(fields: Fields, visit: Visit) -> None:
    """
    Hold a form against the visit it says it belongs to.

    Raises:
        FormError: Another visit's, or none.
    """
    if not hmac.compare_digest(fields.one(TOKEN_FIELD).encode(), visit.form_token.encode()):
        raise FormError("token", fields)


def _clean(value: str) -> str:
    """Take off spaces and what no keyboard types: control characters but line ends and tabs, and halves of characters."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in plain if letter in "\n\t" or (letter.isprintable() or letter.isspace()))
    return kept.encode("utf-8", "ignore").decode("utf-8").strip()
