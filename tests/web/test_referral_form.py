"""The form of the referral: nothing of the contract is left out, and what is typed and what is kept say the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from threshold_api.web.forms import Fields
from threshold_api.web.referral.draft import draft_of, draft_with, errors_in, kept, mapping_of
from threshold_api.web.referral.entries import Entries, entries_of_form, entries_of_referral, name_in_form, names_of, values_of
from threshold_api.web.referral.form_words import SOURCE_CODES, choices_on
from threshold_api.web.referral.sections import BY_SLUG, SECTIONS, section_after
from threshold_api.web.referral.shapes import Field, Section, fields_of, groups_of
from threshold_api.web.visits import Check
from threshold_engine import Rulebook
from threshold_engine.referral import DetailsIn
from web.referral_kit import example, service_of

NOT_ASKED = {"sibling_texts"}
OF_THE_CASE = {"narrative", "setting.source_code"}


def form(section: str, fields: dict[str, str]) -> Entries:
    """The entries of a form."""
    return entries_of_form(BY_SLUG[section], Fields({name: (text,) for name, text in fields.items()}))


def contract_paths() -> set[str]:
    """Every key of a referral beside the case; of a list, its keys with a star."""
    found = set()
    for name, info in DetailsIn.model_fields.items():
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            for key, inner in info.annotation.model_fields.items():
                found |= entry_paths(f"{name}.{key}", inner.annotation)
        else:
            found |= entry_paths(name, info.annotation)
    return found - NOT_ASKED


def entry_paths(path: str, annotation: Any) -> set[str]:
    """The keys of the entries of a list, or the path itself."""
    for inner in getattr(annotation, "__args__", ()):
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return {f"{path}.*.{key}" for key in inner.model_fields}
    return {path}


def test_every_key_of_the_contract_is_asked_once() -> None:
    """A practitioner can say on the pages whatever a referral can hold."""
    asked = [field.path for section in SECTIONS for field in fields_of(section)]
    asked += [f"{group.path}.*.{field.path}" for section in SECTIONS for group in groups_of(section) for field in group.fields]

    assert sorted(asked) == sorted(contract_paths() | OF_THE_CASE)


def test_every_dimension_and_gap_belongs_to_one_section(rulebook: Rulebook) -> None:
    """Each mark and each gap leads to a page where it can be put right."""
    assert sorted(name for section in SECTIONS for name in section.dimensions) == sorted(item.id for item in rulebook.criteria)
    assert sorted(name for section in SECTIONS for name in section.gaps) == sorted(item.id for item in rulebook.critical_gaps)


def test_sections_follow_each_other_to_the_end() -> None:
    """“Save and continue” passes through every section once."""
    passed, here = [SECTIONS[0]], section_after(SECTIONS[0])
    while here is not None:
        passed.append(here)
        here = section_after(here)

    assert passed == list(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_example_survives_the_form(section: Section, rulebook: Rulebook) -> None:
    """What a referral holds, shown in the form and sent again unchanged, is the same referral."""
    service, check = service_of(rulebook), example("excellent")
    before = draft_of(service, check)
    entries = entries_of_referral(section, before.mapping, frozenset())
    sent = {name: (text,) for name, text in entries.single.items()}
    sent |= {
        f"{group}.{number}.{key}": (text,)
        for group, rows in entries.rows.items()
        for number, row in rows.items()
        for key, text in row.items()
    }
    again = draft_with(service, check, section, entries_of_form(section, Fields(sent)))

    assert again.referral == before.referral
    assert again.quality == before.quality


def typed_in(field: Field) -> st.SearchStrategy[str]:
    """Anything that a person may type; of the fields with options, one of them."""
    if field.options:
        return st.sampled_from([option.value for option in field.options])
    return st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)


@st.composite
def typed_forms(draw: st.DrawFn) -> tuple[Section, dict[str, str]]:
    """A section, and what somebody typed into it."""
    section = draw(st.sampled_from(SECTIONS))
    found = {name: draw(typed_in(field)) for field in fields_of(section) for name in names_of(field) if field.kind != "day"}
    for group in groups_of(section):
        for number in draw(st.lists(st.integers(0, 9), unique=True, max_size=3)):
            found |= {f"{group.path}.{number}.{field.path}": draw(typed_in(field)) for field in group.fields}
    return section, found


@given(typed_forms())
def test_nothing_typed_gets_lost(typed: tuple[Section, dict[str, str]]) -> None:
    """Each text typed stands in the values, under whatever number its row had."""
    section, fields = typed
    entries = entries_of_form(section, Fields({name: (text,) for name, text in fields.items()}))
    values = values_of(section, entries)
    shown = entries_of_referral(section, nested(values), frozenset())

    assert {text for text in fields.values() if text and text != "unsure"} <= {*flat(entries)}
    assert {text.lower() for text in flat(entries) if text != "unsure"} == {text.lower() for text in flat(shown)}


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Values by path as a mapping of mappings."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        first, _, rest = path.partition(".")
        if rest:
            found.setdefault(first, {})[rest] = value
        else:
            found[path] = value
    return found


def flat(entries: Entries) -> list[str]:
    """Every text of some entries."""
    rows = [text for group in entries.rows.values() for row in group.values() for text in row.values()]
    return [*entries.single.values(), *rows]


def test_needs_are_kept_as_the_contract_says_them() -> None:
    """“None known” is the contract's word known-none, however it is typed."""
    entries = form(
        "adults",
        {
            "adults_needs.0.who": "mother",
            "adults_needs.0.substances": "None known.",
            "adults_needs.0.mental_health": "Asked,  said no",
        },
    )

    assert values_of(BY_SLUG["adults"], entries)["adults_needs"] == [
        {"who": "mother", "mental_health": "asked-no", "substances": "known-none"}
    ]


def test_not_sure_is_kept_as_unknown_and_shown_again(rulebook: Rulebook) -> None:
    """The contract has no word for it here, and unknown is never no."""
    service, section = service_of(rulebook), BY_SLUG["consent"]
    found = draft_of(service, Check("made-up")).assessment
    check = kept(Check("made-up"), section, form("consent", {"sharing.answer": "unsure"}), found)

    assert "sharing" not in mapping_of(check, found)
    assert check.unsure == {"referral.sharing.answer"}
    assert kept(check, section, form("consent", {"sharing.answer": "no"}), found).unsure == frozenset()


def test_every_problem_at_once_in_plain_words(rulebook: Rulebook) -> None:
    """A day that is none, a line too long and a row of many: each at its own field, in the order of the page."""
    entries = form(
        "child",
        {
            "identity.name": "a" * 201,
            "identity.date_of_birth-day": "31",
            "identity.date_of_birth-month": "2",
            "identity.date_of_birth-year": "2019",
            "identity.carers.4.name": "b" * 201,
            "identity.carers.4.parental_responsibility": "maybe",
        },
    )
    errors = errors_in(BY_SLUG["child"], entries, rulebook, choices_on(service_of(rulebook)))

    assert [(error.name, error.text) for error in errors] == [
        ("identity.name", "Name: use 200 characters or fewer"),
        ("identity.date_of_birth", "Date of birth: write a real day, month and year, such as 27 3 2019"),
        ("identity.carers.4.name", "Name: use 200 characters or fewer"),
        ("identity.carers.4.parental_responsibility", "Choose one of the answers"),
    ]


@pytest.mark.parametrize(("typed", "value"), [("9:05", "09:05"), ("15.20", "15:20"), ("half past", "half past")])
def test_times_are_read_as_people_write_them(typed: str, value: str) -> None:
    """A missing nought or a full stop is no mistake."""
    assert values_of(BY_SLUG["you"], form("you", {"referrer.sent_at": typed}))["referrer.sent_at"] == value


def test_source_code_must_be_of_the_list(rulebook: Rulebook) -> None:
    """A code that the national list does not have is not taken."""
    choices = choices_on(service_of(rulebook))

    assert errors_in(BY_SLUG["you"], form("you", {"setting.source_code": "99"}), rulebook, choices)
    assert not errors_in(BY_SLUG["you"], form("you", {"setting.source_code": "3E"}), rulebook, choices)
    assert set(SOURCE_CODES.values()) <= {option.value for option in choices["list"]}


def test_rows_with_holes_keep_their_names_in_the_form() -> None:
    """An emptied row is left out, and a hint still finds the field it is about."""
    entries = form("tried", {"tried.0.what": "", "tried.2.what": "a talk", "tried.5.result": "none"})

    assert values_of(BY_SLUG["tried"], entries)["tried"] == [{"what": "a talk"}, {"result": "none"}]
    assert name_in_form(BY_SLUG["tried"], entries, "tried.1.result") == "tried.5.result"


def test_answers_of_the_check_are_filled_in(rulebook: Rulebook) -> None:
    """Agency, consent, own view and disagreement are not asked twice."""
    case = {
        "setting": {"agency": "ed-paediatric"},
        "narrative": "A mark on the arm.",
        "answers": {"consent": "refused", "parents_informed": True},
        "referrer_view": {"level": 2},
    }
    service = service_of(rulebook)
    mapping = draft_of(service, Check("made-up", case=case)).mapping

    assert mapping["setting"]["source_code"] == "3E"
    assert mapping["sharing"] == {"answer": "no", "parents_told": "yes"}
    assert mapping["level_view"] == {"level": 2}
    disagreed = draft_of(service, Check("made-up", case=case, disagreement={"level": 4, "why": "She is scared."})).mapping
    assert disagreed["level_view"] == {"level": 4, "why_not_lower": "She is scared."}


def test_what_is_known_is_not_kept_twice_and_can_be_emptied(rulebook: Rulebook) -> None:
    """A later change of an answer shows in the referral, unless the person wrote something else there."""
    service, section = service_of(rulebook), BY_SLUG["worry"]
    check = Check("made-up", case={"narrative": "First."})
    found = draft_of(service, check).assessment
    same = kept(check, section, form("worry", {"narrative": "First."}), found)
    emptied = kept(check, section, form("worry", {}), found)

    assert same.referral == {}
    assert mapping_of(emptied, found)["narrative"] is None
    assert emptied.case == check.case


def test_sections_do_not_touch_each_other(rulebook: Rulebook) -> None:
    """Two windows on two sections of one referral lose nothing."""
    service = service_of(rulebook)
    check = Check("made-up")
    found = draft_of(service, check).assessment
    check = kept(check, BY_SLUG["child"], form("child", {"identity.name": "Ama"}), found)
    check = kept(check, BY_SLUG["you"], form("you", {"referrer.name": "Ruth", "setting.source_code": "2A"}), found)

    assert check.referral == {"identity": {"name": "Ama"}, "referrer": {"name": "Ruth"}, "setting": {"source_code": "2A"}}
