"""P8 across processes: Python orders sets of words anew in each, and no answer may depend on it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from properties.generators import a_case
from threshold_engine import Rulebook, assess, load_rulebook, read_case

DRAWN = 60
SEEDS = ("0", "1", "2", "3")


def contradicted(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Give, for each domain, a case in which it is said to be no concern and all of its signs are there, many at a wrong age."""
    return [
        {
            "as_of": "2026-11-22",
            "child": {"age": "1 year"},
            "domains": {domain.id: "no-concern"},
            "present": [indicator.id for indicator in rulebook.indicators if indicator.domain == domain.id],
        }
        for domain in rulebook.domains
    ]


def digests() -> list[str]:
    """Give the digest of each answer to cases made always alike."""
    random, rulebook = Random(11), load_rulebook()
    drawn = [a_case(random, rulebook) for _ in range(DRAWN)]
    # The whole answer to some; to most, all but what would change it, which takes longer.
    answers = [assess(read_case(case, rulebook), rulebook, what_if=number % 15 == 0) for number, case in enumerate(drawn)]
    answers += [assess(read_case(case, rulebook), rulebook, what_if=False) for case in contradicted(rulebook)]
    return [hashlib.sha256(json.dumps(answer.to_dict()).encode()).hexdigest() for answer in answers]


def test_answers_are_the_same_in_every_process() -> None:
    """Byte for byte, however Python orders its sets."""
    found = [_in_a_process(seed) for seed in SEEDS]

    assert len(found[0]) > DRAWN
    assert all(other == found[0] for other in found)


def _in_a_process(seed: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, __file__], env=environment, check=True, capture_output=True, text=True)
    found: list[str] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(digests()))
