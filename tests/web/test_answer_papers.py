"""Papers of the answer: the sheet, the PDF, the text and the data."""

from __future__ import annotations

import json

import pytest

from api.kit import NOW
from threshold_api.web.answer.papers import SHEET_DUTIES, SHEET_LETTERS, SHEET_REASONS, opinions, sheet_view, shortened, text
from threshold_api.web.answer.pdf import pdf
from threshold_engine import Rulebook
from threshold_engine.model.plain import plain
from web.answer_kit import BRUISE, DANGER, MILD, NOTHING, assessed, begun, viewed, vignettes
from web.conftest import Site

DISAGREEMENT = {"level": 3, "why": "Her aunt told me more"}


def test_pdf_says_that_it_is_tagged_and_in_english(rulebook: Rulebook) -> None:
    """The marks of PDF/UA: part 1, a structure tree, the language, a title to show."""
    written = pdf(viewed(BRUISE, rulebook), (), "today")

    assert written.startswith(b"%PDF-1.7")
    for mark in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/StructTreeRoot",
        b"/Lang(en-GB)",
        b"/DisplayDocTitle true",
        b"/Marked true",
    ):
        assert mark.replace(b" ", b"") in written.replace(b" ", b""), mark
    assert b"Child concern check" in written


@pytest.mark.parametrize("case", [NOTHING, DANGER, BRUISE, MILD, *list(vignettes().values())[::6]])
def test_every_answer_can_be_written_as_a_pdf(rulebook: Rulebook, case: dict[str, object]) -> None:
    """The check of the standard is part of the writing: what it forbids cannot be written."""
    assert pdf(viewed(case, rulebook, disagreement=DISAGREEMENT), (), "today").startswith(b"%PDF")


@pytest.mark.parametrize("typed", ["中文", "\U0001f600 hm", "a\ufffeb", "عربى", "#panic() *x* $y$ @z", "w" * 2_000, "line\nline"])
def test_whatever_is_typed_the_pdf_is_written(rulebook: Rulebook, typed: str) -> None:
    """Letters that no typeface has are kept, and words are never run."""
    assert pdf(viewed(MILD, rulebook), (f"You hold: {typed}",), "today").startswith(b"%PDF")


def test_pdf_data_holds_the_whole_answer(rulebook: Rulebook) -> None:
    """What is set is the view: nothing in it is something that JSON cannot carry."""
    view = viewed(BRUISE, rulebook)

    assert json.loads(json.dumps(plain(view)))["head"]["heading"] == view.head.heading


def test_downloads_have_names_without_a_fact(site: Site) -> None:
    """A file is saved under a plain name, and no cache keeps it."""
    address = begun(site, MILD)
    kinds = {
        "sheet.pdf": ("application/pdf", "child-concern-answer.pdf"),
        "answer.txt": ("text/plain; charset=utf-8", "child-concern-answer.txt"),
        "answer.json": ("application/json", "child-concern-answer.json"),
    }
    for name, (kind, saved) in kinds.items():
        response = site.get(f"{address}/answer/{name}")
        assert response.status_code == 200
        assert response.headers["content-type"] == kind
        assert response.headers["content-disposition"] == f'attachment; filename="{saved}"'
        assert response.headers["cache-control"] == "no-store"


def test_data_is_the_assessment_of_the_contract(site: Site, rulebook: Rulebook) -> None:
    """The same bytes that the service gives a program, as of the stopped clock."""
    given = site.get(f"{begun(site, MILD)}/answer/answer.json").json()

    assert given == json.loads(json.dumps(assessed({**MILD, "time_of_day": "10:30:15"}, rulebook).to_dict()))


def test_text_begins_with_what_matters(rulebook: Rulebook) -> None:
    """999 if need be, then who holds what, then the level; and it never reassures where too little is known."""
    own = {"referrer_view": {"level": 2, "why": None}}
    view = viewed({**DANGER, **own}, rulebook, disagreement=DISAGREEMENT)
    written = text(view, assessed(DANGER, rulebook), NOW)
    empty = text(viewed(NOTHING, rulebook), assessed(NOTHING, rulebook), NOW)
    told = "You hold that this is level 3 (Child in Need), lower than the suggestion, because: Her aunt told me more."

    words = " ".join(written.split())
    assert words.startswith("CALL 999")
    assert words.endswith("Written 23 November 2026, 10:30. This advises. A named person decides.")
    places = [words.index(part) for part in ("CALL 999", "you said level 2 (Early Help)", told, "Level 4: Child Protection")]
    assert places == sorted(places)
    assert empty.index("We know too little to say") < empty.index("Level 1")


def test_text_page_holds_the_text_and_the_file_too(site: Site) -> None:
    """Marked and copied by hand without scripts."""
    address = begun(site, MILD)
    page, file = site.get(f"{address}/answer/text").text, site.get(f"{address}/answer/answer.txt").text

    assert "readonly" in page
    assert "Irregular attendance" in file
    first, last = file.splitlines()[0], file.splitlines()[-1]
    assert first in page
    assert last in page


def test_disagreement_is_on_every_paper(site: Site) -> None:
    """The reason goes with the answer wherever it goes; on the sheet a long one is cut and says so."""
    address = begun(site, MILD)
    site.send(f"{address}/disagree", {"level": "3", "why": "Her aunt told me more. " * 50})
    sheet, file = site.get(f"{address}/answer/sheet").text, site.get(f"{address}/answer/answer.txt").text

    assert "You hold that this is level 3 (Child in Need), higher than the suggestion" in sheet
    assert "shortened here; the PDF has all of it" in sheet
    assert " ".join(file.split()).count("Her aunt told me more.") == 50


def test_sheet_counts_what_it_leaves_out(rulebook: Rulebook) -> None:
    """One page has room for so much; nobody is told that this is all."""
    for case in vignettes().values():
        view = viewed(case, rulebook)
        sheet = sheet_view(view, NOW)
        assert len(sheet.duties) + sheet.more_duties == len(view.duties) + len(view.further_duties)
        assert len(sheet.reasons) + sheet.more_reasons == len(view.why.main)
        assert len(sheet.duties) <= SHEET_DUTIES
        assert len(sheet.reasons) <= SHEET_REASONS
        assert sheet.steps == view.do.steps


def test_shortening_keeps_short_words_and_cuts_at_a_word() -> None:
    """Nothing is cut that fits."""
    assert shortened("w" * SHEET_LETTERS) == "w" * SHEET_LETTERS
    cut = shortened("one two " * 100)
    assert cut.startswith("one two")
    assert "tw …" not in cut
    assert len(cut) < SHEET_LETTERS + 60


def test_nothing_held_is_nothing_said(rulebook: Rulebook) -> None:
    """No opinion is put into anybody's mouth."""
    assert opinions(viewed(MILD, rulebook)) == ()
