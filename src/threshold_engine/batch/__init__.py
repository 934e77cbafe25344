"""Many cases in files: read in pieces, answered on all cores, put together at the end; a killed run goes on where it was."""

from threshold_engine.batch.work import Job, Totals, run

__all__ = ["Job", "Totals", "run"]
