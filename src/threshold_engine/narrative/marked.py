"""The files that hold texts and the signs a person marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from threshold_engine.errors import Problem, RulebookError
from threshold_engine.examples import Example
from threshold_engine.narrative.measure import MarkedText
from threshold_engine.schema.messages import problem_of
from threshold_engine.yamlfile import read_yaml


class MarkedIn(BaseModel):
    """One text of such a file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str
    agency: str
    text: str
    age: str | None = None
    level: Annotated[int, Field(ge=1, le=4)] | None = None
    present: list[str] = Field(default_factory=list)
    strengths: list[str] = Field(default_factory=list)
    absent: list[str] = Field(default_factory=list)
    not_about_now: list[str] = Field(default_factory=list)

    def to_model(self) -> MarkedText:
        age = None if self.age == "unborn" else self.age
        return MarkedText(self.id, self.agency, age, self.text, frozenset((*self.present, *self.strengths)), self.level)


def read_marked_files(paths: Iterable[Path]) -> list[MarkedText]:
    """
    Read files of marked texts, or of worked examples whose case has a narrative.

    Raises:
        RulebookError: A file cannot be read; every problem is listed.
    """
    problems: list[Problem] = []
    found = [item for path in paths for item in _file(path, problems)]
    if problems:
        raise RulebookError(problems)
    return found


def _file(path: Path, problems: list[Problem]) -> Iterator[MarkedText]:
    where = path.as_posix()
    try:
        parsed = read_yaml(path.read_text(encoding="utf-8"), where)
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(where, "NO_FILE", "there is no such file of text", "give a YAML file of marked texts"))
        return
    problems += parsed.problems
    if not isinstance(parsed.value, list):
        problems.append(Problem(where, "NOT_A_LIST", "a file of marked texts is a list", "start each text with a dash"))
        return
    for index, raw in enumerate(parsed.value):
        place = f"{where}:{parsed.lines.get((index,), 1)}"
        model = MarkedIn if isinstance(raw, dict) and "text" in raw else Example
        try:
            entry = model.model_validate(raw)
        except ValidationError as error:
            problems += [problem_of(item, place, model) for item in error.errors(include_url=False)]
            continue
        text = entry.to_model() if isinstance(entry, MarkedIn) else _of_example(entry)
        if text is not None:
            yield text


def _of_example(example: Example) -> MarkedText | None:
    """Give the narrative of a worked example with the signs its case has."""
    case = example.case
    if "narrative" not in case:
        return None
    age = case.get("child", {}).get("age")
    level = example.expect.level if example.expect.level is not None else example.expect.level_at_least
    agency = str((example.about or {}).get("agency", case.get("setting", {}).get("agency", "")))
    named = example.id or example.name
    known = age if isinstance(age, str) and age not in ("unborn", "unknown") else None
    return MarkedText(named, agency, known, case["narrative"], frozenset(case.get("present", ())), level)
