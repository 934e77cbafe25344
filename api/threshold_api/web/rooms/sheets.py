"""The sheet of results of a room, for its trainer to take away: as CSV and as an accessible PDF."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus

from fastapi import Request, Response

from threshold_api.web.layout import PageError
from threshold_api.web.pdf import PaperTemplate
from threshold_api.web.rooms.doors import SHEETS
from threshold_api.web.rooms.ground import Ground, Inside
from threshold_api.web.rooms.inside import CLOSED, NOT_TRAINER
from threshold_api.web.rooms.model import revealed, tally
from threshold_api.web.rooms.results import Measure, Results, results, session_measure
from threshold_api.web.rooms.views import AnswerView, answer_view
from threshold_api.web.words import level_title

NOTHING_YET = PageError(HTTPStatus.CONFLICT, "There are no results yet", "Show the votes of a case first. Then get the sheet.")
HEADINGS = ("case", "title", "guidance level", "what", "item", "votes", "people", "figure")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Office programs run a cell that begins so."""
PAPER = PaperTemplate("room.typ")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class SheetCase:
    """One case of the sheet."""

    number: int
    title: str
    text: tuple[str, ...]
    answer: AnswerView
    results: Results


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    Attributes:
        day: The day the room was opened, in words.
    """

    day: str
    guidance: str
    cases: tuple[SheetCase, ...]
    session: Measure


class SheetPages:
    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def csv(self, request: Request, code: str) -> Response:
        """Give the results as a table for an office program."""
        text = csv_text(self._sheet(request, code))
        # The mark at the front tells office programs that the letters are UTF-8.
        return _file(text.encode("utf-8-sig"), "text/csv; charset=utf-8", "room-results.csv")

    async def pdf(self, request: Request, code: str) -> Response:
        """Give the results as a document to read and print."""
        sheet = self._sheet(request, code)
        self._ground.knock(request, SHEETS)
        document = await asyncio.to_thread(pdf_bytes, sheet)
        return _file(document, "application/pdf", "room-results.pdf")

    def _sheet(self, request: Request, code: str) -> Sheet:
        inside = self._ground.inside(request, code)
        if inside is None:
            raise PageError(HTTPStatus.NOT_FOUND, *CLOSED)
        if inside.person != inside.room.trainer:
            raise NOT_TRAINER
        if not revealed(inside.room):
            raise NOTHING_YET
        return sheet_of(self._ground, inside)


def sheet_of(ground: Ground, inside: Inside) -> Sheet:
    """Give the results of every case shown in a room."""
    room = inside.room
    words = ground.words(room)
    parts = revealed(room)
    cases = []
    for number, part in enumerate(parts, 1):
        scenario = ground.scenarios[part.scenario]
        answer = answer_view(ground.answers(room, part).case)
        counted = results(tuple(part.votes.values()), scenario, answer.level, words.levels, words.facts)
        cases.append(SheetCase(number, scenario.title, scenario.text, answer, counted))
    rulebook = ground.layout.service.rulebook
    session = session_measure(tally(part.votes.values()) for part in parts)
    return Sheet(f"{room.opened.day} {room.opened:%B %Y}", f"{rulebook.title}, version {rulebook.version}", tuple(cases), session)


def csv_text(sheet: Sheet) -> str:
    """Write the results as CSV: a row for each level, each reason and each figure of agreement of each case."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    for case in sheet.cases:
        for row in _rows(case):
            writer.writerow([safe_cell(cell) for cell in row])
    writer.writerow([safe_cell(cell) for cell in ("all", "", "", "agreement", sheet.session.title, "", "", sheet.session.figure)])
    return written.getvalue()


def safe_cell(cell: object) -> str:
    """Write a cell so that no office program runs it: a text that would start a formula gets a quote mark before it."""
    text = str(cell)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) and not NUMBER.fullmatch(text) else text


def pdf_bytes(sheet: Sheet) -> bytes:
    """Write the results as a tagged PDF."""
    return PAPER.pdf(asdict(sheet))


def _rows(case: SheetCase) -> Iterator[Sequence[object]]:
    start = (case.number, case.title, case.answer.level)
    people = case.results.people
    for level in case.results.levels:
        yield (*start, "level", level_title(level.level, level.name), level.votes, people, "")
    for reason in case.results.reasons:
        yield (*start, "reason", reason.words, reason.votes, people, "")
    for measure in case.results.agreement:
        yield (*start, "agreement", measure.title, "", people, measure.figure)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
