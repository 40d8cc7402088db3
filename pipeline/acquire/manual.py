"""Single pages that a person asks for by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.acquire.addresses import MAX_URL_LENGTH, canonical_hosts, canonical_url, host_of
from pipeline.acquire.discovery import MANUAL, Discovery
from pipeline.acquire.reasons import Reason, Refused
from pipeline.acquire.wording import one_line
from pipeline.records import Candidate, Rejection
from pipeline.settings.environment import Source


def manual_candidates(urls: Sequence[str], sources: Sequence[Source]) -> dict[str, Discovery]:
    """Each URL as a candidate of the source whose host it is on, by source key.

    Of several sources with the host, the one that has its announcements there is taken, else
    the first. A URL that is none (bad-url), or is on no source's host (unknown-host), is a
    rejection; it belongs to no source, and is given with the first, so that it is told once.
    Asks nobody.
    """
    candidates: defaultdict[str, dict[str, Candidate]] = defaultdict(dict)
    rejections: list[Rejection] = []
    for given in dict.fromkeys(urls):
        try:
            url = canonical_url(given)
            key = _source_of(url, sources).key
        except Refused as refusal:
            shown = one_line(given, MAX_URL_LENGTH)
            rejections.append(Rejection("discover", shown, refusal.reason.value, refusal.detail))
        else:
            candidates[key][url] = Candidate(url, key, MANUAL)
    return {
        source.key: Discovery(
            tuple(candidates[source.key].values()), tuple(rejections) if number == 0 else ()
        )
        for number, source in enumerate(sources)
    }


def _source_of(url: str, sources: Sequence[Source]) -> Source:
    host = host_of(url)
    having = [s for s in sources if host in canonical_hosts(s.allowed_hosts)]
    if not having:
        raise Refused(
            Reason.UNKNOWN_HOST,
            f"no source has the host {host}; add it to the hosts of a source, or write a source "
            "for it (docs/operations.md)",
        )
    at_home = (s for s in having if host not in canonical_hosts(s.hosts))
    return next(at_home, having[0])
