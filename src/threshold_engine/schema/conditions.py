"""
The YAML form of a condition, read into the types of model.condition.

Each form is a mapping with one key, so that a rule can be read aloud. Every mistake
is reported, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from threshold_engine.model.condition import (
    AgeBelow,
    AgeFrom,
    All,
    AnswerAtLeast,
    AnswerIs,
    Any,
    ChildIs,
    Condition,
    Count,
    FindingIs,
    Not,
    Present,
    Selector,
    SettingIs,
)
from threshold_engine.model.words import Kind
from threshold_engine.schema.ages import parse_limit

Path = tuple[str | int, ...]
Report = Callable[[Path, str, str, str], None]
"""Called with path, code, what and fix for each mistake."""

CHILD_FACTS = ("unborn", "disabled", "mobile", "looked_after")
SETTING_FIELDS = ("agency", "role")
FORMS = ("present", "count", "child", "answer", "setting", "finding", "all", "any", "not")

NEVER: Condition = Any(())
"""Stands in for a part that could not be read; a rulebook with one is never loaded."""


def parse_condition(raw: object, path: Path, report: Report) -> Condition:
    """
    Read one condition.

    Args:
        raw: The value from the file.
        path: Where it stands, for messages.
        report: Called for each mistake; the result is then not to be used.
    """
    if not isinstance(raw, dict) or len(raw) != 1:
        report(path, "BAD_CONDITION", "a condition is one group with one key", f"write one of: {', '.join(FORMS)}")
        return NEVER
    form, body = next(iter(raw.items()))
    inner = (*path, form)
    parser = _PARSERS.get(form)
    if parser is None:
        report(path, "BAD_CONDITION", f"`{form}` is not a form of condition", f"write one of: {', '.join(FORMS)}")
        return NEVER
    return parser(body, inner, report)


def _present(body: object, path: Path, report: Report) -> Condition:
    if isinstance(body, dict) and "ids" in body:
        extra = set(body) - {"ids", "any_age"}
        if extra:
            report(path, "UNKNOWN_KEY", f"`{min(extra)}` does not go with `ids`", "keep ids and any_age only")
        any_age = body.get("any_age", False)
        if not isinstance(any_age, bool):
            report(path, "BAD_VALUE", f"`any_age: {any_age}` is neither true nor false", "write true or false")
        return Present(Selector(ids=_names(body["ids"], (*path, "ids"), report)), any_age=any_age is True)
    return Present(_selector(body, path, report))


def _selector(body: object, path: Path, report: Report) -> Selector:
    if not isinstance(body, dict):
        return Selector(ids=_names(body, path, report))
    known = {"kind", "domain", "except_domain", "level_from", "level_to"}
    for key in sorted(set(body) - known):
        report(path, "UNKNOWN_KEY", f"`{key}` is not part of a selection", f"use: {', '.join(sorted(known))}")
    selector = Selector(
        domains=_names(body["domain"], (*path, "domain"), report) if "domain" in body else (),
        except_domains=_names(body["except_domain"], (*path, "except_domain"), report) if "except_domain" in body else (),
        level_from=_level(body, "level_from", 1, path, report),
        level_to=_level(body, "level_to", 4, path, report),
    )
    kind = body.get("kind", "risk")
    if kind not in list(Kind):
        report(path, "BAD_VALUE", f"`{kind}` is not a kind", "write risk, strength or context")
        return selector
    return replace(selector, kind=Kind(kind))


def _level(body: dict[str, object], key: str, default: int, path: Path, report: Report) -> int:
    value = body.get(key, default)
    if type(value) is not int or not 1 <= value <= 4:
        report((*path, key), "BAD_VALUE", f"`{value}` is not a level", "write 1, 2, 3 or 4")
        return default
    return value


def _count(body: object, path: Path, report: Report) -> Condition:
    if not isinstance(body, dict) or not {"of", "at_least"} <= set(body) or set(body) - {"of", "at_least", "distinct"}:
        report(path, "BAD_CONDITION", "count needs `of` and `at_least`", "write count: {of: ..., at_least: 3, distinct: domain}")
        return NEVER
    distinct = body.get("distinct", "indicator")
    if distinct not in ("indicator", "domain"):
        report(path, "BAD_VALUE", f"`distinct: {distinct}` is not known", "write indicator or domain")
    return Count(
        of=_selector(body["of"], (*path, "of"), report),
        at_least=_number(body["at_least"], (*path, "at_least"), report),
        by_domain=distinct == "domain",
    )


def _number(value: object, path: Path, report: Report) -> int:
    if type(value) is not int or value < 1:
        report(path, "BAD_VALUE", f"`{value}` is not a count", "write a whole number, 1 or more")
        return 1
    return value


def _child(body: object, path: Path, report: Report) -> Condition:
    if not isinstance(body, dict) or not body:
        report(path, "BAD_CONDITION", "child needs at least one fact", "write for example child: {age_below: 5 years}")
        return NEVER
    return _together([_child_fact(key, value, (*path, key), report) for key, value in body.items()])


def _child_fact(key: str, value: object, path: Path, report: Report) -> Condition:
    if key in ("age_below", "age_from"):
        months = parse_limit(value) if isinstance(value, str) else None
        if months is None:
            report(path, "BAD_AGE", f"`{value}` is not an age limit", "write whole months or years, for example 12 months")
            return NEVER
        return AgeBelow(months) if key == "age_below" else AgeFrom(months)
    if key not in CHILD_FACTS:
        known = ("age_below", "age_from", *CHILD_FACTS)
        report(path, "UNKNOWN_KEY", f"`{key}` is not a fact of the child", f"use: {', '.join(known)}")
        return NEVER
    if not isinstance(value, bool):
        report(path, "BAD_VALUE", f"`{value}` is neither true nor false", "write true or false")
        return NEVER
    return ChildIs(key, value)


def _answer(body: object, path: Path, report: Report) -> Condition:
    if not isinstance(body, dict) or not body:
        report(path, "BAD_CONDITION", "answer needs a question", "write for example answer: {child_seen: false}")
        return NEVER
    return _together([_one_answer(key, value, (*path, key), report) for key, value in body.items()])


def _one_answer(question: str, value: object, path: Path, report: Report) -> Condition:
    if isinstance(value, dict):
        if set(value) != {"at_least"}:
            report(path, "BAD_CONDITION", "only `at_least` can stand here", "write {at_least: 3}")
            return NEVER
        return AnswerAtLeast(question, _number(value["at_least"], (*path, "at_least"), report))
    given: list[object] = value if isinstance(value, list) else [value]
    values = tuple(item for item in given if isinstance(item, bool | int | str))
    if len(values) < len(given) or not values:
        report(path, "BAD_VALUE", f"`{value}` cannot be an answer", "write true, false, a whole number or a choice")
        return NEVER
    return AnswerIs(question, values)


def _setting(body: object, path: Path, report: Report) -> Condition:
    if not isinstance(body, dict) or not body or set(body) - set(SETTING_FIELDS):
        report(path, "BAD_CONDITION", "setting needs agency or role", "write for example setting: {agency: ed-adult}")
        return NEVER
    return _together([SettingIs(key, _names(value, (*path, key), report)) for key, value in body.items()])


def _finding(body: object, path: Path, report: Report) -> Condition:
    if not isinstance(body, str):
        report(path, "BAD_VALUE", "a finding is one name", "write for example finding: reasonable-cause")
        return NEVER
    return FindingIs(body)


def _all(body: object, path: Path, report: Report) -> Condition:
    return All(_parts(body, path, report))


def _any(body: object, path: Path, report: Report) -> Condition:
    return Any(_parts(body, path, report))


def _not(body: object, path: Path, report: Report) -> Condition:
    return Not(parse_condition(body, path, report))


def _parts(body: object, path: Path, report: Report) -> tuple[Condition, ...]:
    if not isinstance(body, list) or not body:
        report(path, "BAD_CONDITION", "a list of conditions is needed here", "write one condition a line, each after a dash")
        return ()
    return tuple(parse_condition(part, (*path, index), report) for index, part in enumerate(body))


def _names(value: object, path: Path, report: Report) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        report(path, "BAD_VALUE", "one or more names are needed here", "write a name, or a list of names in brackets")
        return ()
    return tuple(names)


def _together(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


_PARSERS: dict[str, Callable[[object, Path, Report], Condition]] = {
    "present": _present,
    "count": _count,
    "child": _child,
    "answer": _answer,
    "setting": _setting,
    "finding": _finding,
    "all": _all,
    "any": _any,
    "not": _not,
}
