"""The page of the guidance: complete, up to date, and with links that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from threshold_engine import Rulebook
from threshold_engine.document import Change, changes_on, document
from threshold_engine.document.changes import CHANGES
from threshold_engine.document.conditions import then, when
from threshold_engine.document.markdown import age_words, period_words, table, text, time_limit
from threshold_engine.model.condition import All, Any, ChildIs, FindingIs
from threshold_engine.model.edition import change_days
from threshold_engine.model.guidance import AgeBand, Effect, Period
from threshold_engine.model.words import Evidence
from threshold_engine.wording import Wording

PAGE = Path(__file__).parents[2] / "docs" / "thresholds.md"
LARGEST = 512 * 1024
"""A Git host shows a bigger file as plain text."""
FIRST = date(2016, 6, 29)


@pytest.fixture(scope="module")
def page(rulebook: Rulebook) -> str:
    """Give the page made from the rulebook now."""
    return document(rulebook)


def row_of(page: str, anchor: str) -> str:
    """Give the line that carries an anchor."""
    return next(line for line in page.splitlines() if f'<a id="{anchor}"></a>' in line)


def test_page_in_the_docs_is_up_to_date(page: str) -> None:
    """docs/thresholds.md is what the rules say now."""
    written = PAGE.read_text(encoding="utf-8")
    assert written == page, "run: threshold-engine rules document --output docs/thresholds.md"


def test_page_says_999_before_anything_else(page: str) -> None:
    """The first words under the title are about danger now."""
    assert "call 999" in page.split("\n\n")[1]


def test_indicators_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """Each indicator has a row with its label, its question and its id."""
    missing = [
        entry.id
        for entry in rulebook.indicators
        for row in [row_of(page, f"indicator-{entry.id}")]
        if not (text(entry.label) in row and text(entry.ask) in row and f"`{entry.id}`" in row)
    ]
    assert missing == []


def test_rules_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """Each rule has a heading with its label, and its reason."""
    missing = [
        rule.id
        for rule in rulebook.rules
        if f'#### <a id="rule-{rule.id}"></a>{text(rule.label)}' not in page or text(rule.because) not in page
    ]
    assert missing == []


def test_duties_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """Each duty has a heading with its name, and its words."""
    missing = [
        duty.id
        for duty in rulebook.duties
        if f'#### <a id="duty-{duty.id}"></a>{text(duty.name)}' not in page or text(duty.text) not in page
    ]
    assert missing == []


def test_sources_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """Each source has a row with its title."""
    missing = [entry.key for entry in rulebook.sources if text(entry.title) not in row_of(page, f"source-{entry.key}")]
    assert missing == []


def test_questions_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """Each question of the form has a row with its words."""
    missing = [entry.id for entry in rulebook.questions if text(entry.ask) not in row_of(page, f"question-{entry.id}")]
    assert missing == []


def test_prompts_codes_and_references_are_all_on_the_page(rulebook: Rulebook, page: str) -> None:
    """The exploitation prompts, code lists, other tools, sharing points, steps, numbers and time limits are all told."""
    tool = rulebook.exploitation
    assert tool is not None
    words = [
        *(prompt.ask for prompt in tool.prompts),
        *(trigger.do for trigger in tool.triggers),
        *(category.meaning for category in tool.categories),
        *(entry.title for entry in rulebook.codes),
        *(line for entry in rulebook.references for line in entry.text),
        *(entry.text for entry in rulebook.sharing),
        *(step for entry in rulebook.pathways for step in entry.steps),
        *(entry.phone for entry in rulebook.contacts),
        *(entry.name for entry in rulebook.clocks),
        *(level.meaning for level in rulebook.levels),
        *(rung.meaning for rung in rulebook.ladder),
    ]
    assert [said for said in words if text(said) not in page] == []


def test_known_indicators_show_their_mark(rulebook: Rulebook, page: str) -> None:
    """An indicator whose source was not read again says so in its row, and only such an indicator."""
    wrong = [
        entry.id
        for entry in rulebook.indicators
        if ("**† known**" in row_of(page, f"indicator-{entry.id}")) is not (entry.evidence is Evidence.KNOWN)
    ]
    assert wrong == []


def test_mapped_indicators_show_their_mark(rulebook: Rulebook, page: str) -> None:
    """An indicator whose level is our choice says so in its row, and only such an indicator."""
    wrong = [
        entry.id
        for entry in rulebook.indicators
        if ("**‡ seen-mapped**" in row_of(page, f"indicator-{entry.id}")) is not (entry.evidence is Evidence.SEEN_MAPPED)
    ]
    assert wrong == []


def test_links_inside_the_page_all_lead_somewhere(page: str) -> None:
    """Every link, those of the table of contents among them, has its anchor."""
    links = set(re.findall(r"\]\(#([^)]+)\)", page)) | set(re.findall(r"^\[[^\]]+\]: #(.+)$", page, re.MULTILINE))
    assert links - set(re.findall(r'<a id="([^"]+)"></a>', page)) == set()


def test_anchors_are_each_used_once(page: str) -> None:
    """No two places have the same anchor."""
    anchors = re.findall(r'<a id="([^"]+)"></a>', page)
    assert len(anchors) == len(set(anchors))


def test_contents_list_every_part_and_section(page: str) -> None:
    """Each heading of the second and third level stands in the table of contents."""
    headings = re.findall(r'^##{1,2} <a id="([^"]+)"></a>', page, re.MULTILINE)
    contents = page.split('<a id="contents"></a>')[1].split("\n## ")[0]
    assert [anchor for anchor in headings if anchor != "contents" and f"(#{anchor})" not in contents] == []


def test_cited_sources_are_all_defined(page: str) -> None:
    """A source named in brackets has the address that makes it a link."""
    cited = set(re.findall(r"(?:Source: |\| |<br>)\[([a-z0-9_-]+)\],", page))
    defined = set(re.findall(r"^\[([^\]]+)\]: ", page, re.MULTILINE))
    assert cited
    assert cited - defined == set()


def test_table_rows_have_as_many_cells_as_their_head(page: str) -> None:
    """No word breaks a table: a bar inside a cell is escaped."""
    widths = {
        len({len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()})
        for block in page.split("\n\n")
        if block.startswith("| ")
    }
    assert widths == {1}


def test_change_days_are_all_told(rulebook: Rulebook, page: str) -> None:
    """Each day on which the edition changes stands in the part on the days."""
    part = page.split('<a id="editions"></a>')[1].split("\n## ")[0]
    assert [day for day in change_days(rulebook) if f"**{day.day} {day:%B %Y}**" not in part] == []


def test_page_is_small_enough_for_a_git_host(page: str) -> None:
    """A Git host still shows the page as a page."""
    assert len(page.encode()) < LARGEST


def test_page_has_no_empty_part_without_exploitation_tool(rulebook: Rulebook) -> None:
    """A rulebook without the tool gives a page without that part."""
    assert '<a id="exploitation"></a>' not in document(replace(rulebook, exploitation=None))


def test_new_version_of_a_level_is_told_as_a_change(rulebook: Rulebook) -> None:
    """One version of level 3 ends and the next starts: it changes."""
    assert changes_on(rulebook, date(2023, 12, 15)) == (Change("levels", "Level 3, Child in Need", CHANGES),)


def test_day_without_change_gives_nothing(rulebook: Rulebook) -> None:
    """Nothing is told for a day on which nothing changes."""
    assert changes_on(rulebook, date(2020, 2, 2)) == ()


def test_bar_in_a_cell_is_escaped() -> None:
    """A bar in the words does not end the cell."""
    assert table(("Head",), [(text("one | two"),)]).splitlines()[-1] == "| one \\| two |"


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(FIRST), ""),
        (Period(date(1991, 10, 14)), ""),
        (Period(None), "not begun"),
        (Period(FIRST, date(2017, 1, 1)), "up to 31 December 2016"),
        (Period(date(2017, 1, 1)), "from 1 January 2017"),
        (Period(date(2017, 1, 1), date(2022, 1, 1)), "from 1 January 2017 to 31 December 2021"),
    ],
    ids=["from-the-first-day", "from-before", "not-begun", "ended", "later", "later-and-ended"],
)
def test_period_is_said_by_its_first_and_last_day(period: Period, words: str) -> None:
    """The last day is the day before the first one on which the entry no longer holds."""
    assert period_words(period, FIRST) == words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (AgeBand(below_months=12), "under 12 months"),
        (AgeBand(from_months=48, below_months=216), "from 4 years and under 18 years"),
        (AgeBand(unborn=True), "before birth only"),
        (AgeBand(below_months=60, or_unborn=True), "under 5 years, or before birth"),
        (AgeBand(below_months=192, below_months_if_disabled=216), "under 16 years (under 18 years if disabled)"),
    ],
    ids=["below", "between", "unborn", "or-unborn", "disabled"],
)
def test_age_band_is_said_in_words(age: AgeBand, words: str) -> None:
    """An age limit reads as people say it."""
    assert age_words(age) == words


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("PT4H", "4 hours"),
        ("P1D", "1 working day"),
        ("P1DT2H", "1 working day and 2 hours"),
        ("PT0S", "now"),
        (None, "no time set"),
    ],
)
def test_duration_is_said_in_words(duration: str | None, words: str) -> None:
    """A duration of the ladder reads as people say it."""
    assert time_limit(duration) == words


def test_group_inside_a_group_is_indented(rulebook: Rulebook) -> None:
    """The members of an inner group stand under it."""
    condition = All((ChildIs("unborn", False), Any((ChildIs("disabled", True), ChildIs("mobile", False)))))
    assert when(condition, Wording(rulebook)).splitlines() == [
        "**When** all of these are so:",
        "",
        "- the child is born",
        "- any of these is so:",
        "  - the child is disabled",
        "  - the child cannot move about on their own",
    ]


def test_finding_is_named_and_linked(rulebook: Rulebook) -> None:
    """A finding that several rules reach is not told by the label of one of them."""
    said = when(FindingIs("reasonable-cause"), Wording(rulebook))
    assert said == "**When**: The finding [reasonable cause](#finding-reasonable-cause) is reached."


def test_effect_of_raising_the_review_is_told() -> None:
    """A rule that asks for one level more says so."""
    assert "a manager is asked to consider a level higher by 1, up to level 4" in then(Effect(review_raise_by=1), {})
