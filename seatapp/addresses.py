"""Addresses: which count as one, and which are somebody's own network."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

# What one subscriber is given of IPv6: a limit for each address of it would be none.
SUBSCRIBER_BITS = 64


@lru_cache(10_000)
def subscriber(address: str | None) -> str:
    """Return what is counted as one address: an IPv4 address, the network of an IPv6 one."""
    if address is None or ":" not in address:
        return address or ""
    try:
        found = IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or ip_network((int(found), SUBSCRIBER_BITS), strict=False))


def is_public(address: str) -> bool:
    """Return whether anybody on the internet may have this address."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_global and not found.is_multicast
