"""The files of the look, served by us and packed once, when the service is built."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import APIRouter, Request, Response

from threshold_api.web.layout import Endpoint

A_DAY = "public, max-age=86400"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8"}


def router() -> APIRouter:
    """Give a route for each file."""
    routes = APIRouter(include_in_schema=False)
    for name, file in _under(files("threshold_api").joinpath("static"), ""):
        suffix = name[name.rfind(".") :]
        if suffix in TYPES:
            routes.add_api_route(f"/static/{name}", _file(file.read_bytes(), TYPES[suffix]))
    return routes


def _under(folder: Traversable, before: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _under(entry, f"{before}{entry.name}/")
        else:
            yield f"{before}{entry.name}", entry


def _file(content: bytes, media_type: str) -> Endpoint:
    # No secret stands in these files, so packing them gives nothing away; pages are never packed.
    packed = gzip.compress(content, mtime=0)

    async def asset(request: Request) -> Response:
        headers = {"Cache-Control": A_DAY, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, media_type=media_type, headers={**headers, "Content-Encoding": "gzip"})
        return Response(content, media_type=media_type, headers=headers)

    return asset
