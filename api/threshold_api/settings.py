"""What whoever runs the service may choose."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1_000_000
RULEBOOK_VARIABLE = "THRESHOLD_RULEBOOK"


@dataclass(frozen=True, slots=True)
class Settings:
    """
    Attributes:
        rulebook: Directory that holds rulebook.yaml; the one that comes with the engine if not given.
        max_body_bytes: A longer request body is refused before all of it is read.
        max_batch_bytes: The same for a batch of cases.
        pages: Serve the pages for people too. They hold visits and rooms in the memory of one process,
            so they are left out where several processes share the work.
    """

    rulebook: Path | None = None
    max_body_bytes: int = MEGABYTE
    max_batch_bytes: int = 10 * MEGABYTE
    pages: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings a process was started with, so that every worker has the same."""
        given = os.environ if environment is None else environment
        directory = given.get(RULEBOOK_VARIABLE)
        return cls(rulebook=Path(directory) if directory else None)
