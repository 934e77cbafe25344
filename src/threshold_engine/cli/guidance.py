"""The commands about the guidance itself."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import click

from threshold_engine.cli.console import COULD_NOT_RUN, WRONG_INPUT, print_lines, reports_problems, stop
from threshold_engine.cli.given import now
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
    from threshold_engine.narrative.problems import reading_problems
    from threshold_engine.quality.problems import quality_problems

    rulebook, problems = read_rulebook(directory)
    if rulebook is not None:
        problems += (*reading_problems(rulebook), *quality_problems(rulebook))
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
@click.option("--coverage", is_flag=True, help="List what of the rules no example exercises")
@click.option("--mutate", is_flag=True, help="Change the rules a little, again and again, and list what no example notices")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="With --mutate: exit 2 if a smaller share of the changes is noticed",
)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@reports_problems
def examples_command(
    paths: tuple[Path, ...], rulebook: Path | None, coverage: bool, mutate: bool, at_least: float | None, output: str
) -> None:
    """Run worked examples and print each difference.

    \b
    Example:  threshold-engine rules test tests/rules
              threshold-engine rules test --coverage
              threshold-engine rules test --mutate --at-least 90
    Exit codes: 0 every example holds, 2 an example does not hold or cannot be read, or too few changes are noticed,
                1 it could not run

    Without PATHS it runs tests/rules. See docs/worked-examples.md.
    """
    if at_least is not None and not mutate:
        raise click.UsageError("--at-least needs --mutate: it is about the share of changes that are noticed")
    from threshold_engine.examples import read_examples
    from threshold_engine.exercise.command import failure_lines, lines, mapping, run
    from threshold_engine.exercise.report import share

    guidance = load_rulebook(rulebook)
    found = run(read_examples(paths or (Path("tests/rules"),)), guidance, mutate=mutate)
    if output == "json":
        click.echo(json.dumps(mapping(found, guidance), ensure_ascii=False, indent=2))
    else:
        for words in failure_lines(found):
            click.echo(words, err=True)
        print_lines(lines(found, guidance, coverage=coverage))
    if found.failed:
        sys.exit(WRONG_INPUT)
    if at_least is not None and share(found.tried or ()) < at_least:
        stop(
            [
                Problem(
                    "rules test",
                    "TOO_FEW_NOTICED",
                    f"{share(found.tried or ())}% of the changes were noticed, and at least {at_least:g}% should be",
                    "write a worked example for each change that is listed",
                )
            ]
        )


@rules.command(name="reading")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--misses", is_flag=True, help="Print for each text what was missed and what was added")
@click.option("--rulebook", type=click.Path(path_type=Path), help="Directory of another rulebook")
@reports_problems
def reading_command(paths: tuple[Path, ...], misses: bool, rulebook: Path | None) -> None:
    """Measure how well free text is read, on texts in which a person marked the signs.

    \b
    Example:  threshold-engine rules reading tests/rules/vignettes.yaml --misses
    Exit codes: 0 it ran, 2 the rules or the texts are wrong, 1 it could not run

    Without PATHS it takes tests/rules/vignettes.yaml. docs/reading.md says what the figures mean.
    """
    from threshold_engine.examples import DEFAULT_DAY
    from threshold_engine.narrative.marked import read_marked_files
    from threshold_engine.narrative.measure import read_marked, table

    guidance = load_rulebook(rulebook)
    texts = read_marked_files(paths or (Path("tests/rules/vignettes.yaml"),))
    for line in table(read_marked(texts, guidance, DEFAULT_DAY), guidance, misses=misses):
        click.echo(line)


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
@click.option(
    "--cases", type=click.Path(path_type=Path), metavar="FILE", help="Compare on the cases of this file, and only on them"
)
@click.option(
    "--moved", type=click.Path(path_type=Path), metavar="OUT", help="With --cases: CSV or Parquet for the cases that move"
)
@click.option("--examples", type=click.IntRange(0), metavar="N", help="With --cases: name so many of each move  [default: 10]")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print")
@reports_problems
def diff_command(
    old: Path | None,
    new: Path | None,
    days: tuple[datetime, datetime] | None,
    seconds: float,
    cases: Path | None,
    moved: Path | None,
    examples: int | None,
    output: str,
) -> None:
    """Say which situations two rulebooks, or one on two days, answer differently.

    \b
    Example:  threshold-engine rules diff rules/ draft/
              threshold-engine rules diff --on 2018-07-04 2022-06-28
              threshold-engine rules diff rules/ draft/ --cases contacts.parquet
    Exit codes: 0 it ran, 2 the rules or the cases are wrong, 1 it could not run

    Without NEW it compares OLD, or the rules that come with the engine, on the two days.
    With --cases it says instead which cases of a file move; see docs/batch.md.
    """
    if new is None and days is None:
        raise click.UsageError("give two directories, or two days with --on")
    if cases is None and (moved is not None or examples is not None):
        raise click.UsageError("--moved and --examples need --cases: they are about the cases of a file")
    taken = (days[0].date(), days[1].date()) if days else None
    if cases is not None:
        _diff_on_cases(cases, (old, new), taken, moved, examples, output)
        return
    _need_z3()
    from threshold_engine.difference.report import mapping, report
    from threshold_engine.difference.rulebooks import difference

    first = load_rulebook(old)
    second = first if new is None else load_rulebook(new)
    found = difference(first, second, perf_counter, days=taken, seconds=seconds)
    if output == "json":
        click.echo(json.dumps(mapping(found), ensure_ascii=False, indent=2))
    else:
        print_lines(report(found))


def _diff_on_cases(
    source: Path,
    directories: tuple[Path | None, Path | None],
    days: tuple[date, date] | None,
    moved: Path | None,
    examples: int | None,
    output: str,
) -> None:
    try:
        from threshold_engine.batch.command import compare_shown
        from threshold_engine.batch.compare import EXAMPLES, CaseJob
        from threshold_engine.difference.cases import Stand
        from threshold_engine.difference.cases_report import mapping, report
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is missing: install threshold-engine[batch]") from None
    first = load_rulebook(directories[0])
    second = first if directories[1] is None else load_rulebook(directories[1])
    first_day, second_day = days or (None, None)
    job = CaseJob(
        source=source,
        old=Stand(first, first_day),
        new=Stand(second, second_day),
        today=now().date(),
        examples=EXAMPLES if examples is None else examples,
        moved=moved,
    )
    found = compare_shown(job)
    if output == "json":
        click.echo(json.dumps(mapping(found), ensure_ascii=False, indent=2))
    else:
        print_lines(report(found))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        stop([Problem(str(path), "NOT_WRITTEN", f"it cannot be written: {error.strerror}", "check the name and your rights")])
