"""Practising: made-up cases to decide alone, and a maker of more. The live room is in ``rooms``."""

from threshold_api.web.training.routes import router

__all__ = ["router"]
