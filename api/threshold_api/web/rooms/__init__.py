"""
The live room: a trainer shows a made-up case, people vote on their phones without a name, and see how far they agree.

``model`` and ``agreement`` are pure; ``store`` holds the open rooms in memory; ``views`` turns what one person may
see into what their page shows; ``routes`` and ``sheets`` are the edge.
"""

from threshold_api.web.rooms.routes import router

__all__ = ["router"]
