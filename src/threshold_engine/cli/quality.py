"""The command about the quality of a referral."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from threshold_engine.cli.console import print_lines, reports_problems
from threshold_engine.cli.given import read_mapping, with_now
from threshold_engine.load import load_rulebook
from threshold_engine.quality import score_referral
from threshold_engine.quality.report import quality_report


@click.command(name="score")
@click.argument("referral", metavar="REFERRAL")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Read it as of this day  [default: the day in it, or today]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def score_command(referral: str, as_of: datetime | None, output: str, rulebook: Path | None) -> None:
    """Mark the referral in a YAML or JSON file, or from standard input with `-`, and say how to make it better.

    \b
    Example:  threshold-engine score examples/referral-fair.yaml
    Exit codes: 0 it ran, 2 the referral or the rules are wrong, 1 it could not run

    It marks the text, never how much the child needs, and stops nothing: what cannot wait is told first.
    """
    guidance = load_rulebook(rulebook)
    answer = score_referral(with_now(read_mapping(referral), as_of.date() if as_of else None), guidance)
    if output == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print_lines(quality_report(answer))
