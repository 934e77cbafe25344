"""How the answer says times, numbers and levels."""

from __future__ import annotations

import pytest

from threshold_api.web.answer.words import EVIDENCE, knows_too_little, range_words, sentence, urgency_words
from threshold_api.web.words import dial
from threshold_engine import Rulebook
from threshold_engine.model.assessment import LevelAnswer, Urgency
from threshold_engine.model.words import Evidence


def test_every_rung_of_the_ladder_can_be_said(rulebook: Rulebook) -> None:
    """Red says phone now, and every time limit of the guidance comes out in words."""
    for rung in rulebook.ladder:
        label, text = urgency_words(Urgency(str(rung.rag), rung.act_within, call_999=False))
        assert label.startswith(rung.rag.capitalize())
        assert "PT" not in label + text
        assert text.startswith("Phone now.") == (rung.rag == "red")


def test_999_outranks_every_other_time() -> None:
    """The first words are the call."""
    assert urgency_words(Urgency("red", "PT0S", call_999=True)) == (
        "Red: call 999 now",
        "Call 999 before you do anything else.",
    )


@pytest.mark.parametrize(
    ("phone", "number"),
    [("999", "999"), ("020 8255 2888", "02082552888"), ("020 8726 6000 option 3", "02087266000"), ("ask the office", "")],
)
def test_number_is_dialled_without_words(phone: str, number: str) -> None:
    """A link must hold digits alone."""
    assert dial(phone) == number


@pytest.mark.parametrize(
    ("suggested", "span", "words", "too_little"),
    [
        (4, (4, 4), None, False),
        (1, (1, 1), None, False),
        (1, (1, 2), "as high as level 2", False),
        (1, (1, 3), "as high as level 3", True),
        (1, (1, 4), "as high as level 4", True),
        (2, (2, 4), "as high as level 4", False),
        (3, (2, 3), "as low as level 2", False),
        (3, (2, 4), "anything from level 2 to level 4", False),
    ],
)
def test_open_range_is_said_and_level_1_does_not_reassure_while_it_is_open(
    suggested: int, span: tuple[int, int], words: str | None, too_little: bool
) -> None:
    """Unknown is never no."""
    level = LevelAnswer(suggested, span, "Name", "Meaning.", None)
    said = range_words(level)

    assert (said is None) == (words is None)
    assert words is None or words in (said or "")
    assert knows_too_little(level) is too_little


def test_each_grade_of_evidence_has_plain_words() -> None:
    """No reader meets "seen-mapped"."""
    assert set(EVIDENCE) == {str(grade) for grade in Evidence}


@pytest.mark.parametrize(("words", "said"), [("same day", "Same day."), ("Is it so? Yes", "Is it so? Yes."), ("Done.", "Done.")])
def test_words_stand_alone_as_a_sentence(words: str, said: str) -> None:
    """A capital and one full stop, the rest untouched."""
    assert sentence(words) == said
