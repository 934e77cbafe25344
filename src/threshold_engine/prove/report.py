"""What a proof came to, as text and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from threshold_engine.prove import Proof
from threshold_engine.prove.witness import Witness, answer_words
from threshold_engine.report import Line

SHOWN = 20
"""How many facts of a case are printed; the file has them all."""


def headline(proof: Proof) -> Line:
    """Give the one line of a property."""
    word = "proved" if proof.proved else "FAILED"
    return Line(f"{word}  {proof.claim}  ({proof.seconds:.1f} s)", "good" if proof.proved else "danger")


def notes(proof: Proof) -> Iterator[Line]:
    """Give what is told without being a failure."""
    yield from (Line(f"  told: {note}", "quiet") for note in proof.notes)


def failure_lines(proof: Proof) -> Iterator[Line]:
    """Give each failure with its case in words and the file that has the case."""
    for number, failure in enumerate(proof.failures, 1):
        yield Line("")
        yield Line(f"{proof.key}: {failure.what}", "danger")
        for shown in failure.witnesses:
            yield Line(f"  {shown.title}: {_in_words(shown)}")
            yield Line(f"  the engine answers: {answer_words(shown.answer)}")
            yield Line(f"  written to: {file_name(proof, number, shown)}", "quiet")


def _in_words(shown: Witness) -> str:
    more = len(shown.words) - SHOWN
    return "; ".join([*shown.words[:SHOWN], *([f"and {more} more facts"] if more > 0 else [])])


def file_name(proof: Proof, number: int, shown: Witness) -> str:
    """Name the file of a case."""
    return f"{proof.key}-{number}-{shown.title}.yaml"


def files(proof: Proof) -> Iterator[tuple[str, str]]:
    """Give the name and the text of each file to write."""
    for number, failure in enumerate(proof.failures, 1):
        for shown in failure.witnesses:
            yield file_name(proof, number, shown), f"# {failure.what}\n{shown.yaml()}"


def proof_mapping(proof: Proof) -> dict[str, Any]:
    """Give a proof as data."""
    return {
        "property": proof.key,
        "claim": proof.claim,
        "proved": proof.proved,
        "seconds": round(proof.seconds, 2),
        "told": list(proof.notes),
        "failures": [
            {"what": failure.what, "cases": [_case_mapping(shown) for shown in failure.witnesses]} for failure in proof.failures
        ],
    }


def _case_mapping(shown: Witness) -> dict[str, Any]:
    case = {**shown.mapping, "as_of": shown.mapping["as_of"].isoformat()}
    return {"title": shown.title, "case": case, "words": list(shown.words), "answer": answer_words(shown.answer)}
