"""
How hard the worked examples work: what of a rulebook they exercise, and which changes to it they notice.

``reached`` says which signs, rules and clauses no example exercises. ``mutants`` makes small
changes to a rulebook, one at a time, and ``noticed`` asks for each whether an example then no
longer holds. An example that passes whatever the rules say is worth nothing; this tells.
"""

from threshold_engine.exercise.mutants import Mutant, mutants
from threshold_engine.exercise.noticed import Tried, try_each
from threshold_engine.exercise.reached import Tally, reached
from threshold_engine.exercise.worked import Worked, worked

__all__ = ["Mutant", "Tally", "Tried", "Worked", "mutants", "reached", "try_each", "worked"]
