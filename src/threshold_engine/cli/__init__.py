"""
The command line: ``threshold-engine``.

Exit codes: 0 it ran, 2 the input or the rules are wrong, 1 it could not run. Errors go
to stderr, every problem on a line of its own with place, code and fix.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from threshold_engine.assess import assess, trace_rule
from threshold_engine.case import read_case
from threshold_engine.cli.console import print_lines, reports_problems
from threshold_engine.cli.guidance import rules
from threshold_engine.errors import FactsError, Problem
from threshold_engine.load import load_rulebook
from threshold_engine.report import report, trace_report
from threshold_engine.yamlfile import MAX_CHARACTERS, reader_for

LONDON = ZoneInfo("Europe/London")
MOST_BYTES = MAX_CHARACTERS * 4
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="threshold-engine")
def main() -> None:
    """Suggest a level of need for a child, say what to do now, and explain why.

    It advises; a named person decides. If a child is in danger now, call 999.
    """
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark, and never stops the report.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command(name="assess")
@click.argument("case", metavar="CASE")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Answer for this day  [default: the day in the case, or today]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@click.option("--trace", "rule", metavar="RULE", help="Say instead, clause by clause, whether this rule holds")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def assess_command(case: str, as_of: datetime | None, output: str, rule: str | None, rulebook: Path | None) -> None:
    """Assess the case in a YAML or JSON file, or from standard input with `-`.

    \b
    Example:  threshold-engine assess examples/infant-bruise.yaml
    Exit codes: 0 it ran, 2 the case or the rules are wrong, 1 it could not run
    """
    guidance = load_rulebook(rulebook)
    read = read_case(_with_now(_read_mapping(case), as_of.date() if as_of else None), guidance)
    if rule is not None:
        print_lines(trace_report(trace_rule(read, guidance, rule)))
        return
    answer = assess(read, guidance)
    if not answer.channels.agree:
        click.echo(f"incident: the two channels differ: {answer.channels}", err=True)
    if output == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print_lines(report(answer))


def _with_now(given: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    """Fill in today, and the time of day with it, where the case gives no day."""
    if as_of is not None:
        return {**given, "as_of": as_of}
    if given.get("as_of") is not None:
        return given
    now = datetime.now(LONDON)
    return {"time_of_day": now.time().replace(microsecond=0), **given, "as_of": now.date()}


def _read_mapping(name: str) -> dict[str, Any]:
    text = _read_text(name)
    parsed = reader_for(name, text)(text, "standard input" if name == "-" else name)
    if parsed.problems:
        raise FactsError(parsed.problems)
    if not isinstance(parsed.value, dict):
        raise FactsError([Problem(name, "NOT_A_CASE", "this is not a case", "start with a field such as child: or present:")])
    return parsed.value


def _read_text(name: str) -> str:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise FactsError([Problem(name, "TOO_LONG", f"it is longer than {MOST_BYTES:,} bytes", "a case is a page or two")])
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise FactsError([Problem(name, "NO_FILE", "there is no such file", "check the name")]) from None
    except OSError as error:
        raise FactsError(
            [Problem(name, "NO_FILE", f"it cannot be read: {error.strerror}", "check the name and your rights")]
        ) from None
    except UnicodeDecodeError as error:
        raise FactsError([Problem(name, "NOT_TEXT", f"byte {error.start} is not UTF-8 text", "save the file as UTF-8")]) from None


@main.command(name="batch")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Answer for this day  [default: the day in each case, or today]")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@click.option("--rejects", type=click.Path(path_type=Path), help="CSV or Parquet for bad cases  [default: OUT.rejects.csv]")
@reports_problems
def batch_command(source: Path, out: Path, as_of: datetime | None, rulebook: Path | None, rejects: Path | None) -> None:
    """Answer every case of a Parquet, CSV, YAML or JSON lines file into a Parquet file.

    \b
    Example:  threshold-engine batch contacts.parquet answers.parquet
    Exit codes: 0 it ran, 2 the input or the rules are wrong, 1 it could not run

    A run that was stopped goes on where it was: give the same command again.
    """
    try:
        from threshold_engine.batch import Job
        from threshold_engine.batch.command import run_shown
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is missing: install threshold-engine[batch]") from None
    job = Job(
        source=source,
        out=out,
        rejects=rejects or out.with_name(f"{out.name}.rejects.csv"),
        today=_with_now({}, None)["as_of"],
        as_of=as_of.date() if as_of else None,
    )
    for line in run_shown(job, load_rulebook(rulebook)):
        click.echo(line)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on")
@click.option("--port", default=8000, show_default=True, help="Port to listen on")
@click.option("--workers", default=1, show_default=True, help="Number of processes")
def serve(host: str, port: int, workers: int) -> None:
    """Start the service with everything it needs embedded.

    \b
    Example:  threshold-engine serve --port 8000
    Exit codes: 0 it was stopped, 2 the rules are wrong, 1 it could not run
    """
    from threshold_api.serve import run

    run(host, port, workers)


main.add_command(rules)
