"""What the pages of the guidance show, without HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from threshold_api.web.guidance import exploitation, lists, opening, parts, response, sources
from threshold_api.web.guidance.conditions import ConditionView, condition_view, effect_lines
from threshold_api.web.guidance.days import Reading, reading
from threshold_api.web.guidance.entries import EntryView, duty_page, indicator_page, rule_page
from threshold_api.web.guidance.missing import Part, missing
from threshold_api.web.guidance.pieces import EVIDENCE
from threshold_engine import load_rulebook
from threshold_engine.model.condition import AgeBelow, All, Any, Not, Present, Selector
from threshold_engine.model.guidance import Effect, Period
from threshold_engine.model.words import Evidence, Kind, Rag

BOOK = load_rulebook()
TODAY = date(2026, 11, 23)
NOW = reading(BOOK, TODAY, ())
THEN = reading(BOOK, TODAY, ["2016-06-29"])
DAYS = (NOW, THEN)


def _every_entry(read: Reading) -> Iterator[EntryView]:
    for indicator in read.edition.indicators.values():
        yield indicator_page(read, indicator)
    for rule in read.edition.rules:
        yield rule_page(read, rule)
    for duty in read.edition.duties.values():
        yield duty_page(read, duty)


@pytest.mark.parametrize("read", DAYS, ids=["now", "then"])
def test_every_entry_shows_document_place_and_how_it_was_checked(read: Reading) -> None:
    """No page of an entry is without them."""
    for page in _every_entry(read):
        source = page.source
        assert all((source.title, source.edition, source.at)), page.id
        assert source.page.startswith("/guidance/sources/")
        assert source.evidence in EVIDENCE.values()
        assert source.checked == source.evidence.startswith("Seen in the printed source.")
        assert page.lead


@pytest.mark.parametrize("read", DAYS, ids=["now", "then"])
def test_no_link_of_an_entry_leads_to_what_is_not_in_force(read: Reading) -> None:
    """Every link to a sign, a rule, a duty or an area has a page on the same day."""
    known = {
        read.to(f"{part.path}/{name}")
        for part in (parts.indicators(read), parts.rules(read), parts.duties(read), parts.areas(read), parts.levels(read))
        for name in part.here
    } | {read.to("/pathways", "urgency")}
    for page in _every_entry(read):
        given = [line.href for row in page.rows for line in row.lines] + [line.href for line in page.effects]
        given += [part.href for part in _walk(page.condition)] if page.condition else []
        assert {href for href in given if href} <= known, page.id


def _walk(view: ConditionView) -> Iterator[ConditionView]:
    yield view
    for part in view.parts:
        yield from _walk(part)


def test_each_sign_stands_in_one_area_once() -> None:
    """The lists of all areas together hold each sign of the edition, once."""
    pages = [lists.area_page(NOW, area) for area in BOOK.domains]
    listed = [item.link.href for page in pages for group in page.groups for item in group.items]

    assert sorted(filter(None, listed)) == sorted(f"/guidance/indicators/{name}" for name in NOW.edition.indicators)


def test_area_lists_the_most_serious_signs_first() -> None:
    """A worry, a strength and a fact on record are kept apart."""
    area = next(area for area in BOOK.domains if area.id == "abuse-physical")

    assert [group.anchor for group in lists.area_page(NOW, area).groups] == ["level-4", "level-3", "level-2", "level-1"]


def test_each_area_is_listed_once() -> None:
    """An area that no heading names stands under the last one."""
    listed = [item.link.href for group in lists.areas_page(NOW).groups for item in group.items]

    assert sorted(filter(None, listed)) == sorted(f"/guidance/areas/{area.id}" for area in BOOK.domains)
    named = {name for _, _, names in lists.GROUPS_OF_AREAS for name in names.split()}
    assert named <= {area.id for area in BOOK.domains}


@pytest.mark.parametrize(
    ("effect", "anchor"),
    [
        (Effect(call_999=True, floor=4), "call-999"),
        (Effect(floor=4, rag=Rag.RED), "level-4"),
        (Effect(floor=3, review=4), "level-3"),
        (Effect(review_raise_by=1), "manager"),
        (Effect(rag=Rag.RED, duties=("x",)), "urgency"),
        (Effect(duties=("x",), advise="y"), "duty"),
        (Effect(advise="y", finding="z"), "advice"),
        (Effect(finding="z"), "finding"),
    ],
)
def test_a_rule_stands_under_the_strongest_thing_it_does(effect: Effect, anchor: str) -> None:
    """Whatever else it does."""
    assert lists.strongest(effect)[1] == anchor


def test_rules_and_duties_are_all_listed() -> None:
    """None is lost in the groups; a duty that has not begun is marked."""
    rules = [item.link.href for group in lists.rules_page(NOW).groups for item in group.items]
    duties = lists.duties_page(NOW)

    assert len(set(rules)) == len(NOW.edition.rules)
    assert [group.anchor for group in lists.rules_page(NOW).groups][:3] == ["call-999", "level-4", "level-3"]
    pending = next(group for group in duties.groups if group.anchor == "pending")
    assert sum(len(group.items) for group in duties.groups) == len(NOW.edition.duties) + len(pending.items)
    assert {tag.text for item in pending.items for tag in item.tags} == {"Not begun"}


def test_condition_is_laid_out_as_groups_with_links() -> None:
    """Groups inside groups of the same sort are laid open, and signs lead to their pages."""
    sign = "bruise-non-mobile-infant"
    named = Present(Selector(ids=(sign,)))
    view = condition_view(NOW, All((AgeBelow(12), All((named, Any((named, Not(AgeBelow(6)))))))))

    assert view.text == "All of these are so:"
    assert [part.text for part in view.parts] == [
        "The child is under 12 months",
        "Any bruise or mark on a baby who is not mobile",
        "Any one of these is so:",
    ]
    assert view.parts[1].href == f"/guidance/indicators/{sign}"
    assert [part.text for part in view.parts[2].parts][1] == "This is not so:"


def test_selector_over_one_area_leads_to_it() -> None:
    """Said in words, with a way to its signs."""
    view = condition_view(NOW, Present(Selector(kind=Kind.RISK, domains=("domestic-abuse",), level_from=3, level_to=4)))

    assert view == ConditionView("Any worry at level 3 or above in: domestic abuse", "/guidance/areas/domestic-abuse")


def test_every_effect_of_a_rule_is_said() -> None:
    """Level, manager, urgency with its time, duty, advice and what to keep from the family."""
    effect = Effect(4, 3, 1, Rag.RED, ("s47-consider",), "Look.", "found-it", call_999=True, tell_family=False)

    assert [line.text for line in effect_lines(NOW, effect)] == [
        "Call 999.",
        "The level is at least 4.",
        "A manager is asked to consider level 3.",
        "A manager is asked to consider a level higher by 1, up to level 4.",
        "The urgency is at least red: decide within 4 hours.",
        "Duty: The council must think about a section 47 enquiry",
        "Advice: Look.",
        "It passes on a finding to other rules: found it.",
        "Do not tell or ask the family for now.",
    ]


def test_level_shows_steps_phones_and_signs_of_the_day() -> None:
    """Numbers of the past are shown, but nobody is invited to phone them."""
    now, then = (response.level_page(read, read.edition.levels[4]) for read in DAYS)

    assert now.steps
    assert then.steps
    assert any(phone.phone == "020 8255 2888" and phone.dial == "02082552888" for phone in now.phones)
    assert any(phone.phone == "020 8726 6400" for phone in then.phones)
    assert all(phone.dial is None for phone in then.phones)
    assert sum(int(item.tags[0].text) for item in now.areas) == len(NOW.edition.risks[4])


def test_number_with_an_option_is_dialled_without_it() -> None:
    """What a phone can dial is the number alone."""
    phones = {phone.phone: phone.dial for phone in response.pathways_page(NOW).phones}

    assert phones["020 8726 6000 option 3"] == "02087266000"


def test_time_limits_are_those_of_the_day() -> None:
    """The limit for writing after a phone call was 24 hours in 2016, and is not stated now."""
    name = "Written confirmation of a phone referral (Croydon)"
    found = [[fact.rows[0].lines[0].text for fact in response.pathways_page(read).limits if fact.title == name] for read in DAYS]

    assert found == [["Not stated now; as soon as you can, the same day"], ["24 hours"]]


def test_source_lists_everything_that_rests_on_it() -> None:
    """All sources together hold each sign, rule and duty of the day, once."""
    pages = [sources.source_page(NOW, document) for document in BOOK.sources]
    resting = [item.link.href for page in pages for group in page.groups for item in group.items]

    for part, count in (("indicators", len(NOW.edition.indicators)), ("rules", len(NOW.edition.rules))):
        found = [href for href in resting if href and href.startswith(f"/guidance/{part}/")]
        assert len(found) == len(set(found)) == count


def test_gaps_are_told() -> None:
    """What could not be read, what was left out and what is held in part: each part of coverage that is not held."""
    page = lists.missing_page(NOW)

    assert sum(len(group.items) for group in page.groups) == sum(1 for part in BOOK.coverage if part.state != "encoded")
    assert "Nobody has approved it yet." in opening.opening_page(NOW).approved


def test_exploitation_shows_the_prompts_of_the_day() -> None:
    """Two prompts were added in November 2024."""
    now, then = (exploitation.exploitation_page(read) for read in DAYS)

    assert now is not None
    assert then is not None
    counted = [sum(len(section.prompts) for section in page.sections) for page in (now, then)]
    assert counted == [32, 30]
    assert all(entry.source.at and entry.act for entry in now.triggers)


def test_unknown_id_is_answered_with_near_ones() -> None:
    """The nearest entries of the day, by name."""
    view = missing(NOW, parts.indicators(NOW), "bruise-nonmobile-infant")

    assert view.near[0].href == "/guidance/indicators/bruise-non-mobile-infant"
    assert view.back.href == "/guidance/indicators"


def test_entry_of_another_day_says_when_it_was_in_force() -> None:
    """With a link to that day."""
    view = missing(NOW, parts.duties(NOW), "nts-transfer-voluntary")

    assert view.title == "Not in force on that day"
    assert view.near[0].href == "/guidance/duties/nts-transfer-voluntary?as_of=2016-07-01"


def test_entry_older_than_the_guidance_is_offered_on_its_first_day() -> None:
    """No link leads to a day before the guidance starts."""
    old = Part("a duty", "/duties", {}, {"old-duty": [Period(date(1991, 10, 14), date(2019, 9, 29))]})

    assert missing(NOW, old, "old-duty").near[0].href == "/guidance/duties/old-duty?as_of=2016-06-29"


def test_sign_shows_its_duties_and_the_rules_that_name_it() -> None:
    """Each leads to its page; a duty shows the sign in turn."""
    page = indicator_page(NOW, NOW.edition.indicators["bruise-non-mobile-infant"])
    rows = {row.key: [line.href for line in row.lines] for row in page.rows}

    assert "/guidance/duties/bruising-protocol" in rows["Duties"]
    assert "/guidance/rules/combo-bruise-non-mobile" in rows["Rules that name it"]
    duty = {row.key: [line.href for line in row.lines] for row in duty_page(NOW, NOW.edition.duties["bruising-protocol"]).rows}
    assert "/guidance/indicators/bruise-non-mobile-infant" in duty["Signs that call for it"]


def test_each_mark_is_said_in_plain_words() -> None:
    """Nobody needs to know the marks."""
    assert set(EVIDENCE) == set(Evidence)
    assert EVIDENCE[Evidence.KNOWN].startswith("Not yet checked against the printed source.")
