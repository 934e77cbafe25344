"""The core is pure: no files, no clock, no chance, no web; and the two channels are strangers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import threshold_engine

ENGINE = Path(threshold_engine.__file__).parent
COMMAND_LINE = ENGINE / "cli" / "given.py"
CORE = [
    *sorted((ENGINE / "model").glob("*.py")),
    *(
        ENGINE / f"{name}.py"
        for name in (
            "spec",
            "rete",
            "assess",
            "explain",
            "outcome",
            "trace",
            "wording",
            "settle",
            "names",
            "caveats",
            "exploitation",
            "hours",
            "sources",
        )
    ),
]
REFUSED = {
    "os",
    "pathlib",
    "io",
    "shutil",
    "tempfile",
    "subprocess",
    "socket",
    "urllib",
    "logging",
    "random",
    "secrets",
    "uuid",
    "time",
    "yaml",
    "fastapi",
    "starlette",
    "pydantic",
    "click",
    "structlog",
    "threshold_api",
}
CLOCK = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
CLOCK_OWNERS = {"date", "datetime", "time"}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), path.name)


def imported(tree: ast.AST) -> set[str]:
    """Give every module that is imported anywhere in a tree, by its full name."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return names


def refused(source: str) -> set[str]:
    """Give the refused modules a source imports."""
    return {name.partition(".")[0] for name in imported(ast.parse(source))} & REFUSED


def clock_calls(tree: ast.AST) -> list[int]:
    """Give the lines that ask a clock: date.today(), datetime.now() and the like, called or handed on."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCK and _last_name(node.value) in CLOCK_OWNERS
    ]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def label(path: Path) -> str:
    return path.relative_to(ENGINE).as_posix()


@pytest.mark.parametrize("path", CORE, ids=label)
def test_core_module_imports_nothing_impure(path: Path) -> None:
    """A core module imports no files, no clock, no chance, no logging and no web."""
    assert refused(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", CORE, ids=label)
def test_core_module_reads_no_file_and_prints_nothing(path: Path) -> None:
    """A core module opens, prints and evaluates nothing."""
    calls = {node.func.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert calls & IMPURE_CALLS == set()


@pytest.mark.parametrize("path", CORE, ids=label)
def test_core_module_imports_no_module_of_the_edge(path: Path) -> None:
    """A core module knows nothing of loading, of the command line or of the report."""
    edge = {
        f"threshold_engine.{name}" for name in ("cli", "load", "case", "report", "examples", "document", "coverage", "yamlfile")
    }
    assert imported(tree_of(path)) & edge == set()


@pytest.mark.parametrize("path", [path for path in sorted(ENGINE.rglob("*.py")) if path != COMMAND_LINE], ids=label)
def test_only_the_command_line_asks_the_clock(path: Path) -> None:
    """Time is an argument everywhere but at the edge."""
    assert clock_calls(tree_of(path)) == []


def test_command_line_asks_the_clock_once() -> None:
    """The command line fills in today in one place."""
    assert len(clock_calls(tree_of(COMMAND_LINE))) == 1


@pytest.mark.parametrize(("channel", "other"), [("spec", "rete"), ("rete", "spec")])
def test_channels_do_not_import_each_other(channel: str, other: str) -> None:
    """Neither channel knows the other, so that one mistake cannot be made by both."""
    assert [name for name in imported(tree_of(ENGINE / f"{channel}.py")) if other in name.split(".")] == []


@pytest.mark.parametrize("channel", ["spec", "rete"])
def test_channel_reads_the_model_and_errors_only(channel: str) -> None:
    """A channel stands on the model alone, so that no shared helper can make both wrong."""
    ours = {name for name in imported(tree_of(ENGINE / f"{channel}.py")) if name.startswith("threshold_engine")}
    assert [name for name in ours if not name.startswith(("threshold_engine.model", "threshold_engine.errors"))] == []


def test_every_core_module_is_looked_at() -> None:
    """The modules named here are all there."""
    assert [path for path in CORE if not path.is_file()] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os", {"os"}),
        ("import os.path as p", {"os"}),
        ("from pathlib import Path", {"pathlib"}),
        ("def f():\n    import random", {"random"}),
        ("from time import sleep", {"time"}),
        ("from datetime import date, time", set()),
        ("import threading", set()),
    ],
)
def test_look_at_imports_sees_what_is_refused(source: str, found: set[str]) -> None:
    """The look itself is right: it finds an import in any form, and takes types of dates for no clock."""
    assert refused(source) == found


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("date.today()", [1]),
        ("x = 1\ndatetime.now(LONDON)", [2]),
        ("datetime.datetime.utcnow()", [1]),
        ("datetime.date.today()", [1]),
        ("time.time()", [1]),
        ("f = field(default_factory=date.today)", [1]),
        ("date(2026, 1, 1).isoformat()", []),
    ],
)
def test_look_for_clocks_sees_each_form(source: str, lines: list[int]) -> None:
    """The look itself is right: it finds a clock that is called or handed on."""
    assert clock_calls(ast.parse(source)) == lines
