"""What the pages of the referral show, without HTTP: score, hints, states, and the printed whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from threshold_api.web.referral.draft import Draft, draft_of, entries_now
from threshold_api.web.referral.form_words import choices_on
from threshold_api.web.referral.list_view import list_view
from threshold_api.web.referral.pdf import referral_pdf
from threshold_api.web.referral.printed_view import PrintedView, printed_view
from threshold_api.web.referral.score_view import PanelView, panel
from threshold_api.web.referral.section_view import section_view
from threshold_api.web.referral.sections import BY_SLUG, SECTIONS
from threshold_api.web.visits import Check
from threshold_engine import Rulebook
from web.referral_kit import BASE, NOW, example, service_of


@pytest.fixture
def excellent(rulebook: Rulebook) -> Draft:
    """The excellent example."""
    return draft_of(service_of(rulebook), example("excellent"))


@pytest.fixture
def poor(rulebook: Rulebook) -> Draft:
    """The poor example."""
    return draft_of(service_of(rulebook), example("poor"))


def beside(draft: Draft, section: str) -> PanelView:
    """The score beside a section."""
    return panel(draft, BY_SLUG[section], entries_now(draft.check, BY_SLUG[section], draft.mapping), BASE)


def printed(draft: Draft, rulebook: Rulebook) -> PrintedView:
    """The printed referral."""
    return printed_view(draft, choices_on(service_of(rulebook)), rulebook, NOW, None, BASE)


def test_score_leads_to_the_page_of_the_next_question(poor: Draft) -> None:
    """The one question that would raise it most, and where it is answered."""
    head = beside(poor, "worry").head

    assert (head.score, head.band) == (poor.quality.score, "return")
    assert head.next is not None
    assert (head.next.ask, head.next.address) == ("Is the child safe tonight?", f"{BASE}/safety")
    assert head.next.gain == "up to 3 marks"


def test_excellent_has_no_next_question(excellent: Draft) -> None:
    """Full marks ask for nothing more."""
    assert beside(excellent, "worry").head.next is None


def test_section_shows_its_own_marks_only(poor: Draft) -> None:
    """The worry earns one mark, and shows what it rests on."""
    shown = beside(poor, "worry").dimensions

    assert [(entry.label, entry.filled) for entry in shown][:2] == [("The worry itself", 1), ("Seen, told or thought", 0)]
    assert all(entry.improve for entry in shown)


def test_words_are_pointed_out_under_their_field(poor: Draft) -> None:
    """Each word once, with what to ask and why; the text stays as it is."""
    hints = beside(poor, "worry").hints

    assert set(hints) == {"narrative"}
    words = {hint.words: hint for hint in hints["narrative"]}
    assert words["“dirty”"].kind == "Says too little"
    assert words["“dirty”"].text.endswith("?")
    assert len({hint.text for hint in hints["narrative"]}) == len(hints["narrative"])


def test_blaming_words_come_with_others(rulebook: Rulebook) -> None:
    """An alternative is offered, nothing is rewritten."""
    check = Check("made-up", referral={"tried": [{"what": "A visit.", "result": "She is attention seeking."}]})
    draft = draft_of(service_of(rulebook), check)
    hint = beside(draft, "tried").hints["tried.0.result"][0]

    assert (hint.kind, hint.text.startswith("Say instead: ")) == ("May blame", True)


def test_gaps_stand_on_the_page_that_fills_them(poor: Draft) -> None:
    """Where the child is tonight belongs to safety, not to the worry."""
    assert [gap.label for gap in beside(poor, "safety").gaps] == ["Where the child is tonight"]
    assert beside(poor, "worry").gaps == ()


def test_states_are_said_in_words(poor: Draft, excellent: Draft) -> None:
    """Needed, not started, can be better, complete."""
    states = {item.id: item.state.text for chapter in list_view(poor, BASE).chapters for item in chapter.items}
    done = {item.state.text for chapter in list_view(excellent, BASE).chapters for item in chapter.items}

    assert (states["safety"], states["child"], states["worry"]) == ("Needed", "Not started yet", "Can be better")
    assert done == {"Complete"}
    assert list_view(excellent, BASE).done == f"{len(SECTIONS)} of {len(SECTIONS)} parts are complete."


@pytest.mark.parametrize(
    "case", [{"answers": {"immediate_danger": True}}, {"child": {"age": "8 weeks"}, "present": ["bruise-non-mobile-infant"]}]
)
def test_urgent_answers_say_send_now(rulebook: Rulebook, case: dict[str, Any]) -> None:
    """Whatever the score."""
    draft = draft_of(service_of(rulebook), Check("made-up", case=case))

    assert beside(draft, "you").send is not None
    assert list_view(draft, BASE).send is not None


def test_unsafe_tonight_says_send_now(rulebook: Rulebook) -> None:
    """The referral's own words are enough; a calm one says nothing."""
    service = service_of(rulebook)

    assert beside(draft_of(service, Check("a", referral={"safety_tonight": {"safe": "no"}})), "you").send is not None
    assert beside(draft_of(service, Check("a")), "you").send is None


def test_urgent_without_words_of_the_score_says_send_now(excellent: Draft) -> None:
    """The check being urgent is enough by itself."""
    calm = replace(excellent, quality=replace(excellent.quality, send_now=None))

    assert beside(calm, "you").send is None
    assert beside(replace(calm, urgent=True), "you").send is not None


def test_empty_row_stands_at_the_end(excellent: Draft, rulebook: Rulebook) -> None:
    """Existing rows with a button to remove, and one empty row without."""
    section = BY_SLUG["people"]
    entries = entries_now(excellent.check, section, excellent.mapping)
    view = section_view(excellent, section, entries, (), choices_on(service_of(rulebook)), rulebook, BASE)
    group = view.parts[0].group
    assert group is not None

    assert [row.remove for row in group.rows] == [*(f"remove.household.{at}" for at in range(4)), None]
    assert [field.value for field in group.rows[-1].fields] == [""] * 5
    assert group.add == "add.household"


def test_printed_says_everything_and_what_is_missing(excellent: Draft, poor: Draft, rulebook: Rulebook) -> None:
    """All sections; the gaps plainly; never as if it had been sent."""
    full, empty = printed(excellent, rulebook), printed(poor, rulebook)

    assert [section.title for section in full.sections] == [section.title for section in SECTIONS]
    assert full.not_sent == "Not sent by this service. Phone or use the council’s portal."
    assert full.gaps == ()
    assert [gap.label for gap in empty.gaps] == [gap.label for gap in poor.quality.critical_gaps]
    safety = empty.sections[0]
    assert safety.lines == ()
    assert (safety.missing or "").startswith("Not filled in: Is the child safe tonight?; Where is the child now?")
    child = next(section for section in full.sections if section.title == "About the child")
    assert {line.label: line.text for line in child.lines}["Date of birth"] == "14 May 2017"
    assert child.missing == "Not filled in: NHS number"


def test_printed_holds_every_text_of_the_referral(excellent: Draft, rulebook: Rulebook) -> None:
    """Nothing that was written is left off the paper."""
    view = printed(excellent, rulebook)
    shown = repr(view)

    for text in (excellent.referral.worry, excellent.referral.child_voice, excellent.referral.analysis):
        assert text is not None
        assert repr(text)[1:-1] in shown
    for person in excellent.referral.household:
        assert repr(person.name)[1:-1] in shown


def test_printed_holds_the_level_and_the_signs(rulebook: Rulebook) -> None:
    """Level, reasons and signs in plain words."""
    case = {
        "child": {"age": "8 weeks", "mobile": False},
        "observations": [{"indicator": "bruise-non-mobile-infant", "status": "present", "basis": "observed"}],
        "answers": {"child_seen": True, "cpis_checked": "not-checked"},
    }
    draft = draft_of(service_of(rulebook), Check("made-up", case=case))
    view = printed(draft, rulebook)
    worry = next(section for section in view.sections if section.title == "What worries you")

    assert view.level.title == f"Level 4: {draft.assessment.level.name}"
    assert view.level.reasons
    assert "Phone now." in view.level.urgency
    assert view.level.duties
    assert worry.known[0].values[0].endswith("(seen)")
    assert ("not checked",) in [item.values for item in view.answers]


def test_pdf_is_tagged_and_meets_the_standard(excellent: Draft, rulebook: Rulebook) -> None:
    """PDF/UA-1, in British English, with every heading."""
    content = referral_pdf(printed(excellent, rulebook))

    assert content.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part>1<" in content
    assert b"/Lang(en-GB)" in content


def test_pdf_takes_what_was_typed_as_text(rulebook: Rulebook) -> None:
    """Signs that mean something to the typesetter, line ends and long words are only text."""
    text = '#panic("x") $a$ *b* _c_ \\ @ref <l> = //\nsecond line ' + "w" * 300
    draft = draft_of(service_of(rulebook), Check("made-up", referral={"worry": text}))

    assert b"pdfuaid" in referral_pdf(printed(draft, rulebook))


def test_pdf_keeps_a_name_in_any_script(rulebook: Rulebook) -> None:
    """Letters that no typeface here has make no error, and the file says so."""
    draft = draft_of(service_of(rulebook), Check("made-up", referral={"identity": {"name": "Ada \u0378"}}))
    content = referral_pdf(printed(draft, rulebook))

    assert content.startswith(b"%PDF")
    assert b"/Marked true" in content
