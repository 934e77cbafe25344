"""
How often one address may knock.

Whole hospitals and schools share one address, so the limits leave room for several full rooms; they are there so
that nobody can try codes until one opens, or fill the memory. Only a request to join tells whether a code is
right: every other page of a room answers a stranger in the same way whether the room exists or not. At 120 wrong
codes an hour, and 100 rooms open among 34 million codes, one right guess takes more than 100 days on average.
"""

from __future__ import annotations

from limits import RateLimitItemPerHour, RateLimitItemPerMinute

WRONG_CODES = RateLimitItemPerHour(120, namespace="wrong-codes")
JOINS = RateLimitItemPerHour(600, namespace="joins")
ROOMS = RateLimitItemPerHour(30, namespace="rooms")
SHEETS = RateLimitItemPerMinute(30, namespace="sheets")
