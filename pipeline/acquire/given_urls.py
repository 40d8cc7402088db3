"""Single pages that a person asks for by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.acquire.discovery import MANUAL, Discovery
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.urls import MAX_URL_LENGTH, canonical_hosts, canonical_url, host_of
from pipeline.records import Candidate, Rejection
from pipeline.settings.environment import Source
from pipeline.text.safe_text import one_line


def given_url_candidates(urls: Sequence[str], sources: Sequence[Source]) -> dict[str, Discovery]:
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
        except NotFetched as not_fetched:
            shown = one_line(given, MAX_URL_LENGTH)
            rejections.append(
                Rejection("discover", shown, not_fetched.reason.value, not_fetched.detail)
            )
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
        raise NotFetched(
            Reason.UNKNOWN_HOST,
            f"no source has the host {host}; add it to the hosts of a source, or write a source "
            "for it (docs/operations.md)",
        )
    at_home = (s for s in having if host not in canonical_hosts(s.hosts))
    return next(at_home, having[0])
