"""How many new chats one internet address may begin in an hour. A chat that runs is never limited.

Kept in memory only, so the addresses are forgotten with the process.
"""

from __future__ import annotations

import ipaddress
import time
from collections import deque
from collections.abc import Callable

HOUR = 3600.0
_MOST_ADDRESSES = 10_000


class NewChatLimit:
    """Counts new chats by address in the last hour."""

    def __init__(self, per_hour: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_hour = per_hour
        self._clock = clock
        self._begun: dict[str, deque[float]] = {}

    def take(self, address: str) -> bool:
        """Count one new chat from ``address``; return whether it may begin."""
        moment = self._clock()
        if len(self._begun) > _MOST_ADDRESSES:
            self._forget_old(moment)
        begun = self._begun.setdefault(_network(address), deque())
        while begun and begun[0] <= moment - HOUR:
            begun.popleft()
        if len(begun) >= self._per_hour:
            return False
        begun.append(moment)
        return True

    def _forget_old(self, moment: float) -> None:
        recent = {
            name: each for name, each in self._begun.items() if each and each[-1] > moment - HOUR
        }
        self._begun = recent if len(recent) <= _MOST_ADDRESSES else {}


def _network(address: str) -> str:
    """Return what counts as one address: an IPv6 household has a whole /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
