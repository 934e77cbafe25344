"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from threshold_engine import Rulebook, assess, read_case
from threshold_engine.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Give the first block in a language."""
    found = re.search(rf"```{language}\n(.*?)```", README, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_case_shown_is_the_example() -> None:
    """The YAML of the README is the file it names."""
    assert block("yaml").strip() == (ROOT / "examples/infant-bruise.yaml").read_text(encoding="utf-8").strip()


def test_output_shown_is_the_real_output() -> None:
    """Each piece between the dots is printed by the command."""
    printed = CliRunner().invoke(main, ["assess", str(ROOT / "examples/infant-bruise.yaml")]).output

    pieces = [piece.strip() for piece in block("text").split("\n...\n") if piece.strip()]
    assert len(pieces) == 2
    assert [piece for piece in pieces if piece not in printed] == []


def test_library_example_runs(rulebook: Rulebook) -> None:
    """The case in the Python block is level 4."""
    shown = re.search(r"read_case\((\{.*\})\)", block("python"))
    assert shown is not None

    case = eval(shown.group(1))  # noqa: S307  our own README

    assert assess(read_case(case), rulebook).level.suggested == 4


def test_links_lead_somewhere() -> None:
    """Every file the README links to exists."""
    targets = re.findall(r"\]\(([^)#:]+)\)", README)

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
