"""The worked examples with their cases read, and what the rulebook as it stands makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from threshold_engine import spec
from threshold_engine.examples import DEFAULT_DAY, Loaded, case_of
from threshold_engine.model.case import Case
from threshold_engine.model.edition import edition_on
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.words import Status
from threshold_engine.settle import settle


@dataclass(frozen=True, slots=True)
class Worked:
    """
    Attributes:
        recorded: The signs recorded present, in force or not.
        names: The signs and rules the example expects, or expects not to be there.
        about_open: It expects something that may turn on what is not known.
    """

    loaded: Loaded
    case: Case
    reading: spec.Reading
    recorded: frozenset[str]
    names: frozenset[str]
    about_open: bool


def worked(loaded: Iterable[Loaded], rulebook: Rulebook) -> Iterator[Worked]:
    """
    Read the case of each example.

    Raises:
        FactsError: A case cannot be read; such an example does not hold.
    """
    for item in loaded:
        expect = item.example.expect
        case = case_of(item.example, rulebook)
        yield Worked(
            loaded=item,
            case=case,
            reading=spec.read(settle(case, edition_on(rulebook, case.as_of or DEFAULT_DAY)).facts),
            recorded=frozenset(seen.indicator for seen in case.observations if seen.status is Status.PRESENT),
            names=frozenset(
                (
                    *expect.reasons,
                    *expect.no_reasons,
                    *expect.reason_levels,
                    *expect.blocked,
                    *expect.triggers,
                    *expect.no_triggers,
                )
            ),
            about_open=bool(expect.blocked or expect.caveat or expect.range),
        )
