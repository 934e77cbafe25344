"""
The agreement of spec, rete and columnar, in bulk.

    python tests/properties/agree.py 1000000

prints how many cases were compared and how many differed; the first differing cases are
shrunk and written to tests/corpus, where they are replayed for ever.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import yaml

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from properties.columns import differences
from properties.generators import a_case, a_rulebook
from threshold_engine import Rulebook, load_rulebook, read_case, rete, spec
from threshold_engine.model.edition import edition_on
from threshold_engine.model.facts import Facts
from threshold_engine.settle import settle

CASES_A_RULEBOOK = 10
TABLE = 5_000
CHUNK = 5_000
CORPUS = Path(__file__).parents[1] / "corpus"


def facts_of(rulebook: Rulebook, case: dict[str, Any]) -> Facts:
    """Settle a case."""
    read = read_case(case, rulebook)
    if read.as_of is None:
        raise ValueError("the case has no day")
    return settle(read, edition_on(rulebook, read.as_of)).facts


def differs(rulebook: Rulebook, case: dict[str, Any]) -> bool:
    """Tell whether the channels conclude different things."""
    facts = facts_of(rulebook, case)
    return spec.evaluate(facts) != rete.evaluate(facts)


def disagreements_of_columns(seed: int, number: int, shipped: bool) -> list[dict[str, Any]]:
    """Compare the columns with the first channel, range and reasons included; give the differing cases."""
    random = Random(seed)
    found = []
    left = number
    while left > 0:
        size = min(left, TABLE if shipped else CASES_A_RULEBOOK)
        rulebook = load_rulebook() if shipped else a_rulebook(random)
        found += [{"case": case} for case, _, _ in differences([a_case(random, rulebook) for _ in range(size)], rulebook)]
        left -= size
    return found


def disagreements_on_shipped(seed: int, number: int) -> list[dict[str, Any]]:
    """Compare the channels on cases of the shipped rulebook; give the shrunk differing ones."""
    random = Random(seed)
    rulebook = load_rulebook()
    return [shrunk(rulebook, case) for case in (a_case(random, rulebook) for _ in range(number)) if differs(rulebook, case)]


def disagreements_on_generated(seed: int, number: int) -> list[dict[str, Any]]:
    """Compare the channels on made-up rulebooks; give the shrunk differing cases with their rules."""
    random = Random(seed)
    found = []
    for _ in range(number // CASES_A_RULEBOOK):
        rulebook = a_rulebook(random)
        for _ in range(CASES_A_RULEBOOK):
            case = a_case(random, rulebook)
            if differs(rulebook, case):
                found.append(
                    {"case": shrunk(rulebook, case), "rules": repr(rulebook.rules), "indicators": repr(rulebook.indicators)}
                )
    return found


def shrunk(rulebook: Rulebook, case: dict[str, Any]) -> dict[str, Any]:
    """Take facts away as long as the channels still differ."""
    smallest = case
    changed = True
    while changed:
        changed = False
        for smaller in _smaller(smallest):
            if differs(rulebook, smaller):
                smallest, changed = smaller, True
                break
    return smallest


def _smaller(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("observations", "answers", "domains", "child", "setting"):
        for item in list(case[key]):
            smaller = deepcopy(case)
            smaller[key].remove(item) if isinstance(item, dict) else smaller[key].pop(item)
            yield smaller


def _chunk(job: tuple[bool, int, int]) -> list[dict[str, Any]]:
    shipped, seed, number = job
    channels = disagreements_on_shipped(seed, number) if shipped else disagreements_on_generated(seed, number)
    return [*channels, *disagreements_of_columns(seed, number, shipped)]


def main(total: int) -> int:
    """Compare so many cases, two thirds on the shipped rulebook; give the number that differ."""
    jobs = [
        (number % 3 != 0, 1_000 + number, min(CHUNK, total - number * CHUNK)) for number in range((total + CHUNK - 1) // CHUNK)
    ]
    differing = 0
    with ProcessPoolExecutor() as pool:
        for done, found in enumerate(pool.map(_chunk, jobs), 1):
            differing += len(found)
            for index, case in enumerate(found[:3]):
                CORPUS.mkdir(exist_ok=True)
                (CORPUS / f"found-{jobs[done - 1][1]}-{index}.yaml").write_text(yaml.safe_dump(case), encoding="utf-8")
            sys.stdout.write(f"\r{min(done * CHUNK, total):,} of {total:,} cases compared, {differing} differ")
            sys.stdout.flush()
    sys.stdout.write("\n")
    return differing


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1])) else 0)
