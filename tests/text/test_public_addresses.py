"""Which IP addresses are of the public internet: the blocks of IANA's registries are not."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.public_addresses import is_public

NOT_PUBLIC = {
    "this host": ["0.0.0.0", "0.1.2.3", "::"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "private use": ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "fc00::1"],
    "private use, IPv6": ["fd00::1", "fd12:3456::1"],
    "shared by customers": ["100.64.0.1", "100.127.255.255"],
    "link local": ["169.254.1.1", "fe80::1", "fe80::1%eth0", "febf::1"],
    "site local": ["fec0::1", "feff::1"],
    "metadata of clouds": [
        "169.254.169.254", "169.254.170.2", "168.63.129.16", "192.0.0.192", "100.100.100.200",
        "fd00:ec2::254", "fd20:ce::254",
    ],
    "protocols of the IETF": [
        "192.0.0.0", "192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.170", "192.0.0.255",
        "2001:1::1", "2001:1::2", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1",
        "2001:20::1", "2001:30::1", "2001:1ff::1",
    ],
    "documentation": ["192.0.2.1", "198.51.100.1", "203.0.113.5", "2001:db8::1", "3fff::1"],
    "benchmarks": ["198.18.0.1", "198.19.255.255"],
    "AS112": ["192.31.196.1", "192.175.48.1", "2620:4f:8000::1"],
    "relays": ["192.52.193.1", "192.88.99.1"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "4000::1", "5f00::1", "100::1", "100:0:0:1::1"],
    "IPv4 mapped": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:168.63.129.16"],
    "IPv4 compatible and translated": ["::127.0.0.1", "::8.8.8.8", "::ffff:0:8.8.8.8"],
    "NAT64": ["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808"],
    "6to4": ["2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1"],
    "Teredo": ["2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
}  # fmt: skip


@pytest.mark.parametrize("what", NOT_PUBLIC)
def test_addresses_with_a_special_purpose_are_not_public(what: str) -> None:
    assert [address for address in NOT_PUBLIC[what] if is_public(address)] == []


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "93.184.216.34", "168.63.129.17", "192.0.1.1", "172.32.0.1", "100.128.0.1",
        "2606:4700::1111", "2001:200::1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ],
)  # fmt: skip
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses())
def test_what_python_knows_as_special_is_never_public(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    # of an address of IPv4 in IPv6 the inner one counts
    if not ip.is_global and getattr(ip, "ipv4_mapped", None) is None:
        assert not is_public(str(ip))


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "1.2.3", "::g"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        is_public(text)
