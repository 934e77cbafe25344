"""
Truthful users, simulated: how many screens until the level is reached.

Each worked example with everything known is the truth. A user starts from age and
setting only, answers the first screen of what to ask next, says "not sure" where the truth
is silent, and goes on until the level suggested is the level of the truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from threshold_engine.ask import screens
from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.examples import DEFAULT_DAY, Example
from threshold_engine.model.assessment import Assessment, NextQuestion
from threshold_engine.model.guidance import Rulebook

MOST_SCREENS = 60


@dataclass(frozen=True, slots=True)
class Walk:
    """
    One user's way to the level.

    Attributes:
        screens: How many were answered; None if the questions ran out before.
        questions: How many were on them.
    """

    name: str
    level: int
    screens: int | None
    questions: int


class _User:
    def __init__(self, truth: dict[str, Any], rulebook: Rulebook) -> None:
        self._domains = {indicator.id: indicator.domain for indicator in rulebook.indicators}
        rows = [row["indicator"] for row in truth.get("observations", []) if row["status"] == "present"]
        self._there = {*truth.get("present", []), *rows}
        self._met = {row["indicator"]: row["met"] for row in truth.get("observations", []) if "met" in row}
        self._truth = truth
        self.said: dict[str, Any] = {
            "as_of": truth.get("as_of", DEFAULT_DAY),
            "child": {key: value for key, value in truth.get("child", {}).items() if key == "age"},
            "setting": truth.get("setting", {}),
            "answers": {},
            "domains": {},
            "observations": [],
        }
        self.unsure: set[str] = set()

    def answer(self, question: NextQuestion) -> None:
        """Say the truth, or that it is not known."""
        kind, _, name = question.id.partition(".")
        if kind == "domains":
            concern = any(self._domains[sign] == name for sign in self._there)
            self.said["domains"][name] = "concern" if concern else "no-concern"
            if not concern:
                self.unsure.add(question.id)
        elif kind in ("answers", "child"):
            self._plain(kind, name, question)
        else:
            row: dict[str, Any] = {"indicator": question.id, "status": "present" if question.id in self._there else "absent"}
            if question.id in self._met and question.id in self._there:
                row["met"] = self._met[question.id]
            self.said["observations"].append(row)

    def _plain(self, kind: str, name: str, question: NextQuestion) -> None:
        known = self._truth.get(kind, {})
        if name in known:
            self.said[kind][name] = known[name]
        elif question.kind == "danger":
            self.said[kind][name] = False
        else:
            self.unsure.add(question.id)


def walk(example: Example, rulebook: Rulebook) -> Walk:
    """Let one user answer until the level of the truth is suggested."""
    truth = {"as_of": DEFAULT_DAY, **example.case}
    goal = assess(read_case({**truth, "others": "absent"}, rulebook), rulebook, what_if=False).level.suggested
    user = _User(truth, rulebook)
    asked = 0
    for number in range(MOST_SCREENS):
        now = assess(read_case(user.said, rulebook), rulebook)
        screen = _next_screen(now, user)
        # The first screen is always shown: nobody knows yet that level 1 is right.
        if number and now.level.suggested == goal:
            return Walk(example.name, goal, number, asked)
        if not screen:
            break
        for question in screen:
            user.answer(question)
        asked += len(screen)
    return Walk(example.name, goal, None, asked)


def _next_screen(now: Assessment, user: _User) -> list[NextQuestion]:
    left = [question for question in now.ask_next or () if question.id not in user.unsure]
    grouped = screens(left)
    return grouped[0] if grouped else []


def table(walks: Iterable[Walk]) -> str:
    """Give the walks as a table with the median and the worst, over all and for level 4."""
    found = list(walks)
    lines = [f"{'level':>5} {'screens':>8} {'questions':>10}  case"]
    for each in found:
        reached = "never" if each.screens is None else str(each.screens)
        lines.append(f"{each.level:>5} {reached:>8} {each.questions:>10}  {each.name}")
    for title, some in (("all", found), ("level 4", [each for each in found if each.level == 4])):
        reached_in = [each.screens for each in some if each.screens is not None]
        if reached_in:
            never = len(some) - len(reached_in)
            lines.append(
                f"{title}: {len(some)} cases, median {median(reached_in):g} screens, worst {max(reached_in)}, never {never}"
            )
    return "\n".join(lines) + "\n"
