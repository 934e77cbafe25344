"""
The command line: ``threshold-engine``.

Exit codes: 0 it ran, 2 the input or the rules are wrong, 1 it could not run. Errors go
to stderr, every problem on a line of its own with place, code and fix.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import wraps
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, NoReturn, ParamSpec
from zoneinfo import ZoneInfo

import click

from threshold_engine.assess import assess, trace_rule
from threshold_engine.case import read_case
from threshold_engine.errors import EngineFault, FactsError, Problem, RulebookError
from threshold_engine.load import load_rulebook, read_rulebook
from threshold_engine.report import Line, report, trace_report
from threshold_engine.yamlfile import MAX_CHARACTERS, reader_for

LONDON = ZoneInfo("Europe/London")
WRONG_INPUT = 2
COULD_NOT_RUN = 1
MOST_BYTES = MAX_CHARACTERS * 4

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

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _reports_problems(command: Callable[_P, None]) -> Callable[_P, None]:
    """Turn the engine's errors into messages and exit codes."""

    @wraps(command)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (FactsError, RulebookError) as error:
            _stop(error.problems)
        except EngineFault as error:
            click.echo(f"the engine failed: {error}", err=True)
            sys.exit(COULD_NOT_RUN)

    return wrapped


def _stop(problems: Iterable[Problem]) -> NoReturn:
    for problem in problems:
        click.echo(str(problem), err=True)
    sys.exit(WRONG_INPUT)


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
@_reports_problems
def assess_command(case: str, as_of: datetime | None, output: str, rule: str | None, rulebook: Path | None) -> None:
    """Assess the case in a YAML or JSON file, or from standard input with `-`.

    \b
    Example:  threshold-engine assess examples/infant-bruise.yaml
    Exit codes: 0 it ran, 2 the case or the rules are wrong, 1 it could not run
    """
    guidance = load_rulebook(rulebook)
    read = read_case(_with_now(_read_mapping(case), as_of.date() if as_of else None), guidance)
    if rule is not None:
        _print_lines(trace_report(trace_rule(read, guidance, rule)))
        return
    answer = assess(read, guidance)
    if not answer.channels.agree:
        click.echo(f"incident: the two channels differ: {answer.channels}", err=True)
    if output == "json":
        click.echo(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        _print_lines(report(answer))


def _with_now(given: dict[str, Any], as_of: date | None) -> dict[str, Any]:
    """Fill in today, and the time of day with it, where the case gives no day."""
    if as_of is not None:
        return {**given, "as_of": as_of}
    if given.get("as_of") is not None:
        return given
    now = datetime.now(LONDON)
    return {"time_of_day": now.time().replace(microsecond=0), **given, "as_of": now.date()}


def _print_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        click.echo(click.style(line.text, **STYLES[line.style]))


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


@main.group()
def rules() -> None:
    """Check, test and print the guidance itself."""


@rules.command(name="check")
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@_reports_problems
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
@_reports_problems
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
@_reports_problems
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
@_reports_problems
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
            _stop(
                [
                    Problem(
                        str(output), "OUT_OF_DATE", "the page is not what the rules say now", "run rules document --output on it"
                    )
                ]
            )
    else:
        _write(output, text)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        _stop([Problem(str(path), "NOT_WRITTEN", f"it cannot be written: {error.strerror}", "check the name and your rights")])


@rules.command(name="coverage")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@_reports_problems
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
@_reports_problems
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
            _print_lines([headline(proof), *notes(proof)])
        for name, text in files(proof):
            _write_in(out, name, text)
    if output == "json":
        click.echo(json.dumps([proof_mapping(proof) for proof in proofs], ensure_ascii=False, indent=2))
    else:
        _print_lines(line for proof in proofs for line in failure_lines(proof))
    if not all(proof.proved for proof in proofs):
        sys.exit(WRONG_INPUT)


def _write_in(directory: Path, name: str, text: str) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop([Problem(str(directory), "NOT_WRITTEN", f"it cannot be made: {error.strerror}", "check the name and your rights")])
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
@_reports_problems
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
        _print_lines(report(found))


@main.command(name="batch")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Answer for this day  [default: the day in each case, or today]")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@click.option("--rejects", type=click.Path(path_type=Path), help="CSV or Parquet for bad cases  [default: OUT.rejects.csv]")
@_reports_problems
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
