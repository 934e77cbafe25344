"""The made-up cases of the live room, and how a room looks to each side, without HTTP."""

from __future__ import annotations

from typing import cast

import pytest

from api.kit import NOW, StoppedClock
from threshold_api.journal import Journal
from threshold_api.service import Service
from threshold_api.settings import Settings
from threshold_api.web.rooms.answers import Answers, answers
from threshold_api.web.rooms.model import Phase, Sight, Vote
from threshold_api.web.rooms.scenarios import Scenario, ScenarioFileError, load_scenarios, scenario_of
from threshold_api.web.rooms.views import RoomView, ShownView, room_view, words_of
from threshold_engine import Rulebook
from threshold_engine.model.edition import edition_on
from threshold_engine.model.words import AGENCIES

IDS = ("kitchen-step", "since-nan-died", "the-one-who-cooks", "the-clinic-letters", "two-phones", "mark-on-the-ear")
VOTES = (Vote(2, ("bereavement-unsupported",)), Vote(2), Vote(3, ("bullying-victim", "something-else")))


@pytest.fixture(scope="module")
def scenarios(rulebook: Rulebook) -> dict[str, Scenario]:
    """The cases that come with the service."""
    return load_scenarios(rulebook)


@pytest.fixture(scope="module")
def service(rulebook: Rulebook) -> Service:
    """The service round them."""
    return Service(rulebook, Settings(), Journal(None), StoppedClock())


def ask(service: Service, scenario: Scenario, **trials: str) -> Answers:
    """Ask the engine, with facts switched; underscores stand for dashes."""
    return answers(service, scenario, {fact.replace("_", "-"): to for fact, to in trials.items()}, NOW.date())


def seen(**changes: object) -> Sight:
    """Give what a trainee sees of a room whose votes are shown."""
    shown: dict[str, object] = {
        "code": "BCDFGH",
        "trainer": False,
        "number": 1,
        "scenario": "since-nan-died",
        "phase": Phase.REVEALED,
        "people": None,
        "voted": 3,
        "own": Vote(3),
        "votes": VOTES,
        "trials": (),
        "earlier": (),
        "used": frozenset(),
    }
    return Sight(**{**shown, **changes})  # type: ignore[arg-type]


def view(service: Service, scenarios: dict[str, Scenario], sight: Sight) -> RoomView:
    """Give the page of a sight."""
    shown = sight.phase is Phase.REVEALED
    found = answers(service, scenarios[sight.scenario], dict(sight.trials), NOW.date()) if shown else None
    return room_view(sight, scenarios, words_of(edition_on(service.rulebook, NOW.date())), found)


def test_every_case_is_offered(scenarios: dict[str, Scenario]) -> None:
    """The shipped guidance has words for all of them."""
    assert tuple(scenarios) == IDS
    assert all(scenario.agency in AGENCIES for scenario in scenarios.values())


@pytest.mark.parametrize("name", IDS)
def test_guidance_gives_the_level_a_case_says(service: Service, scenarios: dict[str, Scenario], name: str) -> None:
    """The level in the file is the engine's own."""
    assert ask(service, scenarios[name]).case.level.suggested == scenarios[name].level


@pytest.mark.parametrize("name", IDS)
def test_what_can_be_ticked_and_switched_is_not_said_twice(scenarios: dict[str, Scenario], name: str) -> None:
    """Signs of the case, others to tick and more to switch are kept apart."""
    scenario = scenarios[name]

    assert len(set(scenario.reasons)) == len(scenario.reasons)
    assert len(set(scenario.switches)) == len(scenario.switches)
    assert len(scenario.offered) == 3


@pytest.mark.parametrize(
    ("name", "fact", "to", "level"),
    [
        ("kitchen-step", "injury-explanation-changes", "present", 4),
        ("since-nan-died", "self-harm-repeated", "present", 3),
        ("the-one-who-cooks", "yc-substantial", "absent", 2),
        ("the-one-who-cooks", "pmh-suicidal-with-children", "present", 4),
        ("the-clinic-letters", "chronic-condition-life-risk", "present", 4),
        ("the-clinic-letters", "chronic-condition-poorly-managed", "absent", 3),
        ("two-phones", "cce-county-lines", "absent", 3),
        ("mark-on-the-ear", "bruise-non-mobile-infant", "absent", 1),
        ("mark-on-the-ear", "prot-positive-attachment", "absent", 4),
    ],
)
def test_switch_moves_the_level(
    service: Service, scenarios: dict[str, Scenario], name: str, fact: str, to: str, level: int
) -> None:
    """What a trainer shows by switching one fact."""
    found = ask(service, scenarios[name], **{fact: to})

    assert found.tried.level.suggested == level
    assert found.case.level.suggested == scenarios[name].level


def test_not_known_counts_as_no_and_says_what_it_could_be(service: Service, scenarios: dict[str, Scenario]) -> None:
    """A fact put to not known lowers the level and keeps the higher one in sight."""
    found = ask(service, scenarios["mark-on-the-ear"], bruise_non_mobile_infant="unknown")

    assert (found.tried.level.suggested, found.at_most) == (1, 4)


def test_shown_page_has_spread_answer_and_agreement(service: Service, scenarios: dict[str, Scenario]) -> None:
    """Votes by level with the guidance marked, reasons with those of the case marked, and figures of agreement."""
    shown = cast("ShownView", view(service, scenarios, seen()).shown)

    assert [(row.votes, row.share, row.is_answer) for row in shown.results.levels] == [
        (0, "0%", False),
        (2, "67%", True),
        (1, "33%", False),
        (0, "0%", False),
    ]
    assert (shown.results.matching, shown.results.people, shown.own) == (2, 3, "You chose level 3, Child in Need.")
    assert {row.id: row.votes for row in shown.results.reasons if row.votes} == {
        "bereavement-unsupported": 1,
        "bullying-victim": 1,
        "something-else": 1,
    }
    assert {row.id for row in shown.results.reasons if row.in_case} == set(scenarios["since-nan-died"].signs)
    assert [measure.figure for measure in shown.agreement[:1]] == ["33%"]
    assert shown.agreement[2].says == "This needs two cases or more. Do another case to see it."
    assert [bar.height for bar in shown.chart.bars] == [0, 140, 70, 0]
    assert "level 2: 2, level 3: 1" in shown.chart.says


def test_kappa_of_the_session_takes_every_case(service: Service, scenarios: dict[str, Scenario]) -> None:
    """The hand-worked example of the agreement, shown with what it means."""
    sight = seen(votes=(Vote(2), Vote(2), Vote(2)), earlier=((2, 1, 0, 0),), number=2)
    measure = cast("ShownView", view(service, scenarios, sight).shown).agreement[2]

    assert measure.figure == "0.25"
    assert measure.says.startswith("Fair agreement on the level, over 2 cases. 1 means that everyone agreed.")


def test_whole_room_sees_a_switch(service: Service, scenarios: dict[str, Scenario]) -> None:
    """The page of a trainee says which fact is changed and where the level went."""
    shown = cast("ShownView", view(service, scenarios, seen(trials=(("self-harm-repeated", "present"),))).shown)

    assert shown.what_if.headline == "Up to level 3, Child in Need"
    assert [(row.fact, row.now) for row in shown.what_if.switches if row.changed] == [("self-harm-repeated", "Yes")]
    assert shown.answer.level == 2


@pytest.mark.parametrize(
    ("trials", "headline", "says"),
    [
        ((), "As the case is told: level 4, Child Protection", ""),
        ((("cce-emerging-signs", "absent"),), "Still level 4, Child Protection", ""),
        ((("cce-county-lines", "absent"),), "Down to level 3, Child in Need", ""),
        (
            (("cce-county-lines", "unknown"),),
            "Down to level 3, Child in Need",
            "It could be up to level 4, if what is not known turns out to be so.",
        ),
    ],
)
def test_words_of_the_what_if(
    service: Service, scenarios: dict[str, Scenario], trials: tuple[tuple[str, str], ...], headline: str, says: str
) -> None:
    """Up, down, still, and what is open."""
    what_if = cast("ShownView", view(service, scenarios, seen(scenario="two-phones", trials=trials)).shown).what_if

    assert (what_if.headline, what_if.says) == (headline, says)


def test_case_is_not_told_before_the_start(service: Service, scenarios: dict[str, Scenario]) -> None:
    """While people join, nobody sees the case."""
    waiting = view(service, scenarios, seen(phase=Phase.WAITING, votes=(), own=None, voted=None))

    assert (waiting.text, waiting.ballot, waiting.shown, waiting.heading) == ((), None, None, "You are in")


def test_ballot_holds_the_own_vote_and_mixes_signs_with_others(service: Service, scenarios: dict[str, Scenario]) -> None:
    """The order of the reasons is that of the alphabet, so it does not give the case away."""
    own = Vote(3, ("bullying-victim",))
    ballot = view(service, scenarios, seen(phase=Phase.VOTING, votes=(), own=own)).ballot

    assert ballot is not None
    texts = [choice.text for choice in ballot.reasons]
    assert texts == [*sorted(texts[:-1]), "Something else"]
    assert [choice.value for choice in (*ballot.levels, *ballot.reasons) if choice.checked] == ["3", "bullying-victim"]
    assert ballot.sent == "Your vote is in: level 3, Child in Need."


def test_trainer_hears_when_everyone_has_voted(service: Service, scenarios: dict[str, Scenario]) -> None:
    """The trainer is told how many, and once that it is all; each single vote is not read out."""
    part = view(service, scenarios, seen(trainer=True, phase=Phase.VOTING, votes=(), own=None, people=3, voted=2))
    every = view(service, scenarios, seen(trainer=True, phase=Phase.VOTING, votes=(), own=None, people=3, voted=3))

    assert (part.voted, part.news, part.ballot) == ("2 of 3 people voted", "Voting is open.", None)
    assert (every.voted, every.news) == ("3 of 3 people voted", "Everyone has voted.")


def test_next_cases_leave_out_those_the_room_had(service: Service, scenarios: dict[str, Scenario]) -> None:
    """Only the trainer chooses, and only from what is new."""
    trainer = view(service, scenarios, seen(trainer=True, people=3, own=None, used=frozenset(IDS[:4])))

    assert [choice.value for choice in trainer.next_cases] == list(IDS[4:])
    assert view(service, scenarios, seen()).next_cases == ()


def test_case_with_a_missing_part_stops_the_start() -> None:
    """The file comes with the service, so a mistake in it is ours and is not passed over."""
    with pytest.raises(ScenarioFileError, match="half: 'title' is missing"):
        scenario_of({"id": "half"})
