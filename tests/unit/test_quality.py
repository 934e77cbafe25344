"""Marking a referral: criteria, gaps, poor features, words, and what cannot wait."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from threshold_engine import FactsError, Quality, Rulebook, RulebookError, load_rulebook, score_referral
from threshold_engine.cli import main
from threshold_engine.model.quality import Detector, TermKind
from threshold_engine.narrative import LONGEST_TEXT
from threshold_engine.narrative.text import sentences
from threshold_engine.quality.detect import childs_words, detect, quotations
from threshold_engine.quality.poor import working_days_between
from threshold_engine.quality.reading import reader_of
from threshold_engine.quality.report import quality_report
from threshold_engine.yamlfile import read_yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
DAY = {"as_of": date(2026, 11, 23)}


@pytest.fixture(scope="module", name="rulebook")
def shipped() -> Rulebook:
    return load_rulebook()


def scored(rulebook: Rulebook, text: str = "", **given: Any) -> Quality:
    return score_referral({**DAY, **({"narrative": text} if text else {}), **given}, rulebook)


def example(name: str) -> dict[str, Any]:
    value = read_yaml((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"), name).value
    assert isinstance(value, dict)
    return value


def poor(answer: Quality) -> set[str]:
    return {feature.id for feature in answer.poor_features}


def gaps(answer: Quality) -> set[str]:
    return {gap.id for gap in answer.critical_gaps}


def terms(answer: Quality) -> set[str]:
    return {hint.term for hint in answer.language}


def marks(answer: Quality) -> dict[str, int]:
    return {part.id: part.marks for part in answer.dimensions}


def test_rubric_is_whole(rulebook: Rulebook) -> None:
    """Eighteen dimensions, eight gaps, fourteen poor features, blaming and vague words."""
    kinds = {kind: sum(term.kind is kind for term in rulebook.terms) for kind in TermKind}
    assert (len(rulebook.criteria), len(rulebook.critical_gaps), len(rulebook.poor_features)) == (18, 8, 14)
    assert kinds == {TermKind.BLAMING: 45, TermKind.VAGUE: 25}


def test_all_words_of_the_guide_can_be_read(rulebook: Rulebook) -> None:
    """Every pattern of features and terms is one."""
    assert reader_of(rulebook) is reader_of(rulebook)


def test_empty_referral_has_no_marks(rulebook: Rulebook) -> None:
    """Nothing said, nothing earned; the first question is about safety."""
    answer = scored(rulebook)
    assert (answer.marks, answer.score, answer.band, answer.out_of) == (0, 0, "return", 54)
    assert answer.next_best is not None
    assert (answer.next_best.dimension, answer.next_best.could_gain) == ("safety", 3)


@pytest.mark.parametrize(("name", "band"), [("poor", "return"), ("fair", "usable"), ("excellent", "excellent")])
def test_examples_stand_in_their_bands(name: str, band: str, rulebook: Rulebook) -> None:
    """The three referrals that come with the product show three bands."""
    assert score_referral(example(f"referral-{name}"), rulebook).band == band


def test_full_referral_has_no_question_left(rulebook: Rulebook) -> None:
    """At full marks there is nothing to improve."""
    answer = score_referral(example("referral-excellent"), rulebook)
    assert (answer.marks, answer.next_best, answer.critical_gaps) == (54, None, ())
    assert {part.improve for part in answer.dimensions} == {None}


def test_score_is_marks_less_what_is_taken_off(rulebook: Rulebook) -> None:
    """The score, the marks and the costs tell one story."""
    answer = score_referral(example("referral-poor"), rulebook)
    assert answer.taken_off == sum(feature.costs for feature in answer.poor_features) > 0
    assert answer.score == round(100 * max(0, answer.marks - answer.taken_off) / 54)


def test_every_mark_below_full_has_its_question(rulebook: Rulebook) -> None:
    """The question of a dimension is the one for its marks."""
    asked = {criterion.id: criterion.improve for criterion in rulebook.criteria}
    for part in score_referral(example("referral-fair"), rulebook).dimensions:
        assert part.improve == (asked[part.id][part.marks] if part.marks < 3 else None)


def test_found_words_stand_where_they_are_said_to(rulebook: Rulebook) -> None:
    """Offsets count characters of the text as given."""
    given = example("referral-fair")
    found = [place for part in score_referral(given, rulebook).dimensions for place in part.found if place.words]
    assert found != []
    for place in found:
        assert place.where == "narrative"
        assert " ".join(given["narrative"][place.start : place.end].split()) == place.words


@pytest.mark.parametrize(
    ("text", "dimension", "marks_earned"),
    [
        ("Neglect.", "worry", 0),
        ("He was hit with a belt at home.", "worry", 1),
        ("On 3 November he was hit with a belt in the kitchen.", "worry", 2),
        ("On 3 November at 18:00 his teacher saw a 3 cm bruise on his cheek; he was hit in the kitchen.", "worry", 3),
        ("He seems fine.", "voice", 1),
        ("He told me that he is hungry.", "voice", 2),
        ("When I asked, he said, “I sleep on the floor.”", "voice", 3),
        ("His mother said, “I never hit him.”", "voice", 0),
        ("There are siblings.", "household", 1),
        ("His sister is 4 years old.", "household", 2),
        (
            "His sister (4) lives with him and her father. Their father lives elsewhere. His brother is 6 years old.",
            "household",
            3,
        ),
        ("The mother agreed to this referral.", "consent", 2),
        ("I asked the mother for consent today and she agreed to the referral.", "consent", 3),
        ("The parents were not told because it would increase the risk.", "consent", 3),
        ("I think this is level 3.", "level", 2),
        ("He is on the ward until the medical; police were informed.", "safety", 3),
        ("Please look into it.", "request", 1),
        ("We ask for a strategy discussion.", "request", 2),
    ],
)
def test_words_earn_their_marks(text: str, dimension: str, marks_earned: int, rulebook: Rulebook) -> None:
    """Free text alone earns what its words say."""
    assert marks(scored(rulebook, text))[dimension] == marks_earned


@pytest.mark.parametrize(
    ("given", "dimension", "marks_earned"),
    [
        ({"identity": {"name": "A B"}}, "child", 1),
        ({"household": [{"name": "A", "age": 4}]}, "household", 2),
        ({"household": [{"name": "A"}]}, "household", 1),
        ({"sharing": {"answer": "yes"}}, "consent", 1),
        ({"sharing": {"answer": "yes", "consent_asked_by": "A", "asked_on": "2026-11-23"}}, "consent", 3),
        ({"diversity": {"ethnicity": "a", "first_language": "b", "religion": "c", "disability": "none"}}, "diversity", 3),
        ({"safety_tonight": {"where": "ward", "with_whom": "a nurse", "until": "Monday"}}, "safety", 3),
        ({"level_view": {"level": 3}}, "level", 2),
        ({"request": {"kind": "advice"}}, "request", 1),
        ({"setting": {"agency": "school"}}, "referrer", 1),
    ],
)
def test_fields_earn_their_marks(given: dict[str, Any], dimension: str, marks_earned: int, rulebook: Rulebook) -> None:
    """Fields alone earn what is filled in."""
    assert marks(scored(rulebook, **given))[dimension] == marks_earned


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"answers": {"immediate_danger": True}}, True),
        ({"safety_tonight": {"safe": "no"}}, True),
        ({"child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"]}, True),
        ({"narrative": "He is not safe to go home."}, True),
        ({"narrative": "A 9 week old baby has a bruise on the cheek."}, True),
        ({"narrative": "He was late on two days."}, False),
        ({"safety_tonight": {"safe": "yes"}}, False),
    ],
)
def test_what_cannot_wait_is_sent_now(given: dict[str, Any], shown: bool, rulebook: Rulebook) -> None:
    """By its level, its urgency, its fields or its words, whatever the marks (P2)."""
    assert (scored(rulebook, **given).send_now is not None) is shown


@pytest.mark.parametrize(
    ("given", "because"),
    [
        (
            {"child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"]},
            "What is recorded is level 4: Child Protection.",
        ),
        ({"child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"]}, "The urgency is red."),
        ({"safety_tonight": {"safe": "no"}}, "The referral says that the child is not safe: safety_tonight.safe."),
    ],
)
def test_what_cannot_wait_is_told_with_its_reason(given: dict[str, Any], because: str, rulebook: Rulebook) -> None:
    """Each reason by itself, so that a reader can check it."""
    answer = scored(rulebook, **given)
    assert answer.send_now is not None
    assert because in answer.send_now.because


def test_send_now_stands_first(rulebook: Rulebook) -> None:
    """In the data and in the report nothing stands before it."""
    answer = scored(rulebook, answers={"immediate_danger": True})
    assert next(iter(answer.to_dict())) == "send_now"
    assert next(iter(quality_report(answer))).style == "alarm"


def test_marks_do_not_read_the_level(rulebook: Rulebook) -> None:
    """A grave sign changes no mark: the marks are for the text."""
    text = {"narrative": example("referral-fair")["narrative"], "child": {"age": "3 months"}}
    assert marks(scored(rulebook, **text)) == marks(scored(rulebook, **text, present=["bruise-non-mobile-infant"]))


def test_referral_without_a_day_is_marked(rulebook: Rulebook) -> None:
    """The core reads no clock and needs none here."""
    assert score_referral({"narrative": "He was hit with a belt at home."}, rulebook).marks > 0


@pytest.mark.parametrize(
    ("text", "gap", "open_gap"),
    [
        ("He is on the ward.", "location-tonight", False),
        ("He was seen.", "location-tonight", True),
        ("A baby of 9 weeks old has a bruise.", "infant-mark", True),
        ("A 9 week old baby has a bruise on the cheek, 2 cm.", "infant-mark", False),
        ("A boy of 9 years has a bruise.", "infant-mark", False),
        ("There is a worry about FGM.", "duty-status", True),
        ("There is a worry about FGM and the police were told.", "duty-status", False),
        ("He was late.", "duty-status", False),
    ],
)
def test_critical_gap_is_told_only_where_it_matters(text: str, gap: str, open_gap: bool, rulebook: Rulebook) -> None:
    """A gap is told while it is open, and only where it applies."""
    assert (gap in gaps(scored(rulebook, text))) is open_gap


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        ({"narrative": "Please advise."}, "contact-or-referral"),
        ({"narrative": "Thank you for referring this boy. Yours sincerely."}, "clinic-letter"),
        ({"narrative": "The family has a long history. She used to drink."}, "history-no-event"),
        ({"narrative": "Mum drinks. Dad left her. They row a lot. There is a child."}, "child-last"),
        ({"narrative": "This is for information only."}, "for-information"),
        (
            {"narrative": "He is hungry at school each day.", "sibling_texts": ["He is hungry at school each day."]},
            "same-as-sibling",
        ),
        ({"narrative": "She is promiscuous."}, "blaming-words"),
        ({"narrative": "There are issues."}, "vague-words"),
        ({"narrative": "Mum drinks."}, "father-missing"),
        ({"sharing": {"answer": "yes"}}, "consent-claimed"),
        ({"narrative": "Concerns raised about him."}, "concerns-raised"),
        ({"narrative": "He is hungry."}, "no-next-contact"),
        (
            {"child": {"age": "3 months"}, "present": ["bruise-non-mobile-infant"], "level_view": {"level": 1}},
            "level-unlike-facts",
        ),
    ],
)
def test_poor_feature_is_found(given: dict[str, Any], feature: str, rulebook: Rulebook) -> None:
    """Each known way in which a referral goes wrong is seen."""
    assert feature in poor(scored(rulebook, **given))


@pytest.mark.parametrize(
    ("given", "feature"),
    [
        ({"narrative": "Please advise.", "request": {"kind": "advice"}}, "contact-or-referral"),
        ({"narrative": "The child is hungry. Mum drinks. Dad left. There is a child."}, "child-last"),
        ({"narrative": "He is hungry at school.", "sibling_texts": ["She was hit at home by a man."]}, "same-as-sibling"),
        ({"narrative": "Mum drinks. Dad does not."}, "father-missing"),
        ({"sharing": {"answer": "yes", "consent_asked_by": "A"}}, "consent-claimed"),
        ({"referrer": {"available_until": "18:00"}}, "no-next-contact"),
        ({"level_view": {"level": 1}}, "level-unlike-facts"),
    ],
)
def test_poor_feature_is_not_found_where_it_was_put_right(given: dict[str, Any], feature: str, rulebook: Rulebook) -> None:
    """The way out that is shown is one."""
    assert feature not in poor(scored(rulebook, **given))


@pytest.mark.parametrize(
    ("seen", "sent", "level", "late"),
    [
        ("2026-11-20", "2026-11-23", 3, False),
        ("2026-11-20", "2026-11-24", 3, True),
        ("2026-11-20", "2026-11-24", 2, False),
        ("2026-12-24", "2026-12-29", 4, False),
        ("2026-12-24", "2026-12-30", 4, True),
    ],
)
def test_delay_is_counted_in_working_days(seen: str, sent: str, level: int, late: bool, rulebook: Rulebook) -> None:
    """More than one working day at level 3 or 4; weekends and bank holidays do not count."""
    answer = scored(rulebook, referrer={"seen_child_on": seen, "sent_on": sent}, level_view={"level": level})
    assert ("sent-late" in poor(answer)) is late


def test_working_days_are_counted_after_the_first_day() -> None:
    """Friday to Monday is one; the same day is none; backwards is none."""
    friday = date(2026, 11, 20)
    assert [working_days_between(friday, friday.replace(day=day), ()) for day in (20, 21, 23, 24, 19)] == [0, 0, 1, 2, 0]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("She puts herself at risk.", "at-risk-herself"),
        ("She is promiscuous.", "promiscuous"),
        ("She is in a relationship with a man of 30.", "in-a-relationship"),
        ("He is associating with gang members.", "associating"),
        ("She is 12 and sexually active.", "sexually-active"),
        ("Her boyfriend is 24.", "boyfriend-adult"),
        ("He is a drug runner.", "drug-runner"),
        ("It is a lifestyle choice.", "lifestyle-choice"),
        ("He absconded.", "absconded"),
        ("She refuses to engage.", "refuses-to-engage"),
        ("He DNA his appointment.", "dna"),
        ("Mum failed to protect him.", "failed-to-protect"),
        ("She allowed him back.", "allowed-him-back"),
        ("Toxic trio.", "toxic-trio"),
        ("He looks older than his age.", "looks-older"),
        ("It is just a phase.", "just-a-phase"),
        ("The house is dirty.", "dirty"),
        ("He is often late.", "often"),
        ("Mum is not coping.", "not-coping"),
        ("We will monitor.", "will-monitor"),
        ("He goes missing.", "missing"),
        ("There is neglect.", "neglect-abuse"),
        ("The family is well.", "family"),
    ],
)
def test_term_is_pointed_out(text: str, term: str, rulebook: Rulebook) -> None:
    """Each is shown with another way to say it, or with a question."""
    answer = scored(rulebook, text)
    hint = next(hint for hint in answer.language if hint.term == term)
    assert text[hint.start : hint.end] == hint.words
    assert (hint.say is None) is (hint.kind == "vague")
    assert (hint.ask is None) is (hint.kind == "blaming")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("She is 16 and sexually active.", "sexually-active"),
        ("Her boyfriend is 15.", "boyfriend-adult"),
        ("The house is dirty: faeces on the floor.", "dirty"),
        ("He is often late, 12 of 20 days.", "often"),
        ("He is vulnerable because he is deaf.", "vulnerable"),
        ("The family: his mother (31) and his brother (4).", "family"),
        ("He goes missing, police found him after 6 hours.", "missing"),
        ("His mother is in a relationship.", "in-a-relationship"),
        ("I am worried about him.", "concerns-raised"),
    ],
)
def test_term_is_left_alone_where_it_says_enough(text: str, term: str, rulebook: Rulebook) -> None:
    """Common words are pointed out in vague use only."""
    assert term not in terms(scored(rulebook, text))


def test_childs_own_words_are_left_alone(rulebook: Rulebook) -> None:
    """Nothing is pointed out in what the child said, in its field or in quotation marks."""
    assert terms(scored(rulebook, child_voice="I am manipulative and it is my lifestyle choice.")) == set()
    assert "manipulative" not in terms(scored(rulebook, "She said, “I am manipulative.”"))
    assert "manipulative" in terms(scored(rulebook, "She said she is manipulative."))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “go away” to me", ["“go away”"]),
        ('He said "go away" to me', ['"go away"']),
        ("He said 'go away, don't look' to me", ["'go away, don't look'"]),
        ("He said ‘it’s mine’ to me", ["‘it’s mine’"]),
        ("Mum's partner and the boys' room", []),
        ("He isn't well and can't walk", []),
        ('a 5" cut and a 3" cut', []),
        ("He said “go.\n\nNext day he left.” x", []),
    ],
)
def test_quotation_is_told_from_an_apostrophe(text: str, found: list[str]) -> None:
    """Straight and curly marks are found; apostrophes, inches and unclosed marks are none."""
    assert [text[start:end] for start, end in quotations(text)] == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ava said, “I am cold.”", 1),
        ("“I am cold,” she said.", 1),
        ("He told his teacher, “I am cold.”", 1),
        ("His mother said, “I am cold.”", 0),
        ("I asked, “Are you cold?”", 0),
        ("The sign said “closed”", 0),
    ],
)
def test_childs_words_are_told_from_others(text: str, count: int) -> None:
    """Whose words they are is read from who speaks beside them."""
    assert len(list(childs_words(text))) == count


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Detector.DATE, "on 3 November, on 12/11/2026, yesterday and two weeks ago", 4),
        (Detector.TIME, "at 02:10, 3pm and midnight", 3),
        (Detector.MEASURE, "a 3 cm mark, 16 tablets, 43%", 3),
        (Detector.PERSON, "Mr Osei told Aisha on Monday at School", 2),
        (Detector.PHONE, "call 020 7946 0100", 1),
        (Detector.ADDRESS, "12 Sample Road, CR0 1AA", 2),
        (Detector.IDENTIFIER, "NHS number 999 123 4567", 2),
    ],
)
def test_kinds_of_text_are_found(kind: Detector, text: str, found: int) -> None:
    """Dates, times, sizes, people, numbers and addresses."""
    assert len(list(detect(kind, text))) == found


def test_words_that_cannot_be_read_are_all_told(rulebook: Rulebook) -> None:
    """A wrong pattern is a mistake in the rules, named with its words."""
    first, second, *rest = rulebook.terms
    broken = replace(rulebook, terms=(replace(first, words=("(a / b",)), replace(second, words=("<nobody>",)), *rest), cache={})
    with pytest.raises(RulebookError) as error:
        reader_of(broken)
    assert [problem.code for problem in error.value.problems] == ["BAD_WORDS", "BAD_WORDS"]


def test_words_to_point_out_are_patterns_of_one_part(rulebook: Rulebook) -> None:
    """Their place could not be told otherwise."""
    assert [term.id for term in rulebook.terms for words in term.words if "&" in words] == []


def test_rulebook_without_criteria_is_refused(rulebook: Rulebook) -> None:
    """A guidance that says nothing of referrals cannot mark one."""
    with pytest.raises(FactsError, match="NO_CRITERIA"):
        score_referral({}, replace(rulebook, quality=None, cache={}))


def test_answer_carries_sources_and_the_stamp(rulebook: Rulebook) -> None:
    """Every word has a source (P7), every answer its edition (P8)."""
    answer = score_referral(example("referral-poor"), rulebook).to_dict()
    entries = [*answer["dimensions"], *answer["critical_gaps"], *answer["poor_features"], *answer["language"]]
    assert all(entry["source"]["title"] and entry["source"]["at"] for entry in entries)
    assert answer["rulebook"] == {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest}


def test_report_says_everything_once(rulebook: Rulebook) -> None:
    """Band, next step, gaps, parts, habits and words are printed, and nothing is wider than the page."""
    lines = [line.text for line in quality_report(score_referral(example("referral-poor"), rulebook))]
    headings = ["Best next step", "A screener cannot do without", "Habits to avoid", "Words that say too little"]
    assert [lines.count(heading) for heading in headings] == [1, 1, 1, 1]
    assert lines[0] == "Referral: Needs completing, 0 of 100"
    assert sum(line.startswith(("0/3", "1/3", "2/3", "3/3")) for line in lines) == 18
    assert max(map(len, lines)) <= 88


def test_long_text_is_marked_sentence_by_sentence(rulebook: Rulebook) -> None:
    """A whole file of text is read to its end."""
    text = "He was late. " * 2_000 + "The mother agreed to this referral."
    assert len(sentences(text)) == 2_001
    assert marks(scored(rulebook, text))["consent"] == 2


def test_command_prints_text_and_data() -> None:
    """`score` prints the report, or the answer as data; today is filled in where no day is given."""
    path = str(EXAMPLES / "referral-fair.yaml")
    text, data = (CliRunner().invoke(main, ["score", path, *more]) for more in ([], ["--format", "json"]))
    assert (text.exit_code, data.exit_code) == (0, 0)
    assert text.stdout.startswith("Referral: Usable")
    assert json.loads(data.stdout)["band"] == "usable"
    assert CliRunner().invoke(main, ["score", "-"], input="narrative: He is hungry.").exit_code == 0


def test_command_refuses_what_is_no_referral() -> None:
    """Every problem on stderr, and the exit code for wrong input."""
    result = CliRunner().invoke(main, ["score", "-"], input="narative: x\nchild: {age: soon}\n")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == ["IMPOSSIBLE_AGE", "UNKNOWN_KEY"]


def test_what_cannot_wait_is_seen_at_the_end_of_very_long_text(rulebook: Rulebook) -> None:
    """Nothing is cut off silently: the last sentence of two long texts counts (P2)."""
    calm = "He came to school today and read his book. " * 3_500
    referral = {"as_of": "2026-11-22", "narrative": calm, "analysis": "Police found that he carries a knife to school every day."}

    answer = score_referral(referral, rulebook)

    assert len(calm) > LONGEST_TEXT
    assert answer.send_now is not None
    assert any("knife" in reason for reason in answer.send_now.because)
