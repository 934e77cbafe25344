"""How good a referral is as a document, and how to make it better."""

from threshold_engine.quality.answer import Quality
from threshold_engine.quality.score import score, score_referral

__all__ = ["Quality", "score", "score_referral"]
