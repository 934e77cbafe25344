"""The shape of rule files: one pydantic model per kind of entry, one parser for conditions."""
