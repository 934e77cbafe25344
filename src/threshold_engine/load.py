"""
Reading a rulebook from its files: the only module that opens them.

Strict and safe: every file under the directory must be listed in rulebook.yaml, every
key must be known, every entry complete. All problems are reported at once, each with
file, line, code and fix.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from govuk_bank_holidays.bank_holidays import BankHolidays
from pydantic import BaseModel, ValidationError

from threshold_engine.check import check
from threshold_engine.errors import Problem, RulebookError
from threshold_engine.model.guidance import Rulebook
from threshold_engine.schema import entries, paths, quality, reading, tool
from threshold_engine.schema import pathways as pathways_schema
from threshold_engine.schema.conditions import parse_condition
from threshold_engine.schema.messages import problem_of
from threshold_engine.yamlfile import Parsed, read_yaml
from threshold_engine.yamlfile import Path as KeyPath

MAIN_FILE = "rulebook.yaml"

LIST_PARTS: dict[str, type[BaseModel]] = {
    "sources": entries.DocumentIn,
    "domains": entries.DomainIn,
    "levels": entries.LevelIn,
    "duties": entries.DutyIn,
    "questions": entries.QuestionIn,
    "indicators": entries.IndicatorIn,
    "rules": entries.RuleIn,
    "paths": paths.ShortPathIn,
    "sharing": entries.SharingIn,
    "codes": entries.CodeListIn,
    "coverage": entries.CoverageIn,
    "references": entries.ReferenceIn,
    "signs": reading.SignWordsIn,
    "criteria": quality.CriterionIn,
    "critical_gaps": quality.CriticalGapIn,
    "poor_features": quality.PoorFeatureIn,
    "terms": quality.TermIn,
}
WHOLE_PARTS: dict[str, type[BaseModel]] = {
    "pathways": pathways_schema.PathwaysIn,
    "exploitation": tool.ToolIn,
    "word_groups": reading.WordGroupsIn,
    "context": reading.ContextIn,
    "quality": quality.QualityGuideIn,
}
SINGLE = {
    "exploitation": "exploitation tool",
    "word_groups": "file of word groups",
    "context": "file of context rules",
    "quality": "file about the quality of a referral",
}
"""Whole parts of which there may be one at most, and what each is called."""

PLACED_BY = {
    "sources": ("key",),
    "levels": ("level", "since"),
    "ladder": ("rag",),
    "categories": ("category",),
    "coverage": ("source",),
    "signs": ("indicator",),
}
"""The fields that name an entry in messages, where it is not ``id``."""


def rules_directory() -> Path:
    """Give the directory of the rulebook that comes with the engine."""
    packaged = Path(__file__).parent / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"


def load_rulebook(directory: str | Path | None = None) -> Rulebook:
    """
    Load and check a rulebook.

    Args:
        directory: Where rulebook.yaml is; the rulebook that comes with the engine if not given.

    Raises:
        RulebookError: Something is wrong with the files; every problem is listed.
    """
    rulebook, problems = read_rulebook(directory)
    errors = [problem for problem in problems if problem.severity == "error"]
    if rulebook is None or errors:
        raise RulebookError(errors)
    return rulebook


def read_rulebook(directory: str | Path | None = None) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Load a rulebook and return it with every problem found, warnings included."""
    root = Path(directory) if directory is not None else rules_directory()
    reader = _Reader(root)
    rulebook = reader.read()
    found = reader.problems if rulebook is None else [*reader.problems, *check(rulebook)]
    return rulebook, tuple(sorted(found))


@cache
def bank_holidays() -> frozenset[date]:
    """Give the bank holidays of England from the calendar that comes with the library."""
    calendar = BankHolidays(locale="en", use_cached_holidays=True)
    return frozenset(day["date"] for day in calendar.get_holidays(division=BankHolidays.ENGLAND_AND_WALES))


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.problems: list[Problem] = []
        self._places: dict[str, str] = {}
        self._raw: dict[str, object] = {}

    def read(self) -> Rulebook | None:
        head = self._head()
        if head is None:
            return None
        self._unlisted(head.parts)
        lists = {
            part: [entry for name in head.parts.get(part, ()) for entry in self._list(part, name, model)]
            for part, model in LIST_PARTS.items()
        }
        whole = {
            part: [entry for name in head.parts.get(part, ()) for entry in self._whole(part, name, model)]
            for part, model in WHOLE_PARTS.items()
        }
        self._counts(whole)
        if self.problems:
            return None
        return self._rulebook(head, lists, whole)

    def _rulebook(self, head: entries.RulebookIn, lists: dict[str, list], whole: dict[str, list]) -> Rulebook:  # type: ignore[type-arg]
        pathways: pathways_schema.PathwaysIn = whole["pathways"][0]
        models: dict[str, Any] = {part: tuple(entry.to_model() for entry in found) for part, found in lists.items()}
        return Rulebook(
            id=head.id,
            title=head.title,
            area=head.area,
            version=head.version,
            status=head.status,
            owner=head.owner,
            starts=head.starts,
            review_by=head.review_by,
            approvals=tuple(head.approvals),
            pathways=tuple(entry.to_model() for entry in pathways.pathways),
            contacts=tuple(entry.to_model() for entry in pathways.contacts),
            ladder=tuple(entry.to_model() for entry in pathways.ladder),
            clocks=tuple(entry.to_model() for entry in pathways.clocks),
            exploitation=whole["exploitation"][0].to_model() if whole["exploitation"] else None,
            word_groups=whole["word_groups"][0].to_models() if whole["word_groups"] else (),
            context=whole["context"][0].to_model() if whole["context"] else None,
            quality=whole["quality"][0].to_model() if whole["quality"] else None,
            bank_holidays=bank_holidays(),
            digest=_digest(self._raw),
            places=dict(self._places),
            **models,
        )

    def _head(self) -> entries.RulebookIn | None:
        if not self._root.is_dir():
            self.problems.append(
                Problem(
                    str(self._root), "NO_RULEBOOK", "there is no such directory", "give the directory that holds rulebook.yaml"
                )
            )
            return None
        parsed = self._parse(MAIN_FILE)
        if parsed is None:
            return None
        return self._entry(entries.RulebookIn, parsed.value, (), MAIN_FILE, parsed)  # type: ignore[return-value]

    def _unlisted(self, parts: dict[str, list[str]]) -> None:
        for part in sorted(set(parts) - set(LIST_PARTS) - set(WHOLE_PARTS)):
            known = ", ".join(sorted([*LIST_PARTS, *WHOLE_PARTS]))
            self.problems.append(Problem(self._label(MAIN_FILE), "UNKNOWN_PART", f"`{part}` is not a part", f"use: {known}"))
        listed = {name for names in parts.values() for name in names}
        present = {path.relative_to(self._root).as_posix() for path in self._root.rglob("*.y*ml")} - {MAIN_FILE}
        for name in sorted(present - listed):
            self.problems.append(
                Problem(
                    self._label(name),
                    "NOT_LISTED",
                    "this file is not listed in rulebook.yaml",
                    "list it under parts, or take it away",
                )
            )

    def _counts(self, whole: dict[str, list[BaseModel]]) -> None:
        if len(whole["pathways"]) != 1 and not self.problems:
            self.problems.append(
                Problem(
                    self._label(MAIN_FILE),
                    "PART_COUNT",
                    "there must be one pathways file",
                    "list exactly one under parts.pathways",
                )
            )
        for part, name in SINGLE.items():
            if len(whole[part]) > 1:
                self.problems.append(
                    Problem(
                        self._label(MAIN_FILE), "PART_COUNT", f"there is more than one {name}", f"list one under parts.{part}"
                    )
                )

    def _label(self, name: str) -> str:
        return f"{self._root.name}/{name}"

    def _parse(self, name: str) -> Parsed | None:
        path = self._root / name
        label = self._label(name)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self.problems.append(Problem(label, "NO_FILE", "there is no such file", "add it, or take it out of rulebook.yaml"))
            return None
        except OSError as error:
            self.problems.append(Problem(label, "NO_FILE", f"it cannot be read: {error.strerror}", "put a readable file there"))
            return None
        except UnicodeDecodeError as error:
            self.problems.append(
                Problem(label, "NOT_TEXT", f"byte {error.start} is not UTF-8 text", "save the file with the UTF-8 encoding")
            )
            return None
        parsed = read_yaml(text, label)
        if parsed.problems:
            self.problems.extend(parsed.problems)
            return None
        self._raw[name] = parsed.value
        return parsed

    def _list(self, part: str, name: str, model: type[BaseModel]) -> Iterable[BaseModel]:
        parsed = self._parse(name)
        if parsed is None:
            return
        if not isinstance(parsed.value, list):
            self.problems.append(
                Problem(f"{self._label(name)}:1", "NOT_A_LIST", "this file must be a list", "start each entry with a dash")
            )
            return
        for index, raw in enumerate(parsed.value):
            entry = self._entry(model, raw, (index,), name, parsed)
            if entry is not None:
                self._place(part, entry, f"{self._label(name)}:{parsed.lines.get((index,), 1)}")
                yield entry

    def _whole(self, part: str, name: str, model: type[BaseModel]) -> Iterable[BaseModel]:
        parsed = self._parse(name)
        if parsed is None:
            return
        entry = self._entry(model, parsed.value, (), name, parsed)
        if entry is None:
            return
        if part == "exploitation":
            self._place(part, entry, f"{self._label(name)}:1")
        for key in ("pathways", "contacts", "ladder", "clocks", "prompts", "triggers", "categories"):
            for index, inner in enumerate(getattr(entry, key, ())):
                self._place(key, inner, f"{self._label(name)}:{parsed.lines.get((key, index), 1)}")
        yield entry

    def _place(self, part: str, entry: BaseModel, where: str) -> None:
        name = " ".join(str(getattr(entry, field)) for field in PLACED_BY.get(part, ("id",)))
        self._places.setdefault(f"{part}:{name}", where)

    def _entry(self, model: type[BaseModel], raw: object, path: KeyPath, name: str, parsed: Parsed) -> BaseModel | None:
        before = len(self.problems)

        def report(at: KeyPath, code: str, what: str, fix: str) -> None:
            self.problems.append(Problem(self._where(name, at, parsed), code, what, fix))

        ready = _with_conditions(raw, path, report)
        try:
            entry = model.model_validate(ready)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                location = (*path, *item["loc"])
                self.problems.append(problem_of(item, self._where(name, location, parsed), model))
            return None
        return entry if len(self.problems) == before else None

    def _where(self, name: str, path: KeyPath, parsed: Parsed) -> str:
        known = path
        while known and known not in parsed.lines:
            known = known[:-1]
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        return f"{self._label(name)}:{parsed.lines.get(known, 1)} ${steps}"


def _with_conditions(raw: object, path: KeyPath, report: Callable[[KeyPath, str, str, str], None]) -> object:
    """Read the conditions inside an entry, wherever the language allows one."""
    if not isinstance(raw, dict):
        return raw
    ready = dict(raw)
    for key in ("when", "met_when", "opens_when"):
        if key in ready:
            ready[key] = parse_condition(ready[key], (*path, key), report)
    for key in ("categories", "triggers"):
        if isinstance(ready.get(key), list):
            ready[key] = [_with_conditions(item, (*path, key, index), report) for index, item in enumerate(ready[key])]
    return ready


def _digest(raw: dict[str, object]) -> str:
    canonical = json.dumps(raw, sort_keys=True, separators=(",", ":"), default=str, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
