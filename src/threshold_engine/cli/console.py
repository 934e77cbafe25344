"""What every command shares: styles, messages and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NoReturn, ParamSpec

import click

from threshold_engine.errors import EngineFault, FactsError, Problem, RulebookError
from threshold_engine.report import Line

WRONG_INPUT = 2
COULD_NOT_RUN = 1

_P = ParamSpec("_P")

STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "alarm": {"fg": "white", "bg": "red", "bold": True},
    "title": {"bold": True, "underline": True},
    "heading": {"bold": True, "fg": "cyan"},
    "strong": {"bold": True},
    "quiet": {"dim": True},
    "danger": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "good": {"fg": "green"},
    "info": {"fg": "blue"},
}


def reports_problems(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn the engine's errors into messages and exit codes."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (FactsError, RulebookError) as error:
            stop(error.problems)
        except EngineFault as error:
            click.echo(f"the engine failed: {error}", err=True)
            sys.exit(COULD_NOT_RUN)

    return wrapped


def stop(problems: Iterable[Problem]) -> NoReturn:
    """Print every problem and end with the exit code for wrong input."""
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(WRONG_INPUT)


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines, coloured where the terminal can."""
    for line in lines:
        click.echo(click.style(line.text, **STYLES[line.style]))
