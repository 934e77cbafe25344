"""
A batch killed with ``kill -9``, started again, and compared byte for byte: ``make killed``.

    python benchmarks/killed.py 5000000

A file of made-up contacts is answered once undisturbed. Then the same command is killed
again and again and let run to its end: at random moments, while the output is put
together, and while what is left over is cleared away. Answers and rejects must be the
same bytes each time. Exit code 1 if they ever differ.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import polars as pl

import contacts
from rescoring import BYTES_A_ROW
from starting import COMMAND
from table import megabytes, seconds
from threshold_engine import load_rulebook
from threshold_engine.examples import DEFAULT_DAY
from threshold_engine.model.edition import edition_on

ROUNDS = 6
KILLS = 3
"""In each round, before the command is let run to its end."""
LOOK_EVERY = 0.0005
IMPOSSIBLE_MONTHS = -1.0
BAD = (2, 0)
"""Of a thousand contacts, how many have an impossible age, so that there are rejects too."""


@dataclass(frozen=True)
class Job:
    """One input and one directory for what comes out."""

    source: Path
    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "answers.parquet"

    @property
    def rejects(self) -> Path:
        return self.folder / "answers.parquet.rejects.csv"

    @property
    def parts(self) -> Path:
        return self.folder / "answers.parquet.parts"

    def start(self) -> subprocess.Popen[bytes]:
        command = [COMMAND, "batch", str(self.source), str(self.out), "--as-of", str(DEFAULT_DAY)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  our own command

    def finish(self) -> float:
        """Run to the end; give the seconds."""
        start = time.perf_counter()
        code = self.start().wait()
        if code:
            raise RuntimeError(f"the batch ended with exit code {code}")
        return time.perf_counter() - start

    def digests(self) -> tuple[str, str]:
        return _digest(self.out), _digest(self.rejects)


Moment = Callable[[Job, subprocess.Popen[bytes]], None]
"""Returns when it is time to kill."""


def main(rows: int, seed: int) -> int:
    """Run the rounds, print each kill, and say whether the bytes were ever different."""
    random = Random(seed)
    with tempfile.TemporaryDirectory(prefix="threshold-killed-") as name:
        top = Path(name)
        needed, free = 2 * rows * BYTES_A_ROW["narrow"], shutil.disk_usage(top).free
        if free < needed:
            _say(f"not run: {megabytes(needed)} are needed in {top}, {megabytes(free)} are free: set TMPDIR, or give fewer rows")
            return 1
        source = top / "contacts.parquet"
        contacts.write(source, _columns(), rows)
        alone = _job(source, top / "alone")
        whole = alone.finish()
        wanted = alone.digests()
        rejected = pl.scan_csv(alone.rejects).select(pl.len()).collect().item()
        _say(f"{rows:,} contacts, {rejected:,} rejected, {seconds(whole)} undisturbed; seed {seed}")
        rounds = [_round(number, _job(source, top / "killed"), whole, wanted, random) for number in range(1, ROUNDS + 1)]
    same = all(each for each, _ in rounds)
    _say(f"the same bytes after {sum(kills for _, kills in rounds)} kills: {'yes' if same else 'NO'}")
    return 0 if same else 1


def _round(number: int, job: Job, whole: float, wanted: tuple[str, str], random: Random) -> tuple[bool, int]:
    """Kill a few times, run to the end, compare; give whether the bytes are the same, and the number of kills."""
    kills = 0
    for moment in _moments(number, whole, random):
        killed = _kill(job, moment)
        kills += killed is not None
        _say(f"round {number}: {killed or 'had finished before it could be killed'}")
    took = job.finish()
    same = job.digests() == wanted and not job.parts.exists()
    _say(f"round {number}: finished in {seconds(took)}; the same bytes: {'yes' if same else 'NO'}")
    shutil.rmtree(job.folder)
    return same, kills


def _moments(number: int, whole: float, random: Random) -> Iterator[Moment]:
    """Give the moments of a round: random ones in odd rounds, and at the end of the work in even ones."""
    late = [_while_there(lambda job: job.out), _while_there(lambda job: job.rejects), _when_whole]
    for place in range(KILLS):
        if number % 2:
            yield _after(random.uniform(0.2, 0.9) * whole)
        else:
            yield late[place](random.uniform(0.0, 0.05) * whole)


def _kill(job: Job, moment: Moment) -> str | None:
    """Start the command and kill it; say what was there then, or None if it had finished."""
    start = time.perf_counter()
    process = job.start()
    moment(job, process)
    process.kill()
    code = process.wait()
    if code == 0:
        return None
    after = seconds(time.perf_counter() - start)
    finished = len(list(job.parts.glob("*.answers.arrow")))
    beside = sorted(path.name for path in job.folder.iterdir() if path != job.parts)
    return f"killed after {after}; {finished} finished parts; beside them: {', '.join(beside) or 'nothing'}"


def _after(given: float) -> Moment:
    def wait(_: Job, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(given)
        except subprocess.TimeoutExpired:
            return

    return wait


def _while_there(which: Callable[[Job], Path]) -> Callable[[float], Moment]:
    """Give moments at which a file is being written, a little after it was begun."""

    def later(delay: float) -> Moment:
        return _once(lambda job: which(job).with_name(f"{which(job).name}.unfinished").exists(), delay)

    return later


def _when_whole(_: float) -> Moment:
    """Give the moment at which the output has its name, and what is left over is still being cleared away."""
    return _once(lambda job: job.out.exists() and job.parts.exists(), 0.0)


def _once(so: Callable[[Job], bool], delay: float) -> Moment:
    def wait(job: Job, process: subprocess.Popen[bytes]) -> None:
        while not so(job) and process.poll() is None:
            time.sleep(LOOK_EVERY)
        time.sleep(delay)

    return wait


def _columns() -> contacts.Columns:
    edition = edition_on(load_rulebook(), DEFAULT_DAY)
    columns = dict(contacts.narrow(edition))
    bad = contacts.yes_no("bad", BAD)
    return {**columns, contacts.AGE: pl.when(bad).then(IMPOSSIBLE_MONTHS).otherwise(columns[contacts.AGE])}


def _job(source: Path, folder: Path) -> Job:
    folder.mkdir()
    return Job(source, folder)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill a batch, start it again, compare.")
    parser.add_argument("rows", type=int, nargs="?", default=5_000_000)
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    chosen = parser.parse_args()
    sys.exit(main(chosen.rows, chosen.seed))
