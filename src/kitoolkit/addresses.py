"""Which addresses of the internet are everybody's, which are this machine's, and what a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import TypeAlias

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""From a host name and a port to addresses; raises `OSError` where there are none."""
Admits: TypeAlias = Callable[[str], bool]
"""Whether an address may be connected to."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ANYCAST_6TO4 = ipaddress.IPv4Network("192.88.99.0/24")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_TUNNELS_AND_EXAMPLES = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")))
"""Within the range of public addresses, but tunnels to IPv4, protocols' own and examples."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, by the machine's own resolver.

    Raises:
        OSError: Where the name has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def is_this_machine(host: str) -> bool:
    """Whether a host is the machine itself: what goes there crosses no network.

    >>> [is_this_machine(host) for host in ("localhost", "127.0.0.1", "::1", "localhost.example", "10.0.0.1")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_public(address: str) -> bool:
    """Whether an address is one host that everybody can reach.

    Private, loopback, link-local, multicast, shared and reserved addresses are not, in either version of IP; nor are
    IPv6 addresses that stand for such an IPv4 address. What is no address is not public either.

    >>> [is_public(address) for address in ("192.0.43.8", "10.0.0.1", "::ffff:127.0.0.1", "fe80::1%eth0")]
    [True, False, False, False]
    """
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(read, ipaddress.IPv6Address):
        if read in _NAT64:
            read = ipaddress.IPv4Address(int(read) & 0xFFFFFFFF)
        elif read.ipv4_mapped is None:
            return read in _GLOBAL_UNICAST and not any(read in network for network in _TUNNELS_AND_EXAMPLES)
        else:
            read = read.ipv4_mapped
    return read.is_global and not (read.is_multicast or read.is_reserved or read in _ANYCAST_6TO4)
