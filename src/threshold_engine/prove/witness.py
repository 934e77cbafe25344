"""From a model of z3 to a case that a person can read and the engine can assess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
import z3

from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.guidance import Rulebook
from threshold_engine.prove.symbols import Said, Space, SymbolicCase

_WORDS = {
    ("disabled", True): "the child is disabled",
    ("disabled", False): "the child is not disabled",
    ("mobile", True): "the child can move about on their own",
    ("mobile", False): "the child cannot move about on their own",
    ("looked_after", True): "the child is looked after by a council",
    ("looked_after", False): "the child is not looked after by a council",
}


@dataclass(frozen=True)
class Witness:
    """
    One concrete case that shows something, with what the engine itself says of it.

    Attributes:
        title: What the case is an example of, for example ``before``.
        mapping: The case, in the shape that read_case takes.
    """

    title: str
    mapping: dict[str, Any]
    answer: Assessment
    words: tuple[str, ...]

    def yaml(self) -> str:
        """Give the case as YAML."""
        return yaml.safe_dump(self.mapping, sort_keys=False, allow_unicode=True)


def witness(title: str, mapping: dict[str, Any], rulebook: Rulebook) -> Witness:
    """Have the engine assess a case, both channels, and put the case into words."""
    return Witness(title, mapping, assess(read_case(mapping, rulebook), rulebook), tuple(case_words(mapping, rulebook)))


def mapping_of(model: z3.ModelRef, case: SymbolicCase, space: Space, day: date) -> dict[str, Any]:
    """Read the case that a model describes; what the model leaves open is not recorded."""

    def true(formula: z3.BoolRef) -> bool:
        return bool(z3.is_true(model.eval(formula, model_completion=True)))

    def value(pair: Said) -> bool | None:
        return True if true(pair.yes) else False if true(pair.no) else None

    found: dict[str, Any] = {"as_of": day}
    child = {name: value(pair) for name, pair in case.child.items()}
    option = next(option for option, given in zip(space.ages, case.ages, strict=True) if true(given))
    age = {"age": option.words} if option.words else {"unborn": option.unborn}
    if known := {name: said for name, said in {**age, **child}.items() if said is not None}:
        found["child"] = known
    others = true(case.others)
    said = {name: value(pair) for name, pair in case.said.items() if true(pair.yes) or true(case.absent[name])}
    met = {name: value(pair) for name, pair in case.met.items()}
    for status, word in ((True, "present"), (False, "absent")):
        if names := [name for name, given in said.items() if given is status and met.get(name) is None]:
            found[word] = names
    if others:
        found["others"] = "absent"
    if rows := [_observation(name, said.get(name), given) for name, given in met.items() if given is not None]:
        found["observations"] = rows
    for key, values in (("answers", case.answers), ("setting", case.setting)):
        if given_ones := {name: option for name, options in values.items() for option, given in options if true(given)}:
            found[key] = given_ones
    return found


def _observation(name: str, said: bool | None, met: bool) -> dict[str, Any]:
    status = {} if said is None else {"status": "present" if said else "absent"}
    return {"indicator": name, **status, "met": met}


def case_words(mapping: dict[str, Any], *rulebooks: Rulebook) -> Iterator[str]:
    """Say a case fact by fact, in the words of the first rulebook that has them."""
    labels = {entry.id: entry.label for rulebook in reversed(rulebooks) for entry in rulebook.indicators}
    questions = {entry.id: entry.ask for rulebook in reversed(rulebooks) for entry in rulebook.questions}
    yield f"the day is {mapping['as_of'].isoformat()}"
    yield from _child_words(mapping.get("child", {}))
    for word in ("present", "absent"):
        yield from (f"{word}: {labels[name]}" for name in mapping.get(word, ()))
    if mapping.get("others") == "absent":
        yield "everything else was looked at and is not so"
    for row in mapping.get("observations", ()):
        yield f"{row.get('status', 'nothing said')}: {labels[row['indicator']]} (the need is {'' if row['met'] else 'not '}met)"
    yield from (f"{questions[name]} {_said(value)}" for name, value in mapping.get("answers", {}).items())
    yield from (f"{field}: {value}" for field, value in mapping.get("setting", {}).items())


def _child_words(child: dict[str, Any]) -> Iterator[str]:
    if "age" in child:
        yield "the child is not yet born" if child["age"] == "unborn" else f"the child's age is {child['age']}"
    elif "unborn" in child:
        yield "the child is born, the age is not known"
    yield from (_WORDS[name, value] for name, value in child.items() if (name, value) in _WORDS)


def _said(value: object) -> str:
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else str(value)


def answer_words(answer: Assessment) -> str:
    """Say what the engine answers in one line."""
    level = answer.level
    parts = [f"level {level.suggested}", f"could be {level.range[0]} to {level.range[1]}", f"urgency {answer.urgency.rag}"]
    if answer.urgency.call_999:
        parts.append("call 999")
    if level.review:
        parts.append(f"a manager is asked to consider level {level.review.level}")
    parts.append(f"duties: {', '.join(duty.id for duty in answer.duties) or 'none'}")
    return "; ".join(parts)
