"""Which addresses a tool may have. A pure question: nothing is resolved or dialled here."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

# Where clouds hand out credentials: AWS (EC2, ECS, EKS), Azure's wire server, Alibaba, Oracle; Google uses AWS's.
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
# Some releases of `ipaddress` call these global: IETF protocol assignments, and the retired relays of 6to4.
NEVER_PUBLIC = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
# RFC 4291, 2.5.5.1: an IPv4 address in the last 32 bits; retired, but some stacks still route it.
IPV4_COMPATIBLE = IPv6Network("::/96")


def allowed(address: Address, *, allow_private: bool = False) -> bool:
    """Whether a tool may be called at this address.

    allow_private: also private, loopback and link-local ones, for the local stack; never a cloud's metadata service.
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
    """The IPv4 addresses that a packet to this one can come out at."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    # :: and ::1 are addresses of their own.
    if address in NAT64 or (address in IPV4_COMPATIBLE and int(last) > 1):
        return (last,)
    return ()
