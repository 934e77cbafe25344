"""The commands about the guidance itself."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import click

from threshold_engine.cli.console import COULD_NOT_RUN, WRONG_INPUT, print_lines, reports_problems, stop
from threshold_engine.errors import Problem
from threshold_engine.load import load_rulebook, read_rulebook


@click.group()
def rules() -> None:
    """Check, test and print the guidance itself."""


@rules.command(name="check")
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@reports_problems
def check_command(directory: Path | None, output: str) -> None:
    """Check a rulebook and print every problem found.

    \b
    Example:  threshold-engine rules check rules/
    Exit codes: 0 no problems (warnings are told), 2 problems in the rules, 1 it could not run
    """
    rulebook, problems = read_rulebook(directory)
    if output == "json":
        click.echo(json.dumps([_problem_mapping(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(f"{problem.severity}: {problem}", err=True)
        if rulebook is not None:
            click.echo(
                f"{rulebook.id} {rulebook.version}: {len(rulebook.indicators)} indicators, {len(rulebook.rules)} rules, "
                f"{len(rulebook.duties)} duties, {len(rulebook.sources)} sources; {len(problems)} problems"
            )
    if any(problem.severity == "error" for problem in problems):
        sys.exit(WRONG_INPUT)


def _problem_mapping(problem: Problem) -> dict[str, str]:
    return {
        "severity": problem.severity,
        "code": problem.code,
        "where": problem.where,
        "what": problem.what,
        "fix": problem.fix,
    }


@rules.command(name="test")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def examples_command(paths: tuple[Path, ...], rulebook: Path | None) -> None:
    """Run worked examples and print each difference.

    \b
    Example:  threshold-engine rules test tests/rules
    Exit codes: 0 every example holds, 2 an example does not hold or cannot be read, 1 it could not run

    Without PATHS it runs tests/rules.
    """
    from threshold_engine.examples import differences, read_examples

    guidance = load_rulebook(rulebook)
    loaded = read_examples(paths or (Path("tests/rules"),))
    failed = 0
    for item in loaded:
        found = differences(item.example, guidance)
        failed += bool(found)
        for difference in found:
            click.echo(f"{item.where}: {item.example.name}: {difference}", err=True)
    click.echo(f"{len(loaded) - failed} of {len(loaded)} worked examples hold")
    if failed:
        sys.exit(WRONG_INPUT)


@rules.command(name="simulate")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def simulate_command(paths: tuple[Path, ...], rulebook: Path | None) -> None:
    """Let truthful users answer only what is asked next, and count the screens to the right level.

    \b
    Example:  threshold-engine rules simulate tests/rules/vignettes.yaml
    Exit codes: 0 it ran, 2 the rules or the examples are wrong, 1 it could not run

    Without PATHS it takes tests/rules/vignettes.yaml.
    """
    from threshold_engine.examples import read_examples
    from threshold_engine.simulate import table, walk

    guidance = load_rulebook(rulebook)
    loaded = read_examples(paths or (Path("tests/rules/vignettes.yaml"),))
    click.echo(table(walk(item.example, guidance) for item in loaded), nl=False)


@rules.command(name="document")
@click.option("--output", type=click.Path(path_type=Path), help="Write here instead of printing")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 2 if the file is not up to date")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def document_command(output: Path | None, only_check: bool, rulebook: Path | None) -> None:
    """Print the guidance as a page to read (docs/thresholds.md).

    \b
    Example:  threshold-engine rules document --output docs/thresholds.md
    Exit codes: 0 it ran, 2 the rules are wrong or the file is out of date, 1 it could not run
    """
    from threshold_engine.document import document

    text = document(load_rulebook(rulebook))
    if only_check and output is None:
        raise click.UsageError("--check needs --output: say which page to check")
    if output is None:
        click.echo(text, nl=False)
    elif only_check:
        if not output.is_file() or output.read_bytes() != text.encode():
            stop(
                [
                    Problem(
                        str(output), "OUT_OF_DATE", "the page is not what the rules say now", "run rules document --output on it"
                    )
                ]
            )
    else:
        _write(output, text)


@rules.command(name="coverage")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def coverage_command(rulebook: Path | None) -> None:
    """Print which parts of each source are encoded, which are not, and what was not re-checked.

    \b
    Example:  threshold-engine rules coverage
    Exit codes: 0 it ran, 2 the rules are wrong, 1 it could not run
    """
    from threshold_engine.coverage import coverage

    click.echo(coverage(load_rulebook(rulebook)), nl=False)


@rules.command(name="prove")
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out", type=click.Path(path_type=Path), default="failed-proofs", show_default=True, help="Where to write failing cases"
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@reports_problems
def prove_command(directory: Path | None, out: Path, output: str) -> None:
    """Prove the promises about a rulebook for every case, on every day on which an answer can change.

    \b
    Example:  threshold-engine rules prove
    Exit codes: 0 everything is proved, 2 a proof fails or the rules are wrong, 1 it could not run

    Each failed proof shows a small case in words and writes it as YAML. See docs/proofs.md.
    """
    _need_z3()
    from threshold_engine.prove import prove
    from threshold_engine.prove.report import failure_lines, files, headline, notes, proof_mapping

    proofs = []
    for proof in prove(load_rulebook(directory), perf_counter):
        proofs.append(proof)
        if output == "text":
            print_lines([headline(proof), *notes(proof)])
        for name, text in files(proof):
            _write_in(out, name, text)
    if output == "json":
        click.echo(json.dumps([proof_mapping(proof) for proof in proofs], ensure_ascii=False, indent=2))
    else:
        print_lines(line for proof in proofs for line in failure_lines(proof))
    if not all(proof.proved for proof in proofs):
        sys.exit(WRONG_INPUT)


def _write_in(directory: Path, name: str, text: str) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop([Problem(str(directory), "NOT_WRITTEN", f"it cannot be made: {error.strerror}", "check the name and your rights")])
    _write(directory / name, text)


def _need_z3() -> None:
    if find_spec("z3") is None:
        click.echo("this needs z3: install threshold-engine[prove]", err=True)
        sys.exit(COULD_NOT_RUN)


@rules.command(name="diff")
@click.argument("old", type=click.Path(path_type=Path), required=False)
@click.argument("new", type=click.Path(path_type=Path), required=False)
@click.option(
    "--on", "days", type=click.DateTime(["%Y-%m-%d"]), nargs=2, metavar="DAY DAY", help="The day to take of OLD and that of NEW"
)
@click.option("--seconds", default=60.0, show_default=True, help="How long to look for situations")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@reports_problems
def diff_command(old: Path | None, new: Path | None, days: tuple[datetime, datetime] | None, seconds: float, output: str) -> None:
    """Say which situations two rulebooks, or one on two days, answer differently.

    \b
    Example:  threshold-engine rules diff rules/ draft/
              threshold-engine rules diff --on 2018-07-04 2022-06-28
    Exit codes: 0 it ran, 2 the rules are wrong, 1 it could not run

    Without NEW it compares OLD, or the rules that come with the engine, on the two days.
    """
    if new is None and days is None:
        raise click.UsageError("give two directories, or two days with --on")
    _need_z3()
    from threshold_engine.difference import difference
    from threshold_engine.difference.report import mapping, report

    first = load_rulebook(old)
    second = first if new is None else load_rulebook(new)
    taken = (days[0].date(), days[1].date()) if days else None
    found = difference(first, second, perf_counter, days=taken, seconds=seconds)
    if output == "json":
        click.echo(json.dumps(mapping(found), ensure_ascii=False, indent=2))
    else:
        print_lines(report(found))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop([Problem(str(path), "NOT_WRITTEN", f"it cannot be written: {error.strerror}", "check the name and your rights")])
