"""Which IP addresses are of the public internet, by IANA's registries.

Whoever may name an address for us to visit could name one inside: the machine itself, its network,
or the service that tells a virtual machine its passwords. What the registries say is written down
here, since what a version of Python knows of them is what they said when it was released.

Written down on 27 November 2026 from

- https://www.iana.org/assignments/iana-ipv4-special-registry (RFC 6890, RFC 8190)
- https://www.iana.org/assignments/iana-ipv6-special-registry (the same)
- https://www.iana.org/assignments/multicast-addresses (RFC 5771)
- https://www.iana.org/assignments/ipv6-address-space (RFC 4291)
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_SPECIAL_IPV4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network (RFC 791)
            "10.0.0.0/8",  # private use (RFC 1918)
            "100.64.0.0/10",  # shared by the customers of a provider (RFC 6598)
            "127.0.0.0/8",  # loopback (RFC 1122)
            "169.254.0.0/16",  # link local, metadata of clouds (RFC 3927)
            "172.16.0.0/12",  # private use (RFC 1918)
            "192.0.0.0/24",  # protocols of the IETF, metadata of a cloud (RFC 6890)
            "192.0.2.0/24",  # documentation (RFC 5737)
            "192.31.196.0/24",  # AS112, which answers for private addresses (RFC 7535)
            "192.52.193.0/24",  # relays of multicast (RFC 7450)
            "192.88.99.0/24",  # relays of 6to4, deprecated (RFC 7526)
            "192.168.0.0/16",  # private use (RFC 1918)
            "192.175.48.0/24",  # AS112 (RFC 7534)
            "198.18.0.0/15",  # benchmarks (RFC 2544)
            "198.51.100.0/24",  # documentation (RFC 5737)
            "203.0.113.0/24",  # documentation (RFC 5737)
            "224.0.0.0/4",  # multicast (RFC 5771)
            "240.0.0.0/4",  # reserved, and broadcast (RFC 1112, RFC 919)
        ),
    )
)
"""Blocks with a special purpose. Also those that can be reached from everywhere are left alone:
they are services of the network, and no news site is there."""

_CLOUD_IPV4 = frozenset({IPv4Address("168.63.129.16")})
"""Addresses of the public internet at which a cloud answers its own virtual machines: Microsoft
Azure's, by https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16.
Those of other clouds lie in blocks of the registries."""

_SPECIAL_IPV6 = tuple(
    map(
        IPv6Network,
        (
            # outside of 2000::/3, which is all that is given out: ::1 loopback, fc00::/7 private
            # use, fe80::/10 link local, fec0::/10 site local, ff00::/8 multicast, and others
            "2001::/23",  # protocols of the IETF, Teredo among them (RFC 2928, RFC 4380)
            "2001:db8::/32",  # documentation (RFC 3849)
            "2002::/16",  # 6to4, deprecated, with any address of IPv4 inside (RFC 3056, RFC 7526)
            "2620:4f:8000::/48",  # AS112 (RFC 7534)
            "3fff::/20",  # documentation (RFC 9637)
        ),
    )
)
"""Blocks with a special purpose within those that the internet routes."""

_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""The only addresses of IPv6 that are given out for the public internet (RFC 4291, 2.4)."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""Addresses of IPv4 within IPv6, for networks that have the latter alone (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Addresses of IPv4 that are written as IPv6 (mapped, or for NAT64) are judged by the inner one.
    Raises ValueError for what is not an IP address.
    """
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        inner = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else ip.ipv4_mapped
        if inner is None:
            return ip in _GLOBAL_UNICAST and not any(ip in block for block in _SPECIAL_IPV6)
        ip = inner
    return ip not in _CLOUD_IPV4 and not any(ip in block for block in _SPECIAL_IPV4)
