"""Answers that do not fit together: what is wrong, and the page where it can be put right."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_api.web.answer.words import sentence
from threshold_engine.errors import FactsError, Problem

PAGES = {
    "child": ("child", "Change what you said about the child"),
    "setting": ("child", "Change where you are"),
    "observations": ("signs", "Change the signs you chose"),
    "present": ("signs", "Change the signs you chose"),
    "absent": ("signs", "Change the signs you chose"),
    "domains": ("worry", "Change the areas of worry"),
    "narrative": ("worry", "Change what you wrote"),
    "answers": ("questions", "Change your answers"),
    "referrer_view": ("view", "Change your own view"),
}
DEFAULT = ("child", "Go back over your answers")


@dataclass(frozen=True, slots=True)
class ProblemView:
    what: str
    fix: str
    address: str
    link: str


def problem_views(error: FactsError, address: str) -> tuple[ProblemView, ...]:
    """Give each problem with a way back."""
    return tuple(_view(problem, address) for problem in error.problems)


def _view(problem: Problem, address: str) -> ProblemView:
    # The first part of the place names the part of the case, with or without a number behind it.
    part = problem.where.split(".")[0].split("[")[0]
    page, link = PAGES.get(part, DEFAULT)
    return ProblemView(_quoted(problem.what), _quoted(problem.fix), f"{address}/{page}", link)


def _quoted(words: str) -> str:
    """Write the person's own text in quotes."""
    parts = words.split("`")
    return sentence("".join(part if place % 2 == 0 else f"“{part}”" for place, part in enumerate(parts)))
