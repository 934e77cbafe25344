"""
The condition language: what a rule may ask of a case.

Small and closed. Each class is one form a safeguarding lead can write; schema.py
gives the YAML, spec.py the meaning. Nothing here evaluates anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from threshold_engine.model.words import Kind


@dataclass(frozen=True, slots=True)
class Selector:
    """
    A set of indicators: named by id, or all those of a kind, domain and level band.

    Attributes:
        ids: If any are named, the other fields are not used.
        domains: Any of these; empty means every domain.
        except_domains: None of these.
        level_from, level_to: The matrix cell lies between, both ends included.
    """

    ids: tuple[str, ...] = ()
    kind: Kind = Kind.RISK
    domains: tuple[str, ...] = ()
    except_domains: tuple[str, ...] = ()
    level_from: int = 1
    level_to: int = 4


@dataclass(frozen=True, slots=True)
class Present:
    """
    At least one of the indicators is there.

    Attributes:
        any_age: Also take an indicator recorded for a child outside its age band
            (the under-13 rule needs this: a form about teenagers may have been used).
    """

    of: Selector
    any_age: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many different indicators, or so many different domains with one."""

    of: Selector
    at_least: int
    by_domain: bool = False


@dataclass(frozen=True, slots=True)
class AgeBelow:
    """The child is born and younger than this many months."""

    months: int


@dataclass(frozen=True, slots=True)
class AgeFrom:
    """The child is born and at least this many months old."""

    months: int


@dataclass(frozen=True, slots=True)
class ChildIs:
    """A yes/no fact of the child: unborn, disabled, mobile, looked_after."""

    attribute: str
    value: bool


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """A named question of the form was answered with one of these values."""

    question: str
    values: tuple[bool | int | str, ...]


@dataclass(frozen=True, slots=True)
class AnswerAtLeast:
    """A named question that asks for a number was answered with this or more."""

    question: str
    at_least: int


@dataclass(frozen=True, slots=True)
class SettingIs:
    """Where the worry was seen: agency or role, one of these."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingIs:
    """Another rule reached this finding."""

    finding: str


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


Leaf = Present | Count | AgeBelow | AgeFrom | ChildIs | AnswerIs | AnswerAtLeast | SettingIs | FindingIs
Condition = Leaf | All | Any | Not


def walk(condition: Condition) -> Iterator[Condition]:
    """Give the condition and every condition inside it, outermost first."""
    yield condition
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from walk(part)
        case Not(part):
            yield from walk(part)
