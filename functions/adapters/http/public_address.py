"""Which addresses a tool may have. Pure: nothing is resolved or dialled here."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

METADATA: frozenset[Address] = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
    )
)
"""The services of clouds that give credentials to machines: AWS (EC2, ECS, EKS), Azure's wire server, Alibaba, Oracle.
Google uses AWS's address."""
NEVER_PUBLIC = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""Networks that some releases of `ipaddress` call global: IETF protocol assignments, and the retired relays of 6to4."""
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
IPV4_COMPATIBLE = IPv6Network("::/96")
"""RFC 4291, 2.5.5.1: an IPv4 address in the last 32 bits. Retired, but some network stacks still route it."""


def allowed(address: Address, *, allow_private: bool = False) -> bool:
    """Whether a tool may be called at this address.

    Args:
        address: The address, and for IPv6 the IPv4 addresses in it.
        allow_private: Also allow private, loopback and link-local addresses, for the local stack.

    Returns:
        False for a cloud's metadata service and for multicast in any case.
    """
    if address.is_multicast or address in METADATA:
        return False
    within = _within(address) if isinstance(address, IPv6Address) else ()
    if not all(allowed(inner, allow_private=allow_private) for inner in within):
        return False
    if allow_private:
        return True
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in NEVER_PUBLIC)
    return address.is_global and (bool(within) or address in GLOBAL_UNICAST)


def _within(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that a packet to this address can reach by a translation or a tunnel."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    # :: and ::1 contain no IPv4 address.
    if address in NAT64 or (address in IPV4_COMPATIBLE and int(last) > 1):
        return (last,)
    return ()
