"""Addresses: their one spelling, the hosts they belong to, and which may be connected to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string, url_query_cleaner

from pipeline.acquire.reasons import Reason, Refused

MAX_URL_LENGTH = 2000
"""Of a canonical address. Search engines index no longer ones, and an index of PostgreSQL takes
at most 2,700 bytes."""

_MAX_GIVEN_LENGTH = 8000
"""Of an address as written, with its tracking parameters; servers refuse longer ones."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}

_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
"""A name as the DNS has it, in IDNA, or an IP address without a zone."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "at_campaign", "at_medium", "at_custom")
_TRACKING_NAMES = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "cmpid", "dclid", "fbclid", "gad_source", "gbraid",
        "gclid", "gclsrc", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid",
        "ns_campaign", "ns_mchannel", "ns_source", "smid", "twclid", "ttclid", "wbraid",
        "wt_mc", "xtor", "yclid",
    }
)  # fmt: skip
"""Parameters that tell where a visitor came from, and never which page is meant."""


def canonical_url(url: str, base: str | None = None) -> str:
    """The one spelling under which an address is asked for and known.

    Relative addresses are resolved against `base`. Scheme and host are lower case, default
    ports, fragments and tracking parameters are dropped, unsafe characters are escaped as
    browsers do. The order of parameters is kept: some sites mind it.

    Raises Refused (bad-url) for what is no http(s) address.
    """
    shown = url if len(url) <= 200 else url[:200] + "…"
    if len(url) > _MAX_GIVEN_LENGTH:
        raise Refused(Reason.BAD_URL, f"{shown} has more than {_MAX_GIVEN_LENGTH} characters")
    try:
        joined = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(safe_url_string(joined))
        port = parts.port
    except ValueError as error:
        raise Refused(Reason.BAD_URL, f"{shown} is no address: {error}") from error
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _DEFAULT_PORTS or not host:
        raise Refused(Reason.BAD_URL, f"{shown} is no http(s) address")
    if parts.username is not None:
        raise Refused(Reason.BAD_URL, f"{parts.scheme}://…@{host} has a user name in it")
    if not _HOST.fullmatch(host):
        raise Refused(Reason.BAD_URL, f"{shown} has no usable host")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and str(port) != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    whole = urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))
    cleaned = url_query_cleaner(whole, _tracking(parts.query), remove=True, unique=False)
    if len(cleaned) > MAX_URL_LENGTH:
        raise Refused(Reason.BAD_URL, f"{shown} has more than {MAX_URL_LENGTH} characters")
    return cleaned


def _tracking(query: str) -> list[str]:
    names = {pair.partition("=")[0] for pair in query.split("&")}
    return [
        name
        for name in names
        if name.lower() in _TRACKING_NAMES or name.lower().startswith(_TRACKING_PREFIXES)
    ]


def host_of(url: str) -> str:
    """The host of a canonical address: "host", or "host:port" where the port is not the usual."""
    return urlsplit(url).netloc


def canonical_hosts(hosts: Iterable[str]) -> frozenset[str]:
    """Hosts as `host_of` writes them: lower case, IDNA, the usual ports left out."""
    return frozenset(
        urlsplit(safe_url_string(f"//{host}"))
        .netloc.lower()
        .removesuffix(":80")
        .removesuffix(":443")
        for host in hosts
    )


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Addresses that carry another one inside (IPv4 mapped into IPv6, 6to4, NAT64) are judged by
    the inner one. Raises ValueError for what is no IP address. Of the other IPv6 addresses, only
    2000::/3 has been given out for the public internet (RFC 4291, 2.4).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
