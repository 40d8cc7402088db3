"""Hosts and the sources they belong to; dividing sources so that two tasks never ask one host."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.acquire.urls import canonical_hosts
from pipeline.settings.environment import Source


def sources_by_host(sources: Sequence[Source]) -> dict[str, Source]:
    """The source that the pages of a host belong to, by host.

    Of several sources with a host, that is the first that has its announcements there, else the
    first.
    """
    found: dict[str, Source] = {}
    for source in sources:
        for host in canonical_hosts(source.allowed_hosts) - canonical_hosts(source.hosts):
            found.setdefault(host, source)
    for source in sources:
        for host in canonical_hosts(source.hosts):
            found.setdefault(host, source)
    return found


def host_groups(sources: Sequence[Source], most: int) -> list[tuple[Source, ...]]:
    """Sources in at most so many groups; those that share a host are in one.

    The groups have about the same number of sources, each at least one, in their order; the same
    sources always make the same groups.
    """
    families: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts, family = set(canonical_hosts(source.allowed_hosts)), [source]
        related = [known for known in families if known[0] & hosts]
        for known in related:
            families.remove(known)
            hosts |= known[0]
            family = known[1] + family
        families.append((hosts, family))
    groups: list[list[Source]] = [[] for _ in range(min(most, len(families)))]
    for _, family in sorted(families, key=lambda known: -len(known[1])):
        min(groups, key=len).extend(family)
    order = {source.key: number for number, source in enumerate(sources)}
    return [tuple(sorted(group, key=lambda source: order[source.key])) for group in groups]
