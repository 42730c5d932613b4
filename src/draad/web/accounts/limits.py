"""How long somebody waits after wrong passwords: twice as long each time, for a name and for an address.

By OWASP's Authentication Cheat Sheet (exponential delay; device cookies against locking others out). What is asked
during a wait is neither looked at nor counted, so hammering does not make it longer; each wait has an end, and what
is long ago is forgotten, so that nobody can be kept out for ever. A browser in which the user signed in before has a
count of its own: strangers who guess at a name don't make its owner wait. Pure: the counts stand in the database.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How patient we are with one kind of key."""

    free: int
    """Failures before the first wait."""
    most: int
    """Seconds: the longest wait."""
    fade: int
    """Seconds after which failures are forgotten."""

    def wait(self, failures: int, since: float) -> int:
        """Seconds left to wait, after so many failures of which the last was ``since`` seconds ago; 0 for none."""
        if failures < self.free or since >= self.fade:
            return 0
        whole = min(self.most, 2 ** min(failures - self.free, 30))
        return max(0, int(whole - since + 0.999))


NAME = Limit(free=5, most=15 * 60, fade=60 * 60)
KNOWN = NAME
"""For a name in a browser in which that user signed in before."""
ADDRESS = Limit(free=20, most=5 * 60, fade=30 * 60)
"""More patient: an office or a proxy may be one address for many people."""


def network(address: str) -> str:
    """The address to count by: one IPv4 address, the /64 that one IPv6 user has; the words as they are for others."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.IPv6Network((ip, 64), strict=False))
    return str(ip)
