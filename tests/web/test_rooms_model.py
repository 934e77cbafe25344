"""A room as data: who may do what, when it is over, and that nobody sees a vote before its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.kit import NOW
from threshold_api.web.rooms.model import (
    MOST_PEOPLE,
    Phase,
    Refusal,
    Room,
    RoomError,
    Vote,
    expired,
    join,
    mark,
    next_case,
    open_room,
    reset,
    reveal,
    revealed,
    sight,
    start,
    switch,
    tally,
    vote,
)
from threshold_api.web.rooms.store import ALPHABET, CODE_LENGTH, Rooms, RoomsFullError, tidy_code

PEOPLE = ("ana", "ben", "cai", "dee")
VOTES = st.builds(Vote, st.integers(1, 4), st.lists(st.sampled_from("pqr"), unique=True).map(lambda names: tuple(sorted(names))))
BALLOTS = st.lists(st.tuples(st.sampled_from(PEOPLE), VOTES), max_size=12)


def voting(people: tuple[str, ...] = PEOPLE) -> Room:
    """Give a room with people in it, open for votes."""
    room = open_room("BCDFGH", "trainer", "first", NOW)
    for person in people:
        room = join(room, person, NOW)
    return start(room, "trainer", 1, NOW)


def with_votes(ballots: list[tuple[str, Vote]]) -> Room:
    """Give that room with votes taken."""
    room = voting()
    for person, given_vote in ballots:
        room = vote(room, person, 1, given_vote, NOW)
    return room


def refused(change: Callable[[], object]) -> Refusal:
    """Give the reason for which a room does not take something."""
    with pytest.raises(RoomError) as caught:
        change()
    return caught.value.refusal


@given(BALLOTS)
def test_last_vote_of_each_person_counts_once(ballots: list[tuple[str, Vote]]) -> None:
    """Voting again replaces: the tally has one vote for each person who voted."""
    shown = sight(reveal(with_votes(ballots), "trainer", 1, NOW), "ana")
    last = dict(ballots)

    assert sum(tally(shown.votes)) == len(last) == shown.voted
    assert sorted(shown.votes, key=repr) == sorted(last.values(), key=repr)


@given(BALLOTS, BALLOTS)
def test_before_reveal_a_page_tells_nothing_of_others(first: list[tuple[str, Vote]], second: list[tuple[str, Vote]]) -> None:
    """However the others vote, what a person sees stays the same; the trainer sees only how many."""
    own = ("ana", Vote(3, ("p",)))
    one, two = with_votes([*first, own]), with_votes([*second, own])

    assert sight(one, "ana") == sight(two, "ana")
    if len(one.now.votes) == len(two.now.votes):
        assert sight(one, "trainer") == sight(two, "trainer")


@given(st.permutations(range(4)), st.lists(VOTES, min_size=4, max_size=4))
def test_order_of_votes_tells_nobody_apart(order: list[int], votes: list[Vote]) -> None:
    """Who voted first cannot be read from what is shown."""
    ballots = list(zip(PEOPLE, votes, strict=True))
    one = reveal(with_votes(ballots), "trainer", 1, NOW)
    two = reveal(with_votes([ballots[place] for place in order]), "trainer", 1, NOW)

    assert sight(one, "trainer").votes == sight(two, "trainer").votes


def test_mark_changes_when_what_is_seen_does() -> None:
    """A trainee's page does not change while others vote; the trainer's does, and everyone's when the votes are shown."""
    before = voting()
    after = vote(before, "ben", 1, Vote(2), NOW)
    shown = reveal(after, "trainer", 1, NOW)
    tried = switch(shown, "trainer", 1, "fact", "absent", NOW)

    assert mark(sight(before, "ana")) == mark(sight(after, "ana"))
    assert mark(sight(before, "trainer")) != mark(sight(after, "trainer"))
    assert len({mark(sight(room, "ana")) for room in (after, shown, tried)}) == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda room, who: start(room, who, 1, NOW),
        lambda room, who: reveal(room, who, 1, NOW),
        lambda room, who: switch(room, who, 1, "fact", "absent", NOW),
        lambda room, who: reset(room, who, 1, NOW),
        lambda room, who: next_case(room, who, 1, "second", NOW),
    ],
)
def test_only_the_trainer_runs_the_room(act: Callable[[Room, str], Room]) -> None:
    """Neither somebody in the room nor a stranger can."""
    room = reveal(voting(), "trainer", 1, NOW)

    assert {refused(lambda who=who: act(room, who)) for who in ("ana", "stranger")} == {Refusal.NOT_TRAINER}


def test_vote_is_refused_when_it_is_not_the_time() -> None:
    """Before the start, once the votes are shown, for an earlier case, and by those who are not in the room."""
    waiting = join(open_room("BCDFGH", "trainer", "first", NOW), "ana", NOW)
    shown = reveal(voting(), "trainer", 1, NOW)
    second = next_case(shown, "trainer", 1, "second", NOW)

    assert refused(lambda: vote(waiting, "ana", 1, Vote(2), NOW)) is Refusal.NOT_OPEN
    assert refused(lambda: vote(shown, "ana", 1, Vote(2), NOW)) is Refusal.REVEALED
    assert refused(lambda: vote(second, "ana", 1, Vote(2), NOW)) is Refusal.MOVED_ON
    assert refused(lambda: vote(second, "trainer", 2, Vote(2), NOW)) is Refusal.NOT_OPEN
    assert vote(second, "ana", 2, Vote(2), NOW).now.votes == {"ana": Vote(2)}


def test_results_stay_when_the_room_goes_on() -> None:
    """The next case begins empty, with the facts as told; the last one keeps its votes."""
    shown = reveal(vote(voting(), "ana", 1, Vote(4), NOW), "trainer", 1, NOW)
    second = next_case(switch(shown, "trainer", 1, "fact", "absent", NOW), "trainer", 1, "second", NOW)

    assert (second.number, second.now.phase, second.now.votes, second.now.trials) == (2, Phase.VOTING, {}, {})
    assert [part.votes for part in revealed(second)] == [{"ana": Vote(4)}]
    assert refused(lambda: next_case(second, "trainer", 2, "third", NOW)) is Refusal.NOT_REVEALED
    assert refused(lambda: next_case(reveal(second, "trainer", 2, NOW), "trainer", 2, "first", NOW)) is Refusal.USED


def test_switches_wait_until_votes_are_shown_and_can_be_put_back() -> None:
    """Nothing of the answer leaks before; afterwards each fact can be tried and put back."""
    room = voting()
    assert refused(lambda: switch(room, "trainer", 1, "fact", "absent", NOW)) is Refusal.NOT_REVEALED
    tried = switch(reveal(room, "trainer", 1, NOW), "trainer", 1, "fact", "unknown", NOW)

    assert sight(tried, "ana").trials == (("fact", "unknown"),)
    assert sight(reset(tried, "trainer", 1, NOW), "ana").trials == ()


def test_the_61st_is_refused_and_those_inside_may_come_back() -> None:
    """A full room stays open to the people who are in it."""
    room = voting(tuple(f"person-{number}" for number in range(MOST_PEOPLE)))

    assert len(room.people) == 60
    assert refused(lambda: join(room, "one-more", NOW)) is Refusal.FULL
    assert join(room, "person-0", NOW).people == room.people
    assert join(room, "trainer", NOW).people == room.people


def test_room_is_over_after_two_hours_without_use() -> None:
    """Each use begins the two hours anew."""
    room = vote(voting(), "ana", 1, Vote(2), NOW + timedelta(minutes=90))

    assert not expired(room, NOW + timedelta(minutes=210))
    assert expired(room, NOW + timedelta(minutes=210, seconds=1))


def test_store_forgets_rooms_that_are_over_and_never_an_open_one() -> None:
    """No room is closed to make place for another; one that is over makes place."""
    now = [NOW]
    rooms = Rooms(lambda: now[0], most=2)
    first, second = rooms.open("trainer", "first"), rooms.open("other", "first")
    with pytest.raises(RoomsFullError):
        rooms.open("third", "first")
    now[0] += timedelta(minutes=100)
    rooms.keep(join(second, "ana", now[0]))
    now[0] += timedelta(minutes=21)

    assert rooms.find(first.code) is None
    assert rooms.find(second.code) is not None
    assert rooms.open("third", "first").trainer == "third"


def test_closed_room_is_not_brought_back_by_a_late_vote() -> None:
    """What comes after the trainer closed the room goes nowhere."""
    rooms = Rooms(lambda: NOW)
    room = rooms.open("trainer", "first")
    rooms.close(room.code)
    rooms.keep(join(room, "ana", NOW))

    assert rooms.find(room.code) is None


def test_codes_differ_and_have_no_letter_that_looks_like_another() -> None:
    """Six letters, none of which is a vowel or is taken for a number."""
    rooms = Rooms(lambda: NOW)
    codes = {rooms.open("trainer", "first").code for _ in range(100)}

    assert len(codes) == 100
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in codes)
    assert not set(ALPHABET) & set("AEIOULSZ")
    assert tidy_code(" bcd-fgh ") == "BCDFGH"
