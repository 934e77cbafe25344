"""A bare FastAPI service that gives back the JSON it is sent, under the same server settings as ours: the peer of the service."""

from __future__ import annotations

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI

PATH = "/echo"


def create_app() -> FastAPI:
    """Build the service."""
    app = FastAPI(openapi_url=None)

    async def echo(case: dict[str, Any]) -> dict[str, Any]:
        return case

    app.add_api_route(PATH, echo, methods=["POST"])
    return app


if __name__ == "__main__":
    uvicorn.run(
        "echo:create_app",
        factory=True,
        port=int(sys.argv[1]),
        workers=int(sys.argv[2]),
        access_log=False,
        server_header=False,
        lifespan="off",
        log_level="warning",
    )
