"""
Checking a concern: from "is the child in danger right now?" to the answer, a page for each step.

Each step has a module of its own that turns the answers so far into a view, and a form
into answers, without HTTP; ``routes`` and ``asking`` join them to addresses.
"""

from __future__ import annotations

from threshold_api.web.check.routes import router

__all__ = ["router"]
