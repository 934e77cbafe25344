"""
How much one place, and one visit, may ask for.

Whole hospitals and schools share one address, so the limits of a place leave room for a full emergency
department on a bad night and several training rooms at once; they are there so that nobody can keep the service
busy for everyone else, or fill its memory. What is urgent is never limited: whether the child is in danger, what to
do now, and the answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from threshold_api.service import Clock

PREFIX_OF_ONE_LINE = 64
"""One home or office holds a whole network of this size in IPv6, so its addresses count as one."""
LETTERS_OF_ONE = 5_000
"""Reading or marking this many letters takes about a tenth of a second; a longer text counts more than once."""
LONGEST_WINDOW = timedelta(hours=1)
MANY_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Work:
    """
    A kind of work that takes long.

    Attributes:
        of_visit, of_line: How much of it one visit, and one place, may ask for.
        needs_visit: It is done for an open visit only, so that nobody else can use up what a place may ask for.
    """

    of_visit: RateLimitItem
    of_line: RateLimitItem
    needs_visit: bool = True


READING = Work(RateLimitItemPerMinute(120, namespace="reading"), RateLimitItemPerMinute(1_200, namespace="reading-line"))
# The score is asked for at each pause in typing.
SCORES = Work(RateLimitItemPerMinute(240, namespace="scores"), RateLimitItemPerMinute(2_400, namespace="scores-line"))
PAPERS = Work(RateLimitItemPerMinute(60, namespace="papers"), RateLimitItemPerMinute(300, namespace="papers-line"))
TRIALS = Work(RateLimitItemPerMinute(60, namespace="trials"), RateLimitItemPerMinute(600, namespace="trials-line"))
# Each may open a visit. With those that rooms open, one place cannot take all the visits that there is room for.
CHECKS = Work(RateLimitItemPerHour(60, namespace="checks"), RateLimitItemPerHour(600, namespace="checks-line"), needs_visit=False)
MAKING = Work(
    RateLimitItemPerMinute(60, namespace="making"), RateLimitItemPerMinute(600, namespace="making-line"), needs_visit=False
)

_CHECK = "/check/{check_id}"
_REFERRAL = f"{_CHECK}/referral"
WORK: Mapping[tuple[str, str], Work] = {
    ("POST", "/check"): CHECKS,
    ("GET", f"{_CHECK}/signs"): READING,
    ("POST", f"{_CHECK}/signs"): READING,
    ("POST", f"{_CHECK}/try"): TRIALS,
    ("GET", f"{_CHECK}/answer/sheet.pdf"): PAPERS,
    ("GET", f"{_REFERRAL}/print.pdf"): PAPERS,
    ("GET", _REFERRAL): SCORES,
    ("GET", f"{_REFERRAL}/print"): SCORES,
    ("GET", f"{_REFERRAL}/referral.json"): SCORES,
    ("GET", f"{_REFERRAL}/{{section}}"): SCORES,
    ("POST", f"{_REFERRAL}/{{section}}"): SCORES,
    ("POST", f"{_REFERRAL}/{{section}}/score"): SCORES,
    ("POST", "/training/make"): MAKING,
    ("GET", "/training/make/{level}/{agency}/{number}"): MAKING,
}
"""What is limited, by method and route as declared. The live rooms have limits of their own, in ``rooms.doors``."""


class Limits:
    """Counts in memory, in a moving window. Not safe between threads: the pages run on the one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._limiter = MovingWindowRateLimiter(_Windows(clock))

    def reached(self, limit: RateLimitItem, who: str, cost: int = 1) -> bool:
        """Tell whether this much more would be too much, without counting it."""
        return not self._limiter.test(limit, who, cost=min(cost, limit.amount))

    def count(self, limit: RateLimitItem, who: str, cost: int = 1) -> bool:
        """Count a request; False, and nothing counted, if it is one too many."""
        return self._limiter.hit(limit, who, cost=min(cost, limit.amount))

    def take(self, work: Work, line: str, visit: str | None, cost: int = 1) -> bool:
        """Count work for a place and a visit; False, and nothing counted, if it is too much for either."""
        asking = [(work.of_line, line), *([(work.of_visit, visit)] if visit is not None else [])]
        if any(self.reached(limit, who, cost) for limit, who in asking):
            return False
        return all(self.count(limit, who, cost) for limit, who in asking)


def cost_of(letters: int) -> int:
    """Give how often work on a text of this length counts."""
    return 1 + letters // LETTERS_OF_ONE


def line_of(host: str) -> str:
    """Give what counts as one place: the address, or in IPv6 its network."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, PREFIX_OF_ONE_LINE), strict=False))


class _Windows(MemoryStorage):
    """The windows of the library by a clock that is given. Its own go by the clock of the machine, in a thread of their own."""

    STORAGE_SCHEME = ["windows-by-a-given-clock"]  # noqa: RUF012 - the library declares it so

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._taken: dict[str, deque[tuple[float, int]]] = {}

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count an amount, unless the window is full."""
        if self.get_moving_window(key, limit, expiry)[1] + amount > limit:
            return False
        if len(self._taken) > MANY_KEYS:
            self._forget()
        self._taken.setdefault(key, deque()).append((self._now(), amount))
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - the library's
        """Give when the window began, and how much was counted in it."""
        now, taken = self._now(), self._taken.get(key, deque())
        while taken and taken[0][0] <= now - expiry:
            taken.popleft()
        return (taken[0][0] if taken else now), sum(amount for _, amount in taken)

    def _forget(self) -> None:
        """Take out everyone who asked for nothing in the longest window."""
        before = self._now() - LONGEST_WINDOW.total_seconds()
        for key in [key for key, taken in self._taken.items() if not taken or taken[-1][0] <= before]:
            del self._taken[key]

    def _now(self) -> float:
        return self._clock().timestamp()
