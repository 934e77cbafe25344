"""
Which questions come next: those of a short path first, then the engine's own, a handful a screen.

A screen is a tuple of ids: those of ``ask_next``, and ``guide.<section>`` for a section of
the conversation guide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from threshold_api.web.visits import Check
from threshold_engine.ask import screens
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.guidance import ExploitationTool, Rulebook
from threshold_engine.model.paths import ShortPath
from threshold_engine.paths import OpenedPath

PATH_SCREEN = 5
GUIDE_SCREEN = 8
"""Prompts of the guide on one screen; the sections of the guide stay whole."""
GUIDE = "guide."

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """
    One screen to come.

    Attributes:
        path: The short path it belongs to; None for the engine's own questions.
    """

    ids: Ids
    path: ShortPath | None


def screens_left(check: Check, found: Assessment, opened: tuple[OpenedPath, ...], rulebook: Rulebook) -> list[Planned]:
    """Give the screens that are left, the next one first."""
    done = check.unsure | {name for screen in check.asked for name in screen}
    planned: list[Planned] = []
    for screen in _planned(found, opened, rulebook, done):
        ids = tuple(name for name in screen.ids if name not in done)
        if ids:
            planned.append(Planned(ids, screen.path))
            done |= set(ids)
    return planned


def _guide_sections(tool: ExploitationTool) -> dict[str, list[str]]:
    """Give the sections of the guide that have prompts, each with the signs its prompts are about."""
    found: dict[str, list[str]] = {}
    for prompt in tool.prompts:
        found.setdefault(prompt.section, []).extend([prompt.indicator] if prompt.indicator else [])
    return found


def _planned(found: Assessment, opened: tuple[OpenedPath, ...], rulebook: Rulebook, done: frozenset[str]) -> Iterator[Planned]:
    for each in opened:
        left = [name for name in each.left if name not in done]
        for start in range(0, len(left), PATH_SCREEN):
            yield Planned(tuple(left[start : start + PATH_SCREEN]), each.path)
        if each.path.guide is not None and rulebook.exploitation is not None:
            yield from _guide(each, rulebook.exploitation)
    for screen in screens(question for question in found.ask_next or () if question.id not in done):
        yield Planned(tuple(question.id for question in screen), None)


def _guide(opened: OpenedPath, tool: ExploitationTool) -> Iterator[Planned]:
    together: list[str] = []
    prompts = 0
    for section, signs in _guide_sections(tool).items():
        here = sum(prompt.section == section for prompt in tool.prompts)
        if together and prompts + here > GUIDE_SCREEN:
            yield Planned(tuple(together), opened.path)
            together, prompts = [], 0
        together += [f"{GUIDE}{section}", *(sign for sign in signs if sign in opened.open_signs)]
        prompts += here
    if together:
        yield Planned(tuple(together), opened.path)
    yield Planned((f"answers.{tool.analysis_question}",), opened.path)
