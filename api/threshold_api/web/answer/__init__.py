"""The answer to a check: what to do now, why, what would change it, and papers to take away."""

from threshold_api.web.answer.routes import router

__all__ = ["router"]
