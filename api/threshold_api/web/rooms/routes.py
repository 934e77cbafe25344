"""The addresses of the live room."""

from __future__ import annotations

from fastapi import APIRouter

from threshold_api.web.layout import Layout
from threshold_api.web.rooms.entrance import EntrancePages
from threshold_api.web.rooms.ground import Ground
from threshold_api.web.rooms.inside import RoomPages
from threshold_api.web.rooms.scenarios import load_scenarios
from threshold_api.web.rooms.sheets import SheetPages
from threshold_api.web.rooms.store import Rooms


def router(layout: Layout) -> APIRouter:
    """Give the routes, with rooms of their own."""
    service = layout.service
    ground = Ground(layout, Rooms(service.clock), load_scenarios(service.rulebook))
    entrance, pages, sheets = EntrancePages(ground), RoomPages(ground), SheetPages(ground)
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/training/rooms", entrance.choose)
    routes.add_api_route("/training/rooms", entrance.open, methods=["POST"])
    routes.add_api_route("/training/join", entrance.ask_code)
    routes.add_api_route("/training/join", entrance.join, methods=["POST"])
    routes.add_api_route("/training/rooms/{code}", pages.room)
    routes.add_api_route("/training/rooms/{code}/state", pages.state)
    routes.add_api_route("/training/rooms/{code}/results.csv", sheets.csv)
    routes.add_api_route("/training/rooms/{code}/results.pdf", sheets.pdf)
    posts = {
        "vote": pages.vote,
        "start": pages.start,
        "reveal": pages.reveal,
        "switch": pages.switch,
        "reset": pages.reset,
        "next": pages.next,
        "close": pages.close,
    }
    for name, endpoint in posts.items():
        routes.add_api_route(f"/training/rooms/{{code}}/{name}", endpoint, methods=["POST"])
    return routes
