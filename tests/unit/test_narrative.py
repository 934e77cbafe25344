"""From a text to suggestions: status, basis, when, places, the key worry, what is set aside, and who is named."""

from __future__ import annotations

import pytest

from threshold_engine.errors import FactsError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.narrative import Suggestion
from threshold_engine.model.words import Status
from threshold_engine.narrative import LONGEST_TEXT, read_narrative
from threshold_engine.narrative.identifiers import identifiers_in, is_nhs_number
from threshold_engine.narrative.places import dates_in, quotes_in
from threshold_engine.narrative.unconfirmed import CAVEAT, unconfirmed_case

SIGN = "not-registered-gp"
WORDS = "not registered with a GP"


def suggested(text: str, rulebook: Rulebook, sign: str = SIGN) -> Suggestion | None:
    """Give what is suggested about one sign."""
    return next((entry for entry in read_narrative(text, rulebook).suggestions if entry.indicator == sign), None)


@pytest.mark.parametrize(
    ("text", "status", "basis", "when"),
    [
        ("He is not registered with a GP.", "present", "observed", "current"),
        ("Mother says he is not registered with a GP.", "present", "reported", "current"),
        ("The girl told me she is not registered with a GP.", "present", "disclosed", "current"),
        ("Possibly not registered with a GP.", "present", "suspected", "current"),
        ("In 2019 he was not registered with a GP.", "present", "observed", "historic"),
        ("Mother denies that he is not registered with a GP.", "unknown", "observed", "current"),
        ("Her cousin is not registered with a GP.", "unknown", "observed", "current"),
        ("If they move he will be not registered with a GP.", "unknown", "observed", "current"),
    ],
)
def test_the_words_around_a_sign_are_told_apart(text: str, status: str, basis: str, when: str, rulebook: Rulebook) -> None:
    found = suggested(text, rulebook)

    assert found is not None
    assert (found.status, found.basis, found.when) == (status, basis, when)


def test_a_sign_is_read_as_absent_with_the_words_that_say_so(rulebook: Rulebook) -> None:
    text = "There is no evidence of self-harm."
    found = next(entry for entry in read_narrative(text, rulebook).suggestions if entry.status is Status.ABSENT)

    assert [turned.turn for turned in found.context] == ["absent", "absent"] or found.context[0].turn == "absent"
    assert "no" in found.context[0].words.lower()


def test_a_denial_with_a_no_in_it_leaves_the_question_open(rulebook: Rulebook) -> None:
    """What a carer denies is no finding that it is not so, whatever else the sentence denies."""
    found = suggested("Father denied, with no hesitation, that he is not registered with a GP.", rulebook)

    assert found is not None
    assert {turned.turn for turned in found.context} == {"absent", "denied"}
    assert len(found.context) == 2
    assert found.status is Status.UNKNOWN


def test_a_sign_said_twice_is_suggested_once_where_it_is_surest(rulebook: Rulebook) -> None:
    text = "Her cousin is not registered with a GP. He is not registered with a GP."
    every = [entry for entry in read_narrative(text, rulebook).suggestions if entry.indicator == SIGN]

    assert len(every) == 1
    assert every[0].start > text.index(".")
    assert WORDS in {text[start:end] for start, end in every[0].elsewhere if start < text.index(".")}


def test_the_key_worry_is_words_of_the_text(rulebook: Rulebook) -> None:
    text = "He likes football. He is not registered with a GP. He walks to school."
    worry = read_narrative(text, rulebook).key_worry

    assert worry is not None
    assert worry.words == text[worry.start : worry.end] == "He is not registered with a GP"


def test_a_long_sentence_is_cut_to_one_line_around_the_sign(rulebook: Rulebook) -> None:
    text = "and " + "walks slowly " * 30 + "he is not registered with a GP" + " walks slowly" * 8
    worry = read_narrative(text, rulebook).key_worry

    assert worry is not None
    assert WORDS in worry.words
    assert len(worry.words.split()) <= 31


def test_without_a_sign_there_is_no_key_worry(rulebook: Rulebook) -> None:
    read = read_narrative("Thank you for your call.", rulebook)

    assert (read.suggestions, read.key_worry, read.age) == ((), None, None)


def test_a_sign_for_another_age_is_set_aside_and_says_why(rulebook: Rulebook) -> None:
    band = next(entry for entry in rulebook.indicators if entry.id == "child-missing-education")
    assert band.age is not None
    text = "This child is missing education, with no school place."

    young = read_narrative(text, rulebook, age="2 years")
    right = read_narrative(text, rulebook, age="9 years")

    assert "child-missing-education" in {entry.indicator for entry in right.suggestions}
    (aside,) = [entry for entry in young.set_aside if entry.indicator == "child-missing-education"]
    assert aside.because == "this sign is for a child of 5 years or more and under 16 years"


def test_what_is_read_becomes_a_case_that_leaves_absences_open(rulebook: Rulebook) -> None:
    text = "Boy aged 7. There is no evidence of self-harm. He is not registered with a GP."
    read = read_narrative(text, rulebook)
    case = unconfirmed_case(read, None, {"as_of": "2026-11-22"})

    absent = {entry.indicator for entry in read.suggestions if entry.status is Status.ABSENT}
    assert absent
    assert not absent & {entry["indicator"] for entry in case["observations"]}
    assert case["child"] == {"age": "7 years"}
    assert {entry["status"] for entry in case["observations"]} == {"present"}
    assert SIGN in {entry["indicator"] for entry in case["observations"]}
    assert "nobody has confirmed" in CAVEAT


def test_a_text_that_is_far_too_long_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(FactsError, match="TOO_LONG"):
        read_narrative("x" * (LONGEST_TEXT + 1), rulebook)


def test_an_age_that_is_none_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(FactsError, match="BAD_AGE"):
        read_narrative("x", rulebook, age="old")


def test_identifiers_are_found() -> None:
    text = (
        "Mrs Adeyemi and her son Kwame, DOB 03/04/2019, of Flat 2, 14 Station Road CR0 2AB, NHS 943 476 5919,"
        " tel 020 8726 6400, k.adeyemi@example.org, QQ 12 34 56 C."
    )
    found = {(entry.kind, text[entry.start : entry.end]) for entry in identifiers_in(text)}

    assert found == {
        ("name", "Adeyemi"),
        ("name", "Kwame"),
        ("date-of-birth", "03/04/2019"),
        ("address", "Flat 2, 14 Station Road"),
        ("postcode", "CR0 2AB"),
        ("nhs-number", "943 476 5919"),
        ("phone", "020 8726 6400"),
        ("email", "k.adeyemi@example.org"),
    } | {entry for entry in found if entry[0] == "national-insurance-number"}


def test_a_number_without_the_check_digit_is_no_nhs_number() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")


@pytest.mark.parametrize(
    "text", ["The School called the Health Visitor on Monday.", "Seen in the Emergency Department.", "They moved."]
)
def test_offices_and_days_are_nobody(text: str) -> None:
    assert identifiers_in(text) == ()


def test_quotations_are_found_and_apostrophes_are_not() -> None:
    text = "She said “I don’t like it”. Mum's view: 'he's lying'. He said \"no\". The ‘brown one’ isn't used."

    assert [quote.words for quote in quotes_in(text)] == ["I don’t like it", "he's lying", "no", "brown one"]


def test_dates_and_times_are_found() -> None:
    text = "On 4 March 2024 at 21:30, again on 03/04/2024, last Tuesday at 9pm and yesterday; three weeks ago too."

    assert [(moment.kind, moment.words) for moment in dates_in(text)] == [
        ("date", "4 March 2024"),
        ("time", "21:30"),
        ("date", "03/04/2024"),
        ("date", "last Tuesday"),
        ("time", "9pm"),
        ("date", "yesterday"),
        ("date", "three weeks ago"),
    ]
