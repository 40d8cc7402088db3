"""Single pages that a person asks for by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.acquire.discovery import MANUAL, Discovery
from pipeline.acquire.host_groups import sources_by_host
from pipeline.acquire.reasons import NotFetched, Reason
from pipeline.acquire.urls import MAX_URL_LENGTH, canonical_url, host_of
from pipeline.records import Candidate, Rejection
from pipeline.settings.environment import Source
from pipeline.text.safe_text import one_line


def given_url_candidates(urls: Sequence[str], sources: Sequence[Source]) -> dict[str, Discovery]:
    """Each URL as a candidate of the source whose host it is on, by source key.

    A URL that is none (bad-url), or is on no source's host (unknown-host), is a
    rejection; it belongs to no source, and is given with the first, so that it is told once.
    Asks nobody.
    """
    candidates: defaultdict[str, dict[str, Candidate]] = defaultdict(dict)
    rejections: list[Rejection] = []
    owners = sources_by_host(sources)
    for given in dict.fromkeys(urls):
        try:
            url = canonical_url(given)
            key = _owner(host_of(url), owners).key
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


def _owner(host: str, owners: Mapping[str, Source]) -> Source:
    if host not in owners:
        raise NotFetched(
            Reason.UNKNOWN_HOST,
            f"no source has the host {host}; add it to the hosts of a source, or write a source "
            "for it (docs/operations.md)",
        )
    return owners[host]
