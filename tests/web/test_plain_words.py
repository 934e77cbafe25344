"""What we write ourselves can be read at about nine years old, and no sentence is long."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from web.answer_kit import MILD, begun
from web.conftest import Site
from web.reading_age import WORD, grade, sentences, syllables, text_of_page, text_of_template

HIGHEST_GRADE = 5
"""The fifth school year, by the American count: about ten years old. Names of services and laws weigh on it."""
LONGEST_SENTENCE = 25
"""In words; the limit of the style guide of GOV.UK."""
FEWEST_SENTENCES = 3
"""Fewer make no text that could be weighed."""
GUIDANCE = ("steps", "phones", "folds", "source", "head__meaning", "review", "known", "areas", "govuk-radios__hint")
"""Elements that quote the guidance or what a person said."""
NAMES = (
    "Croydon threshold guidance and exploitation indicators",
    "Croydon Safeguarding Children Partnership",
    "Multi-Agency Safeguarding Hub",
)
"""Names cannot be put more simply; each counts as one short word."""
TEMPLATES = Path(str(files("threshold_api") / "templates"))
COPY = {
    str(path.relative_to(TEMPLATES)): text_of_template(path.read_text("utf-8"))
    for path in sorted(TEMPLATES.rglob("web/**/*.html"))
}
ADDRESSES = (
    "/",
    "/privacy",
    "/accessibility",
    "/about",
    "/finished",
    "/guidance",
    "/training",
    "/training/make",
    "/training/join",
    "/training/rooms",
)
STEPS = (
    "danger",
    "urgent",
    "child",
    "worry",
    "questions/1",
    "view",
    "answer",
    "answer/text",
    "disagree",
    "referral",
    "referral/safety",
    "referral/worry",
    "referral/consent",
    "referral/people",
    "referral/adults",
    "referral/request",
    "referral/you",
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("child", 1),
        ("danger", 2),
        ("phone", 1),
        ("people", 2),
        ("agreed", 1),
        ("ended", 2),
        ("guidance", 2),
        ("area", 2),
        ("safeguarding", 4),
    ],
)
def test_syllables_are_counted_nearly(word: str, count: int) -> None:
    """As nearly as letters tell: “area” has three, and no short rule knows it."""
    assert syllables(word) == count


def test_grade_is_that_of_the_formula() -> None:
    """Worked out by hand: 12 words in two sentences, 13 syllables. What nobody reads with ease is far above."""
    assert grade("The cat sat on the mat. Then it went to the garden.") == pytest.approx(0.39 * 6 + 11.8 * 13 / 12 - 15.59)
    assert grade("Multidisciplinary professionals facilitate comprehensive interagency collaboration.") > 20


def test_text_of_a_page_leaves_out_what_is_not_ours() -> None:
    """Quoted guidance, numbers, addresses and what nobody sees."""
    quoted, unseen = '<ul class="steps"><li>Convene it at once.</li></ul>', "<script>this is not read</script>"
    page = f"<p>We keep <b>no</b> name here.</p>{quoted}{unseen}<p>Call 999 or a@b.c now please, soon.</p>"

    assert list(sentences(text_of_page(page, none_of=("steps",)))) == ["We keep no name here.", "Call  or  now please, soon."]
    assert text_of_template("{% if a %}<p>One {{ f({'text': 'Two words'}) }} three</p>{% endif %}") == "One x three\nTwo words"


@pytest.mark.parametrize("name", COPY)
def test_template_is_plain(name: str) -> None:
    """Each template by itself, so that an easy page does not hide a hard one."""
    _expect_plain(COPY[name])


def test_pages_are_plain(site: Site) -> None:
    """With the words that presenters put in."""
    check = begun(site, MILD)
    texts = {address: _ours(site.get(address).text) for address in (*ADDRESSES, *(f"{check}/{step}" for step in STEPS))}
    for text in texts.values():
        _expect_plain(text)

    assert sum(len(list(sentences(text))) for text in texts.values()) > 300


def _ours(page: str) -> str:
    """Give what a page says in its middle, quoted guidance left out; what stands round it is weighed as a template."""
    text = text_of_page(page[page.index("<main") : page.index("</main>")], none_of=GUIDANCE)
    for name in NAMES:
        text = text.replace(name, "It")
    return text


def _expect_plain(text: str) -> None:
    found = list(sentences(text))
    assert [sentence for sentence in found if len(WORD.findall(sentence)) > LONGEST_SENTENCE] == []
    if len(found) >= FEWEST_SENTENCES:
        hardest = sorted(found, key=grade)[-5:]
        assert grade(text) <= HIGHEST_GRADE, hardest
