"""
The command line: ``threshold-engine``.

Exit codes: 0 it ran, 2 the input or the rules are wrong, 1 it could not run. Errors go
to stderr, every problem on a line of its own with place, code and fix.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime
from pathlib import Path

import click

from threshold_engine.assess import assess, trace_rule
from threshold_engine.case import read_case
from threshold_engine.cli.console import print_lines, reports_problems
from threshold_engine.cli.given import read_mapping, read_text, with_now
from threshold_engine.cli.guidance import rules
from threshold_engine.cli.quality import score_command
from threshold_engine.load import load_rulebook
from threshold_engine.narrative import read_narrative
from threshold_engine.narrative.report import narrative_report
from threshold_engine.narrative.unconfirmed import CAVEAT, NOTHING_FOUND, marked_unconfirmed, nothing_found, unconfirmed_case
from threshold_engine.report import report, report_without_level, trace_report

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
@click.argument("case", metavar="CASE", required=False)
@click.option(
    "--read", "text", metavar="TEXT", help="Read this file (or `-`) of free text instead of a case; nothing read is confirmed"
)
@click.option("--age", help="With --read: the child's age, such as '3 months'  [default: as the text gives it]")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Answer for this day  [default: the day in the case, or today]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@click.option("--trace", "rule", metavar="RULE", help="Say instead, clause by clause, whether this rule holds")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def assess_command(
    case: str | None,
    text: str | None,
    age: str | None,
    as_of: datetime | None,
    output: str,
    rule: str | None,
    rulebook: Path | None,
) -> None:
    """Assess the case in a YAML or JSON file, or from standard input with `-`.

    \b
    Example:  threshold-engine assess examples/infant-bruise.yaml
              threshold-engine assess --read note.txt --age "3 months"
    Exit codes: 0 it ran, 2 the case or the rules are wrong, 1 it could not run
    """
    if (case is None) == (text is None):
        raise click.UsageError("give a case, or a text with --read")
    if age is not None and text is None:
        raise click.UsageError("--age goes with --read; a case holds the age itself")
    guidance = load_rulebook(rulebook)
    narrative = read_narrative(read_text(text), guidance, age=age) if text is not None else None
    given = read_mapping(str(case)) if narrative is None else unconfirmed_case(narrative, age, {})
    read = read_case(with_now(given, as_of.date() if as_of else None), guidance)
    if rule is not None:
        print_lines(trace_report(trace_rule(read, guidance, rule)))
        return
    answer = assess(read, guidance)
    # A level above 1 rests on something, if only on the child's age.
    empty = narrative is not None and nothing_found(narrative) and answer.level.suggested == 1
    if narrative is not None:
        answer = marked_unconfirmed(answer, empty=empty)
    if not answer.channels.agree:
        click.echo(f"incident: the two channels differ: {answer.channels}", err=True)
    if output == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    elif empty:
        print_lines(report_without_level(answer, NOTHING_FOUND))
    else:
        print_lines(report(answer, warning=CAVEAT if narrative is not None else None))


@main.command(name="read")
@click.argument("text", metavar="TEXT")
@click.option("--age", help="The child's age, such as '3 months'  [default: as the text gives it]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def read_command(text: str, age: str | None, output: str, rulebook: Path | None) -> None:
    """Read free text in a file, or from standard input with `-`, and suggest the signs it speaks of.

    \b
    Example:  threshold-engine read note.txt
    Exit codes: 0 it ran, 2 the text or the rules are wrong, 1 it could not run

    Nothing is recorded: a person accepts or rejects each suggestion.
    """
    found = read_narrative(read_text(text), load_rulebook(rulebook), age=age)
    if output == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        print_lines(narrative_report(found))


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
        today=with_now({}, None)["as_of"],
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
main.add_command(score_command)
