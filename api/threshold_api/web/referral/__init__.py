"""
Writing the referral: its sections, the live score beside them, and the printed whole.

The score is about the text and holds nothing back: the way to the printable referral stands on
every page. What is typed is kept in the visit's memory only.
"""

from threshold_api.web.referral.routes import router

__all__ = ["router"]
