"""Trying a change: what the page offers to try comes out as it was said, and the case stays as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from threshold_api.web.answer.trials import Resolver, Way, kept, key_of, of_doubt, offers, tried, way_of
from threshold_engine import Rulebook, assess, read_case
from threshold_engine.model.assessment import Assessment, Change
from threshold_engine.model.edition import edition_on
from web.answer_kit import MILD, NOTHING, TODAY, assessed, vignettes

GROUPS = ("domains.", "others")
"""Taking one of these back opens many answers: the doubt names the worst of them, a trial the range."""


def after(case: dict[str, object], way: Way, rulebook: Rulebook) -> Assessment:
    """Assess a case with a change tried."""
    return assess(tried(read_case({**TODAY, **case}, rulebook), way), rulebook, what_if=False)


def cases() -> Iterator[dict[str, object]]:
    """Give every third made-up case, one with nothing known, and one in which all the rest is settled."""
    yield from list(vignettes().values())[::3]
    yield from (NOTHING, MILD, {**MILD, "others": "absent"}, {**MILD, "domains": {"abuse-sexual": "no-concern"}})


def test_raising_raises_and_lowering_lowers(rulebook: Rulebook) -> None:
    """Each button does what its heading says."""
    seen = set()
    for case in cases():
        found = assessed(case, rulebook)
        assert found.changes is not None
        for way in found.changes.raise_[::7]:
            assert after(case, way, rulebook).level.suggested > found.level.suggested, key_of(way)
            seen |= {change.fact.split(".")[0] for change in way if "." in change.fact}
        for way in found.changes.lower:
            assert after(case, way, rulebook).level.suggested < found.level.suggested, key_of(way)
            seen |= {change.fact.split(".")[0] for change in way if "." in change.fact}

    assert seen >= {"answers", "child"}


def test_a_doubt_comes_to_the_level_it_names(rulebook: Rulebook) -> None:
    """One recorded answer the other way; a whole group taken back reaches that level as the top of the range."""
    groups = 0
    for case in cases():
        for doubt in assessed(case, rulebook).stability or ():
            level = after(case, of_doubt(doubt), rulebook).level
            if doubt.fact.startswith(GROUPS):
                groups += 1
                assert level.range[1] >= doubt.if_changed_level, doubt.fact
            else:
                assert level.suggested == doubt.if_changed_level, doubt.fact

    assert groups > 0


def test_a_rule_that_was_held_back_holds(rulebook: Rulebook) -> None:
    """Its button makes exactly that rule a reason."""
    tries = 0
    for case in cases():
        found = assessed(case, rulebook)
        resolve = Resolver(found, edition_on(rulebook, found.rulebook.as_of))
        for entry in found.blocked:
            way = resolve.way(entry)
            if way is not None:
                tries += 1
                assert entry.id in {reason.id for reason in after(case, way, rulebook).reasons}, (entry.id, key_of(way))

    assert tries > 20


def test_every_offer_has_a_name_of_its_own_and_can_be_kept(rulebook: Rulebook) -> None:
    """What is kept of a way gives the way back, types and all."""
    found = assessed(MILD, rulebook)
    offered = offers(found, edition_on(rulebook, found.rulebook.as_of))
    assert found.changes is not None

    assert len(offered) >= len(found.changes.raise_)
    assert all(way_of(kept(way)) == way for way in offered.values())
    assert way_of({}) == ()


@pytest.mark.parametrize("met", [True, False])
def test_a_need_that_is_met_is_tried_with_and_without_a_row_of_its_own(rulebook: Rulebook, met: bool) -> None:
    """A sign recorded stays recorded; one that nobody mentioned stays unknown."""
    case = read_case({**TODAY, "present": ["attendance-inconsistent"]}, rulebook)
    recorded = tried(case, (Change("met.attendance-inconsistent", met, "met"),)).observations
    other = tried(case, (Change("met.hunger", met, "met"),)).observations

    assert [(item.indicator, str(item.status), item.met) for item in recorded] == [("attendance-inconsistent", "present", met)]
    assert [(item.indicator, str(item.status), item.met) for item in other][1:] == [("hunger", "unknown", met)]
