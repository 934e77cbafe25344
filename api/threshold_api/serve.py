"""Starting the service under uvicorn."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace

import uvicorn
from fastapi import FastAPI

from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_engine.errors import RulebookError

WRONG_RULES = 2
NO_PAGES = (
    "Several processes: only the interface for other systems is served. The pages keep a visit in the memory of one process; "
    "start another service with one worker for them.\n"
)
FACTORY = "threshold_api.serve:app_for_worker"


def run(host: str, port: int, workers: int) -> None:
    """
    Serve until stopped.

    Exits with 2, every problem on standard error, if the rules are wrong.
    """
    settings = Settings.from_environment()
    try:
        if workers > 1:
            # Built here once and let go, since a worker that cannot start would be started again and again.
            create_app(replace(settings, pages=False))
            sys.stderr.write(NO_PAGES)
            app: FastAPI | str = FACTORY
        else:
            app = _ready(create_app(settings))
    except RulebookError as error:
        sys.stderr.write("".join(f"{problem}\n" for problem in error.problems))
        sys.exit(WRONG_RULES)
    # No access log: its lines hold addresses as sent. The journal writes routes instead.
    uvicorn.run(
        app,
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers,
        access_log=False,
        server_header=False,
        lifespan="off",
    )


def app_for_worker() -> FastAPI:
    """Build the service inside a worker process."""
    return _ready(create_app(replace(Settings.from_environment(), pages=False)))


def _ready(app: FastAPI) -> FastAPI:
    """Take the rulebook, which lives as long as the process, out of what the garbage collector walks over."""
    gc.collect()
    gc.freeze()
    return app
