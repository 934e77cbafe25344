"""
Threshold decision support for child safeguarding.

    from threshold_engine import assess, load_rulebook, read_case
    assessment = assess(read_case(mapping), load_rulebook())
"""

from threshold_engine.assess import assess
from threshold_engine.case import read_case
from threshold_engine.errors import EngineFault, FactsError, Problem, RulebookError, ThresholdEngineError
from threshold_engine.load import load_rulebook
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.case import Case
from threshold_engine.model.guidance import Rulebook
from threshold_engine.model.referral import Referral
from threshold_engine.quality import Quality, score_referral
from threshold_engine.referral import read_referral

__all__ = [
    "Assessment",
    "Case",
    "EngineFault",
    "FactsError",
    "Problem",
    "Quality",
    "Referral",
    "Rulebook",
    "RulebookError",
    "ThresholdEngineError",
    "assess",
    "load_rulebook",
    "read_case",
    "read_referral",
    "score_referral",
]
