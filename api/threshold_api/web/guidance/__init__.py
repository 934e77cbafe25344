"""The guidance to browse and search: levels, areas, signs, rules, duties and sources, as they stood on any day."""

from threshold_api.web.guidance.routes import router

__all__ = ["router"]
