"""The steps of a check without HTTP: forms become answers, answers become views, unknown stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from threshold_api.web.check.agencies import areas_first
from threshold_api.web.check.ages import read_age
from threshold_api.web.check.analysis import analysis_view, read_analysis
from threshold_api.web.check.answers import AnswerError, asked, with_answer
from threshold_api.web.check.child import child_view, read_child
from threshold_api.web.check.danger import danger_view, in_danger, read_danger
from threshold_api.web.check.identifiers import KINDS, identifiers_words
from threshold_api.web.check.plan import screens_left
from threshold_api.web.check.questions import known_ids, left_words, read_screen, screen_view
from threshold_api.web.check.signs import read_signs, signs_page, signs_view
from threshold_api.web.check.span import span_view
from threshold_api.web.check.steps import after_questions, after_worry
from threshold_api.web.check.view import own_view, read_view
from threshold_api.web.check.worry import read_worry, worry_view
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_engine import Rulebook, assess, read_case
from threshold_engine.model.edition import Edition, edition_on
from threshold_engine.model.narrative import Identifier
from threshold_engine.model.words import AGENCIES
from threshold_engine.paths import opened_paths

TODAY = date(2026, 11, 23)
NEW = Check("0a1b")


@pytest.fixture(scope="module")
def edition(rulebook: Rulebook) -> Edition:
    """The guidance of the day."""
    return edition_on(rulebook, TODAY)


def fields(**given: str | list[str]) -> Fields:
    """Give a form; two underscores in a name stand for a dot."""
    return Fields({name.replace("__", "."): tuple([value] if isinstance(value, str) else value) for name, value in given.items()})


def check_of(**case: Any) -> Check:
    """Give a check with answers."""
    return replace(NEW, case=case)


# Danger


@pytest.mark.parametrize(("said", "answers", "unsure"), [("yes", {"immediate_danger": True}, False), ("not-sure", {}, True)])
def test_danger_not_sure_is_unknown_and_not_asked_again(said: str, answers: dict[str, bool], unsure: bool) -> None:
    """Not sure leaves the answer open, and takes an earlier yes back."""
    found = read_danger(check_of(answers={"immediate_danger": True}), fields(danger=said)).check

    assert found.case["answers"] == answers
    assert ("answers.immediate_danger" in found.unsure) is unsure
    assert in_danger(found) is (said == "yes")
    assert danger_view(found).value == said


@pytest.mark.parametrize("sent", ["", "maybe"])
def test_danger_must_be_answered(sent: str) -> None:
    """Blank is an error at the field, and changes nothing."""
    outcome = read_danger(NEW, fields(danger=sent))

    assert outcome.check is NEW
    assert [error.href for error in outcome.errors] == ["#danger"]
    assert danger_view(NEW, outcome.errors).error


# Where, and how old


@pytest.mark.parametrize(
    ("typed", "unit", "age"),
    [
        ("13", "week", "13 weeks"),
        ("13 weeks", "month", "13 weeks"),
        ("3 months old", "week", "3 months"),
        ("3/12", "week", "3 months"),
        ("13/52", "month", "13 weeks"),
        ("5 / 7", "week", "5 days"),
        ("7", "year", "7 years"),
        ("1 yr", "year", "1 year"),
        ("7yo", "year", "7 years"),
        ("2y 4m", "year", "2 years 4 months"),
        ("2 years and 4 months", "year", "2 years 4 months"),
        ("newborn", "week", "0 days"),
        ("about 6 WKS", "year", "6 weeks"),
        ("0", "year", "0 years"),
        ("25", "year", "25 years"),
        ("26", "year", None),
        ("99999", "week", None),
        ("seven", "year", None),
        ("-3", "month", None),
        ("3 and 7", "year", None),
        ("7 years 13 weeks 2 years", "year", None),
        ("", "year", None),
    ],
)
def test_age_is_read_leniently(typed: str, unit: str, age: str | None) -> None:
    """A unit that is typed wins over the one that is chosen; what is no age of a child is refused."""
    assert read_age(typed, unit) == age


@pytest.mark.parametrize(
    ("sent", "age", "unsure"),
    [
        ({"who": "unborn"}, "unborn", False),
        ({"who": "baby", "baby_age": "13", "baby_unit": "week"}, "13 weeks", False),
        ({"who": "baby", "baby_age": "3", "baby_unit": "month"}, "3 months", False),
        ({"who": "baby", "baby_age": "", "baby_unit": "week"}, "0 years", False),
        ({"who": "years", "years": "7"}, "7 years", False),
        ({"who": "not-sure"}, None, True),
        ({"years": "7"}, "7 years", False),
    ],
)
def test_age_is_kept_and_shown_again(sent: dict[str, str], age: str | None, unsure: bool) -> None:
    """What was said comes back as it was said when the page is opened again."""
    found = read_child(replace(NEW, unsure=frozenset({"answers.immediate_danger"})), fields(where="school", **sent)).check
    again = child_view(found)

    assert found.case["child"].get("age") == age
    assert found.unsure == {"answers.immediate_danger"} | ({"child.age"} if unsure else set())
    assert read_child(NEW, fields(where="school", who=again.who or "", baby_age=again.baby_age, years=again.years,
                                  baby_unit=again.baby_unit)).check.case["child"].get("age") == age  # fmt: skip
    read_case({"as_of": TODAY.isoformat(), **found.case})


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, ["where", "who"]),
        ({"where": "school", "who": "years"}, ["years"]),
        ({"where": "school", "who": "years", "years": "grown up"}, ["years"]),
        ({"where": "school", "who": "baby", "baby_age": "small"}, ["baby_age"]),
        ({"where": "the moon", "who": "unborn"}, ["where"]),
        ({"where": "school", "years": "7", "baby_age": "3"}, ["who"]),
    ],
)
def test_place_and_age_errors_stand_at_their_fields(sent: dict[str, str], wrong: list[str]) -> None:
    """Nothing is kept, and each error names its field."""
    outcome = read_child(NEW, fields(**sent))
    view = child_view(NEW, outcome.errors, fields(**sent))

    assert outcome.check is NEW
    assert [error.field for error in outcome.errors] == wrong
    assert (view.years, view.baby_age) == (sent.get("years", ""), sent.get("baby_age", ""))


@pytest.mark.parametrize(
    ("sent", "agency"),
    [
        ({"where": "ed-adult"}, "ed-adult"),
        ({"where": "elsewhere", "agency": "midwife"}, "midwife"),
        ({"where": "elsewhere", "agency": "nowhere"}, "other"),
        ({"where": "not-sure"}, None),
    ],
)
def test_place_is_one_of_the_engine(sent: dict[str, str], agency: str | None) -> None:
    """Whatever is chosen, the engine knows it."""
    found = read_child(NEW, fields(who="not-sure", **sent)).check

    assert found.case["setting"].get("agency") == agency
    assert child_view(found).where == (sent["where"])


def test_every_agency_has_plain_words_and_known_areas(rulebook: Rulebook) -> None:
    """No place is left without a name, and no area is named that is not there."""
    domains = {domain.id for domain in rulebook.domains}

    assert all(set(areas_first(agency)) <= domains for agency in (*AGENCIES, None))


def test_adult_patient_is_asked_about_the_children(rulebook: Rulebook) -> None:
    """In the adult department the words are about the patient's children."""
    adult, other = check_of(setting={"agency": "ed-adult"}), check_of(setting={"agency": "school"})

    assert "patient’s children" in child_view(adult).legend
    assert "patient’s children" in worry_view(adult, rulebook).title
    assert "patient" not in worry_view(other, rulebook).title


# The worry


def test_areas_of_the_place_come_first_and_none_is_lost(rulebook: Rulebook) -> None:
    """The most used first, all others behind, strengths and status nowhere."""
    view = worry_view(check_of(setting={"agency": "ed-adult"}), rulebook)
    shown = [area.id for area in (*view.first, *view.rest)]

    assert view.first[0].id == "parental-mental-health"
    assert sorted(shown) == sorted(domain.id for domain in rulebook.domains if domain.id not in ("status", "protective"))
    assert not view.rest_open


def test_area_taken_out_is_unknown_and_not_no_concern(rulebook: Rulebook) -> None:
    """Unticking an area takes the worry back; what was settled otherwise stays."""
    before = check_of(domains={"fgm": "concern", "missing": "no-concern"}, narrative="Old words.")
    after = read_worry(before, fields(area=["hsb", "protective", "made-up"]), rulebook).check

    assert after.case["domains"] == {"missing": "no-concern", "hsb": "concern"}
    assert "narrative" not in after.case
    assert worry_view(after, rulebook).rest_open


def test_too_long_text_is_told_and_kept(rulebook: Rulebook) -> None:
    """The text comes back to be cut."""
    sent = fields(narrative="a" * 100_001)
    outcome = read_worry(NEW, sent, rulebook)

    assert [error.field for error in outcome.errors] == ["narrative"]
    assert len(worry_view(NEW, rulebook, outcome.errors, sent).narrative) == 100_001


def test_without_text_and_areas_there_is_no_page_of_signs() -> None:
    """Nothing to look through: straight to the questions, or to the answer where it is urgent."""
    assert after_worry(NEW, urgent=False) == "questions"
    assert after_worry(NEW, urgent=True) == "answer"
    assert after_worry(check_of(narrative="Words."), urgent=True) == "signs"


# The signs

TEXT = "Baby is 13 weeks old. There is a bruise on the cheek. No burns. Mother was strangled by her partner in 2019."


def page_of(edition: Edition, **case: Any) -> Any:
    return signs_page(check_of(**case), edition)


def test_suggestions_quote_the_text_and_are_never_ticked(edition: Edition) -> None:
    """Each suggestion shows its exact words; nothing is ticked for the person."""
    view = signs_view(page_of(edition, narrative=TEXT))

    assert view.suggested
    assert all(sign.quote in TEXT for sign in (*view.suggested, *view.denied))
    assert not any(sign.ticked for sign in (*view.suggested, *view.denied, *view.strengths))
    assert view.age is not None
    assert not view.age.ticked


def test_denied_signs_stand_apart_and_past_ones_say_so(edition: Edition) -> None:
    """What the text denies is a group of its own, and the past is marked in words."""
    view = signs_view(page_of(edition, narrative=TEXT, child={"age": "13 weeks"}))
    marks = {sign.id: sign.marks for sign in view.suggested}

    assert "injury-infant-any-under-1" in {sign.id for sign in view.denied}
    assert "injury-infant-any-under-1" not in marks
    assert any("in the past" in mark for mark in marks["da-strangulation-weapon"])


def test_ticks_become_present_and_absent_and_the_rest_stays_unknown(edition: Edition) -> None:
    """A tick records the sign with how the text speaks of it; no tick records nothing."""
    page = page_of(edition, narrative=TEXT, child={"age": "13 weeks"}, domains={"abuse-physical": "concern"})
    found = read_signs(
        page,
        fields(
            present=["bruise-non-mobile-infant", "da-strangulation-weapon", "shaking-infant"], absent="injury-infant-any-under-1"
        ),
    ).check
    rows = {row["indicator"]: row for row in found.case["observations"]}

    assert {name: row["status"] for name, row in rows.items()} == {
        "bruise-non-mobile-infant": "present",
        "da-strangulation-weapon": "present",
        "shaking-infant": "present",
        "injury-infant-any-under-1": "absent",
    }
    assert rows["da-strangulation-weapon"]["when"] == "historic"
    assert found.case["domains"] == {"abuse-physical": "concern"}
    read_case({"as_of": TODAY.isoformat(), **found.case}, edition.rulebook)


def test_tick_taken_off_is_unknown_again(edition: Edition) -> None:
    """Going back and unticking leaves nothing behind, also not an absence."""
    page = page_of(edition, narrative=TEXT, child={"age": "13 weeks"})
    ticked = read_signs(page, fields(present="bruise-non-mobile-infant", absent="injury-infant-any-under-1")).check
    page = signs_page(ticked, edition)
    view = signs_view(page)

    assert [sign.id for sign in (*view.suggested, *view.denied) if sign.ticked] == [
        "bruise-non-mobile-infant",
        "injury-infant-any-under-1",
    ]
    assert read_signs(page, fields()).check.case["observations"] == []


def test_sign_answered_no_elsewhere_survives_an_unticked_page(edition: Edition) -> None:
    """An absence that was given as an answer is not wiped by a page that does not offer it."""
    row = {"indicator": "shaking-infant", "status": "absent"}
    page = page_of(edition, observations=[row], domains={"abuse-physical": "concern"})

    assert read_signs(page, fields()).check.case["observations"] == [row]


def test_what_was_said_before_stays_in_sight_and_can_be_taken_back(edition: Edition) -> None:
    """Another text or other areas never leave a recorded sign where nobody sees it."""
    rows = [{"indicator": "fgm-at-risk", "status": "present"}, {"indicator": "shaking-infant", "status": "absent"}]
    page = page_of(edition, observations=rows)
    view = signs_view(page)

    assert [(sign.id, sign.ticked) for sign in view.said_present] == [("fgm-at-risk", True)]
    assert [(sign.id, sign.ticked) for sign in view.said_absent] == [("shaking-infant", True)]
    assert read_signs(page, fields(present="fgm-at-risk", absent="shaking-infant")).check.case["observations"] == rows
    assert read_signs(page, fields(absent="shaking-infant")).check.case["observations"] == rows[1:]
    assert read_signs(page, fields(present="fgm-at-risk")).check.case["observations"] == rows[:1]


def test_form_cannot_tick_what_the_page_does_not_show(edition: Edition) -> None:
    """A made-up or foreign sign in a form is not recorded."""
    page = page_of(edition, domains={"fgm": "concern"})

    assert read_signs(page, fields(present=["shaking-infant", "made-up"])).check.case.get("observations", []) == []


def test_signs_of_an_area_are_worst_first_and_fit_the_age(edition: Edition) -> None:
    """Level 4 before level 1, none for another age, none twice."""
    page = page_of(edition, narrative="Bruise on the cheek.", child={"age": "9 years"}, domains={"abuse-physical": "concern"})
    area = page.areas[0]
    levels = [sign.level for sign in area.signs]
    suggested = {found.indicator for found in page.narrative.suggestions}

    assert levels == sorted(levels, reverse=True)
    assert "shaking-infant" not in {sign.id for sign in area.signs}
    assert suggested
    assert not suggested & {sign.id for sign in area.signs}


def test_no_worry_here_settles_an_area_only_where_nothing_was_read(edition: Edition) -> None:
    """It is offered where the text is silent, and taken only there."""
    domains = {"abuse-physical": "concern", "fgm": "concern"}
    page = page_of(edition, narrative="Bruise on the cheek.", domains=domains)
    offered = {area.id: area.clear for area in signs_view(page).areas}
    found = read_signs(page, fields(clear=["abuse-physical", "fgm", "missing"])).check

    assert offered == {"abuse-physical": False, "fgm": True}
    assert found.case["domains"] == {"abuse-physical": "concern", "fgm": "no-concern"}


def test_sign_and_no_worry_together_is_an_error(edition: Edition) -> None:
    """Both cannot be right; what was ticked is kept."""
    page = page_of(edition, domains={"fgm": "concern"})
    sent = fields(present="fgm-at-risk", clear="fgm")
    outcome = read_signs(page, sent)
    view = signs_view(page, outcome.errors, sent)

    assert [error.field for error in outcome.errors] == ["clear-fgm"]
    assert view.areas[0].error
    assert view.areas[0].cleared
    assert [sign.id for sign in view.areas[0].signs if sign.ticked] == ["fgm-at-risk"]


def test_age_of_the_text_fills_only_a_gap_and_only_when_confirmed(edition: Edition) -> None:
    """The age read is a suggestion; an age given before is not touched."""
    page = page_of(edition, narrative=TEXT)
    known = page_of(edition, narrative=TEXT, child={"age": "5 months"})

    assert "age" not in read_signs(page, fields()).check.case.get("child", {})
    assert read_signs(page, fields(age="13 weeks")).check.case["child"]["age"] == "13 weeks"
    assert "age" not in read_signs(page, fields(age="17 years")).check.case.get("child", {})
    assert signs_view(known).age is None
    assert read_signs(known, fields(age="13 weeks")).check.case["child"]["age"] == "5 months"


def test_identifiers_are_counted_and_never_quoted() -> None:
    """How many of what kind, in words."""
    found = [Identifier("name", 0, 3), Identifier("phone", 5, 9), Identifier("name", 12, 15), Identifier("postcode", 20, 27)]

    assert identifiers_words(found) == "2 names, 1 phone number and 1 postcode"
    assert identifiers_words(found[:1]) == "1 name"
    assert identifiers_words([]) is None


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("name", "Her name is Zorina Petrakova."),
        ("date-of-birth", "DOB 03/04/2019."),
        ("phone", "Ring 020 7946 0001."),
        ("email", "write to a@example.org"),
        ("address", "She lives at 12 Made Up Road."),
        ("postcode", "CR0 1EA"),
        ("nhs-number", "NHS 999 000 0018"),
        ("national-insurance-number", "AB 12 34 56 C"),
        ("pupil-number", "UPN A123456789012"),
    ],
)
def test_warning_knows_every_kind_the_reader_finds(edition: Edition, kind: str, words: str) -> None:
    """Each kind has a name, so that none is found and not told."""
    view = signs_view(page_of(edition, narrative=words))

    assert view.identifiers == f"1 {KINDS[kind][0]}"


# The questions


def planned_of(rulebook: Rulebook, check: Check) -> Any:
    case = read_case({"as_of": TODAY.isoformat(), **check.case}, rulebook)
    return screens_left(check, assess(case, rulebook), opened_paths(case, rulebook), rulebook)


def test_path_comes_before_the_engine_and_nothing_is_asked_twice(rulebook: Rulebook) -> None:
    """The path's own screens first; every id stands on one screen only."""
    planned = planned_of(
        rulebook, check_of(child={"age": "9 years"}, domains={"fgm": "concern"}, answers={"immediate_danger": False})
    )
    ids = [name for screen in planned for name in screen.ids]

    assert planned[0].path is not None
    assert planned[0].path.id == "path-fgm"
    assert planned[-1].path is None
    assert planned[0].ids[:2] == ("fgm-seen-or-disclosed-under-18", "fgm-imminent")
    assert len(ids) == len(set(ids))
    assert all(len(screen.ids) <= 8 for screen in planned)


def test_unsure_and_asked_are_not_asked_again(rulebook: Rulebook) -> None:
    """What was left blank once does not come back."""
    check = check_of(domains={"fgm": "concern"})
    first = planned_of(rulebook, check)[0].ids
    later = replace(check, unsure=frozenset(first[:2]), asked=(first[2:],))
    rest = {name for screen in planned_of(rulebook, later) for name in screen.ids}

    assert not rest & set(first)


def test_exploitation_path_has_all_sections_and_ends_with_the_analysis(rulebook: Rulebook) -> None:
    """Spotting the Signs: each section whole on one screen, signs known already left out, then the analysis."""
    tool = rulebook.exploitation
    assert tool is not None
    check = check_of(
        child={"age": "15 years"},
        domains={"exploitation-cse": "concern"},
        observations=[{"indicator": "cse-hotels-venues", "status": "present"}],
    )
    path = [screen.ids for screen in planned_of(rulebook, check) if screen.path]
    sections = [name.removeprefix("guide.") for ids in path for name in ids if name.startswith("guide.")]

    assert sections == list(tool.sections)
    assert path[-1] == ("answers.exploitation_analysis",)
    assert not any("cse-hotels-venues" in ids for ids in path)
    assert 4 <= len(path) <= 7


def test_screen_of_the_guide_shows_every_prompt_once(rulebook: Rulebook, edition: Edition) -> None:
    """A prompt about a sign stands over its question; the others are for the talk."""
    tool = rulebook.exploitation
    assert tool is not None
    check = check_of(child={"age": "15 years"}, domains={"exploitation-cse": "concern"})
    planned = planned_of(rulebook, check)
    found = assess(read_case({"as_of": TODAY.isoformat(), **check.case}, rulebook), rulebook)
    shown: list[str] = []
    for screen in planned:
        view = screen_view(check, 1, screen.ids, planned, found, edition)
        for section in view.sections:
            shown += [ask for ask, _ in section.talk]
            shown += [question.talk for question in section.questions if question.talk]

    assert sorted(shown) == sorted(prompt.ask for prompt in tool.prompts)


@pytest.mark.parametrize(
    ("name", "given", "part", "key", "value"),
    [
        ("answers.child_seen", "yes", "answers", "child_seen", True),
        ("answers.child_seen", "no", "answers", "child_seen", False),
        ("answers.dash_score", "14", "answers", "dash_score", 14),
        ("answers.consent", "refused", "answers", "consent", "refused"),
        ("child.mobile", "no", "child", "mobile", False),
        ("child.age", "13 weeks", "child", "age", "13 weeks"),
        ("child.age", "not born yet", "child", "age", "unborn"),
        ("domains.fgm", "no-concern", "domains", "fgm", "no-concern"),
        ("domains.fgm", "concern", "domains", "fgm", "concern"),
    ],
)
def test_answers_of_each_kind_are_taken_and_shown_again(
    edition: Edition, name: str, given: str, part: str, key: str, value: object
) -> None:
    """Yes and no, numbers, choices, areas and ages; and blank takes them back."""
    question = asked(name, {}, edition)
    assert question is not None
    case = with_answer(question, given, {})

    assert case[part] == {key: value}
    again = asked(name, case, edition)
    assert again is not None
    assert with_answer(question, again.value, {}) == case
    assert with_answer(question, "not-sure", case)[part] == {}


@pytest.mark.parametrize(("given", "status"), [("yes", "present"), ("no", "absent")])
def test_answers_about_signs_are_recorded(edition: Edition, given: str, status: str) -> None:
    """Yes is present and no is absent; blank is neither."""
    question = asked("fgm-at-risk", {}, edition)
    assert question is not None
    case = with_answer(question, given, {})

    assert case["observations"] == [{"indicator": "fgm-at-risk", "status": status}]
    assert with_answer(question, "", case)["observations"] == []


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("answers.dash_score", "many"),
        ("answers.dash_score", "-1"),
        ("answers.dash_score", "1.5"),
        ("answers.dash_score", "99999999"),
        ("answers.dash_score", "\u0661\u0664"),
        ("answers.consent", "perhaps"),
        ("answers.child_seen", "true"),
        ("child.age", "old"),
        ("domains.fgm", "yes"),
        ("fgm-at-risk", "concern"),
    ],
)
def test_answers_that_are_none_are_refused(edition: Edition, name: str, given: str) -> None:
    """What is not one of the answers is told, not guessed at."""
    question = asked(name, {}, edition)
    assert question is not None
    with pytest.raises(AnswerError):
        with_answer(question, given, {})


def test_blank_is_not_sure_and_going_back_shows_what_was_said(edition: Edition) -> None:
    """Blank and "not sure" leave the fact unknown and note it; a later answer replaces it; sending twice changes nothing."""
    ids = ("answers.child_seen", "fgm-at-risk", "answers.dash_score")
    first = read_screen(NEW, 1, ids, fields(q__child_seen="x", **{"q.answers.child_seen": "no"}), edition).check
    twice = read_screen(first, 1, ids, fields(**{"q.answers.child_seen": "no"}), edition).check
    changed = read_screen(first, 1, ids, fields(**{"q.fgm-at-risk": "yes"}), edition).check

    assert first.case["answers"] == {"child_seen": False}
    assert first.case["observations"] == []
    assert first.unsure == {"fgm-at-risk", "answers.dash_score"}
    assert first.asked == (ids,)
    assert twice == first
    assert changed.case["answers"] == {}
    assert changed.unsure == {"answers.child_seen", "answers.dash_score"}
    assert changed.asked == (ids,)


def test_wrong_number_keeps_what_was_typed_and_records_nothing(rulebook: Rulebook, edition: Edition) -> None:
    """One wrong field holds the whole screen back, with every field as typed."""
    ids = ("answers.child_seen", "answers.dash_score")
    sent = fields(**{"q.answers.child_seen": "yes", "q.answers.dash_score": "lots"})
    outcome = read_screen(NEW, 1, ids, sent, edition)
    found = assess(read_case({"as_of": TODAY.isoformat()}, rulebook), rulebook)
    view = screen_view(NEW, 1, ids, [], found, edition, outcome.errors, sent)
    questions = {question.id: question for question in view.sections[0].questions}

    assert outcome.check is NEW
    assert [error.field for error in outcome.errors] == [questions["answers.dash_score"].field_id]
    assert questions["answers.dash_score"].value == "lots"
    assert questions["answers.child_seen"].value == "yes"


def test_form_names_only_what_the_guidance_has(edition: Edition) -> None:
    """Ids a form makes up are not asked, recorded or remembered."""
    sent = [
        "fgm-at-risk",
        "made-up",
        "answers.nobody",
        "guide.family",
        "guide.none",
        "child.sex",
        "domains.none",
        "fgm-at-risk",
        "",
    ]

    assert known_ids(sent, edition) == ("fgm-at-risk", "guide.family")


def test_range_in_words_and_picture(rulebook: Rulebook, edition: Edition) -> None:
    """Open from 1 to 4 at first; one box when nothing can change it."""
    start = span_view(assess(read_case({"as_of": TODAY.isoformat()}, rulebook), rulebook), edition)
    done = read_case({"as_of": TODAY.isoformat(), "child": {"age": "9 years"}, "present": ["threat-to-harm-child"]}, rulebook)
    end = span_view(assess(done, rulebook), edition)

    assert start.words == "Between level 1, Universal, and level 4, Child Protection."
    assert [box.within for box in start.boxes] == [True] * 4
    assert end.words.startswith("Level 4, Child Protection.")
    assert [box.within for box in end.boxes] == [False, False, False, True]


@pytest.mark.parametrize(
    ("left", "words"), [(0, "last screen"), (1, "About 1 screen left"), (3, "About 3 screens"), (20, "more than 6")]
)
def test_rest_is_told_roughly(left: int, words: str) -> None:
    """No false exactness."""
    assert words in left_words(left)


# The analysis

PARTS = ("power imbalance", "level of concern in own words", "action, and who does it by when")


def test_analysis_is_one_text_that_can_be_opened_again() -> None:
    """Each part comes back into its own box, lines and all."""
    typed = {"analysis-0": "He is 24.\nShe is 14.", "analysis-1": "High: I fear for her.", "analysis-2": "Lead rings MASH today."}
    text, errors = read_analysis(PARTS, fields(**typed))
    again = analysis_view(PARTS, text)

    assert not errors
    assert text.startswith("Power imbalance: He is 24.")
    assert {part.field: part.value for part in again} == typed


def test_analysis_needs_a_view_and_an_action() -> None:
    """Without these two it is no analysis; the rest may be left out."""
    _, errors = read_analysis(PARTS, fields(**{"analysis-0": "He is 24."}))

    assert [error.field for error in errors] == ["analysis-1", "analysis-2"]


def test_analysis_can_wait_and_is_then_not_given(edition: Edition) -> None:
    """Later leaves it open, and does not ask again."""
    ids = ("answers.exploitation_analysis",)
    later = read_screen(NEW, 1, ids, fields(later="yes"), edition).check
    given = read_screen(NEW, 1, ids, fields(**{"analysis-8": "High.", "analysis-9": "Today."}), edition).check

    assert later.unsure == set(ids)
    assert "answers" not in later.case
    assert "High." in given.case["answers"]["exploitation_analysis"]


# The person's own view


def test_view_is_kept_or_skipped(edition: Edition) -> None:
    """A level with a reason, or nothing; both let the answer come."""
    given = read_view(NEW, fields(level="3", why="Third time."), edition).check
    skipped = read_view(NEW, fields(skip="yes", level="4"), edition).check

    assert given.case["referrer_view"] == {"level": 3, "why": "Third time."}
    assert own_view(given, edition).value == "3"
    assert "referrer_view" not in skipped.case
    assert after_questions(given, urgent=False) == after_questions(skipped, urgent=False) == "answer"
    assert after_questions(NEW, urgent=False) == "view"
    assert after_questions(NEW, urgent=True) == "answer"


@pytest.mark.parametrize("level", ["", "0", "5", "x"])
def test_view_must_be_a_level(edition: Edition, level: str) -> None:
    """One of the four, or skip."""
    assert [error.field for error in read_view(NEW, fields(level=level), edition).errors] == ["level"]
