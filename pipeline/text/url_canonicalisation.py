"""The one spelling of an address, and what can be said of its host.

What is asked for, what a page names as its own address and what the warehouse has as an
article's are spelled by the same function, so that one page is one article.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from pipeline.errors import VerbatimError
from pipeline.text.public_addresses import is_public

MAX_URL_LENGTH = 2000
"""Of a canonical address. Search engines index no longer ones, and an index of PostgreSQL takes
at most 2,700 bytes."""

_MAX_GIVEN_LENGTH = 8000
"""Of an address as written, with its tracking parameters; servers refuse longer ones."""

_DEFAULT_PORTS = {"http": "80", "https": "443"}
"""Ports that an address may leave out."""

_HOST = re.compile(r"[a-z0-9._-]{1,253}|[0-9a-f:.]{2,45}")
"""A name as the DNS has it, in IDNA, or an IP address without a zone."""

_TRACKING_PREFIXES = ("utm_", "mtm_", "pk_", "hsa_", "at_campaign", "at_medium", "at_custom")
"""Of parameters that say from where a reader came, by the common analytics programs."""
_TRACKING_NAMES = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "cmpid", "dclid", "fbclid", "gad_source", "gbraid",
        "gclid", "gclsrc", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid",
        "ns_campaign", "ns_mchannel", "ns_source", "smid", "twclid", "ttclid", "wbraid",
        "wt_mc", "xtor", "yclid",
    }
)  # fmt: skip
"""Parameters that tell where a visitor came from, and never which page is meant."""

_ORIGIN_NAMES = frozenset({"ref", "referrer", "source", "src", "from", "via", "origin", "partner"})
"""Parameters that say from which link a reader came."""
_CHANNELS = frozenset(
    {
        "rss", "feed", "atom", "newsletter", "email", "mail", "push", "social", "twitter",
        "facebook", "whatsapp", "telegram", "google", "googlenews", "applenews", "flipboard",
    }
)  # fmt: skip
"""Values with which a parameter of `_ORIGIN_NAMES` tells a visitor's way; with any other value it
may choose the page ("?source=police")."""

_ESCAPED = re.compile(r"%([0-9a-fA-F]{2})")
"""A character as percent and two digits."""
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~")
"""Characters that mean the same escaped and as they are (RFC 3986, 2.3). The full stop is one too,
but "%2E%2E" would become a step up the path."""

_VARIANT = re.compile(r"^(?:(?:www\d?|m|amp|mobile)\.)+(?=[^.]+\.)")
"""First labels of hosts that show the same pages in another form."""
_SECOND_LEVEL = re.compile(
    r"(?:co|com|org|net|gov|gob|gouv|govt|edu|ac|or|ne|go|nom|[a-z]{2})\.[a-z]{2}"
)
"""Hosts of two labels under which countries register sites: "co.uk". No site is one of them."""
_LOCAL_NAMES = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp")
"""Ends of names that are not of the public internet (RFC 6762, RFC 8375, and usage in offices)."""


class BadUrl(VerbatimError):
    """What is not an address, in one line with the reason."""


def canonical_url(url: str, base: str | None = None) -> str:
    """The one spelling under which an address is asked for and known.

    Relative addresses are resolved against `base`. Scheme and host are lower case; default
    ports, dots behind the host, fragments and tracking parameters are dropped; unsafe characters
    are escaped as browsers do, and no others. The order of parameters is kept: some sites mind
    it.

    Raises BadUrl for what is not an http(s) address.
    """
    shown = url if len(url) <= 200 else url[:200] + "…"
    if len(url) > _MAX_GIVEN_LENGTH:
        raise BadUrl(f"{shown} has more than {_MAX_GIVEN_LENGTH} characters")
    try:
        joined = urljoin(base, url.strip()) if base else url.strip()
        parts = urlsplit(safe_url_string(joined))
        port = parts.port
    except ValueError as error:
        raise BadUrl(f"{shown} is not an address: {error}") from error
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        raise BadUrl(f"{shown} is not an http(s) address")
    if parts.username is not None:
        raise BadUrl(f"{parts.scheme}://…@{host} has a user name in it")
    if not _HOST.fullmatch(host):
        raise BadUrl(f"{shown} has no usable host")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and str(port) != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_tracking(pair))
    whole = urlunsplit((scheme, netloc, _escaped(parts.path or "/"), _escaped(query), ""))
    if len(whole) > MAX_URL_LENGTH:
        raise BadUrl(f"{shown} has more than {MAX_URL_LENGTH} characters")
    return whole


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    if name in _ORIGIN_NAMES:
        return value in _CHANNELS
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _escaped(text: str) -> str:
    """The text with each escape in its one spelling."""

    def spelled(escape: re.Match[str]) -> str:
        character = chr(int(escape[1], 16))
        return character if character in _UNRESERVED else escape[0].upper()

    return _ESCAPED.sub(spelled, text)


def host_of(url: str) -> str:
    """The host of a canonical address: "host", or "host:port" where the port is not the usual."""
    return urlsplit(url).netloc


def same_site(host: str, other: str) -> bool:
    """Whether two hosts are surely of one site: the same, forms of it, or one below the other.

    "m.paper.example" and "amp.paper.example" are forms of "paper.example", and
    "sport.paper.example" is below it. Two hosts that stand beside each other may belong to
    different people ("ann.blogs.example", "bo.blogs.example"). Which hosts can be registered by
    anybody only the public suffix list says, and none of our dependencies brings it; so a host of
    two labels that looks like one ("co.uk") is nobody's.
    """
    one, two = (_VARIANT.sub("", name) for name in (host, other))
    if one == two:
        return True
    shorter, longer = sorted((one, two), key=len)
    own = (
        "." in shorter
        and not _SECOND_LEVEL.fullmatch(shorter)
        and not longer.rpartition(".")[2].isdigit()
    )
    return own and longer.endswith("." + shorter)


def is_public_host(host: str) -> bool:
    """Whether a host may be on the public internet, as far as its name or number tells."""
    name = host.partition(":")[0] if host.count(":") <= 1 else host
    name = name.removeprefix("[").partition("]")[0]
    if _is_ip(name):
        return is_public(name)
    return "." in name and not name.endswith(_LOCAL_NAMES) and not name.rpartition(".")[2].isdigit()


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
