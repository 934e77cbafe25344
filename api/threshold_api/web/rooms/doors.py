"""
How often one address may knock.

Whole hospitals and schools share one address, so the limits leave room for several full rooms; they are there so
that nobody can try codes until one opens, or fill the memory. Only a request to join tells whether a code is
right: every other page of a room answers a stranger in the same way whether the room exists or not. At 120 wrong
codes an hour, and 100 rooms open among 34 million codes, one right guess takes more than 100 days on average.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

WRONG_CODES = RateLimitItemPerHour(120, namespace="wrong-codes")
JOINS = RateLimitItemPerHour(600, namespace="joins")
ROOMS = RateLimitItemPerHour(30, namespace="rooms")
SHEETS = RateLimitItemPerMinute(30, namespace="sheets")
PREFIX_OF_ONE_LINE = 64
"""One home or office holds a whole network of this size in IPv6, so its addresses count as one."""


class Doors:
    """Counts in memory, in a moving window."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def closed(self, limit: RateLimitItem, host: str) -> bool:
        """Tell whether an address has knocked too often, without counting this time."""
        return not self._limiter.test(limit, line_of(host))

    def knock(self, limit: RateLimitItem, host: str) -> bool:
        """Count one knock; False if it is one too many."""
        return self._limiter.hit(limit, line_of(host))


def line_of(host: str) -> str:
    """Give what counts as one place: the address, or in IPv6 its network."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, PREFIX_OF_ONE_LINE), strict=False))
    return str(address)
