"""Three values on two planes: where something is surely so, and where it could be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from threshold_engine.columnar.planes import NO, YES, Plane, Planes


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Attributes:
        sure: The rows in which it is so.
        could: The rows in which it is so or not known.
    """

    sure: Plane
    could: Plane


TRUE = Verdict(YES, YES)
FALSE = Verdict(NO, NO)
UNKNOWN = Verdict(NO, YES)


def known(value: bool) -> Verdict:
    return TRUE if value else FALSE


class Logic:
    """Kleene's rules over planes."""

    def __init__(self, planes: Planes) -> None:
        self.planes = planes

    def every(self, parts: Iterable[Verdict]) -> Verdict:
        given = list(parts)
        return Verdict(self.planes.every(part.sure for part in given), self.planes.every(part.could for part in given))

    def either(self, parts: Iterable[Verdict]) -> Verdict:
        given = list(parts)
        return Verdict(self.planes.some(part.sure for part in given), self.planes.some(part.could for part in given))

    def opposite(self, part: Verdict) -> Verdict:
        return Verdict(self.planes.opposite(part.could), self.planes.opposite(part.sure))

    def at_least(self, number: int, parts: Iterable[Verdict]) -> Verdict:
        given = list(parts)
        return Verdict(
            self.planes.at_least(number, [part.sure for part in given]),
            self.planes.at_least(number, [part.could for part in given]),
        )
