"""Processing of shards: extract, attribute and load some hundred captures at a time."""

from __future__ import annotations

import itertools
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from pipeline import warehouse
from pipeline.acquire import ArchiveError, read_payload
from pipeline.article import NotAnArticle, extract_page
from pipeline.model_files import ModelError
from pipeline.quotes import Attributor, cut_notice
from pipeline.records import AttributedPage, Capture, ExtractedPage, Rejection
from pipeline.runs.run_counts import ARCHIVE_UNREADABLE, count_records, in_order
from pipeline.runs.run_folder import LoadedShard, RunFolder, Shard
from pipeline.runs.run_summary import counts_block
from pipeline.runs.stages.common import (
    StageError,
    attributor_of,
    extraction_of,
    opened_warehouse,
    stop_if_exhausted,
)
from pipeline.runs.staging import read_records, write_records
from pipeline.settings.environment import OutletFacts, Settings, Source
from pipeline.store import StorePath, mark, remove_tree
from pipeline.text.safe_text import one_line

logger = logging.getLogger(__name__)

EXTRACTOR_FAILED, ATTRIBUTOR_FAILED = "extractor-failed", "attributor-failed"
"""Reasons of pages that our code could not process."""
TEXT_CUT = "text-cut"
"""Reason of an article whose first part alone was read for quotations; those are loaded."""
MAX_ERROR = 500
"""Characters of an error in a rejection: errors may quote a whole page."""
MAX_SHARD_PAGES = 2000
"""A load has the records of a shard in memory, some 50 kB a page."""
DEFECTS = frozenset({EXTRACTOR_FAILED, ATTRIBUTOR_FAILED})
"""Reasons that speak of our code, not of the page."""


def shard_captures(settings: Settings, run: str) -> list[str]:
    """Divide the captures of a run into shards; returns their paths."""
    folder = RunFolder.at(run)
    count = sum(isinstance(outcome, Capture) for outcome in folder.outcomes())
    captures = ((outcome,) for outcome in folder.outcomes() if isinstance(outcome, Capture))
    return _write_shards(folder, captures, shard_pages(settings, count))


def shard_archive(settings: Settings, run: str) -> list[str]:
    """Divide the archived captures of the plan's dates into shards; returns their paths.

    Captures that show one text come into one shard. Only if they are loaded together is it known
    which of them still show it, and so what is to be said of it.
    """
    folder = RunFolder.at(run)
    plan = folder.plan
    with opened_warehouse(settings) as engine:
        captures = warehouse.archived_captures(engine, plan.since, plan.until)
    if not captures:
        logger.warning("no page was captured on the days asked for, so there is nothing to process")
    return _write_shards(folder, captures, shard_pages(settings, sum(map(len, captures))))


def shard_pages(settings: Settings, count: int) -> int:
    """How many of so many pages come into a shard.

    VERBATIM_SHARD_SIZE, or more where that would make more than VERBATIM_MAX_SHARDS shards; then
    all shards have about the same number. Never more than MAX_SHARD_PAGES.
    """
    needed = ceil(count / MAX_SHARD_PAGES)
    if count <= settings.shard_size * settings.max_shards and needed <= 1:
        return settings.shard_size
    return ceil(count / max(needed, min(settings.max_shards, ceil(count / settings.shard_size))))


def _write_shards(folder: RunFolder, groups: Iterable[Sequence[Capture]], size: int) -> list[str]:
    """Write shards of so many captures; a group of captures is not divided."""
    folder.divided.unlink(missing_ok=True)
    remove_tree(folder.shards_folder)
    remaining = iter(groups)
    for number in itertools.count():
        some: list[Capture] = []
        while len(some) < size and (group := next(remaining, None)):
            some += group
        if not some:
            mark(folder.divided)
            shards = folder.shards
            logger.info("shards: %d, of about %d pages", len(shards), size)
            return [str(shard.path) for shard in shards]
        write_records(Shard(folder.shards_folder / f"{number:04d}").captures, some)
    raise AssertionError("itertools.count ends")


def extract_shard(settings: Settings, shard: str) -> str:
    """Turn the captures of a shard into articles; returns the shard's path.

    Raises StageError if more than half of the pages fail because of a defect.
    """
    here = _reopened(shard)
    names = {source.key: source for source in here.run.plan.sources}
    _write_unless_broken(
        here.pages,
        (
            _extracted(capture, settings, names.get(capture.source))
            for capture in read_records(here.captures, Capture)
        ),
    )
    return shard


def _reopened(shard: str) -> Shard:
    """The shard, no longer marked as loaded: it is not done until the task ends well."""
    here = Shard.at(shard)
    here.loaded.unlink(missing_ok=True)
    return here


def _write_unless_broken(
    path: StorePath, records: Iterable[ExtractedPage | AttributedPage | Rejection]
) -> None:
    """Write what a stage made of a shard; raises StageError if most of it is defects of ours.

    An odd page is parked and the run goes on. Where most pages fail, the code or its
    installation is broken, and a run that says it succeeded would hide that.
    """
    defects: list[Rejection] = []
    counts: Counter[str] = Counter()
    count = 0

    def watched() -> Iterator[ExtractedPage | AttributedPage | Rejection]:
        nonlocal count
        for record in records:
            count += 1
            counts.update(count_records([record]))
            if isinstance(record, Rejection) and record.reason in DEFECTS:
                defects.append(record)
            yield record

    write_records(path, watched())
    logger.info(
        "%s", counts_block(f"shard {path.parent.name}: {count} pages, so far", in_order(counts))
    )
    if len(defects) > count / 2:
        raise StageError(
            f"{len(defects)} of {count} pages failed because of a defect, the first with "
            f"{defects[0].detail}; mend the code or its installation and run the task again"
        )


def _extracted(
    capture: Capture, settings: Settings, source: Source | None
) -> ExtractedPage | Rejection:
    try:
        page = read_payload(settings.archive_folder, capture.warc_file, capture.warc_offset)
        article = extract_page(
            page.payload,
            url=capture.url_answered,
            content_type=page.content_type,
            **(source.facts_on(capture.fetched_at.date()) if source else OutletFacts()),
        )
    except NotAnArticle as refusal:
        return _parked(capture, "extract", refusal.reason, refusal.detail)
    except ArchiveError as error:
        return _parked(capture, "extract", ARCHIVE_UNREADABLE, str(error))
    except ModelError:
        # no page is at fault
        raise
    except Exception as error:
        stop_if_exhausted(error)
        logger.exception("extraction of %s failed", capture.url_answered)
        return _parked(capture, "extract", EXTRACTOR_FAILED, _sentence(error))
    return ExtractedPage(capture, article)


def attribute_shard(settings: Settings, shard: str) -> str:
    """Find the quotations in the articles of a shard; returns the shard's path.

    Raises StageError if more than half of the pages fail because of a defect.
    """
    here = _reopened(shard)
    attributor = attributor_of(settings)
    pages: Iterator[ExtractedPage | Rejection] = read_records(here.pages, ExtractedPage, Rejection)
    _write_unless_broken(
        here.quotations,
        itertools.chain.from_iterable(_attributed(page, attributor) for page in pages),
    )
    return shard


def _attributed(
    page: ExtractedPage | Rejection, attributor: Attributor
) -> Iterator[AttributedPage | Rejection]:
    if isinstance(page, Rejection):
        yield page
        return
    article = page.article
    try:
        quotations = attributor.quotations(article)
        length = attributor.readable_length(article.text, article.language)
    except ModelError:
        # as in extraction
        raise
    except Exception as error:
        stop_if_exhausted(error)
        logger.exception("attribution of %s failed", page.capture.url_answered)
        yield _parked(page.capture, "attribute", ATTRIBUTOR_FAILED, _sentence(error))
        return
    yield AttributedPage(page.capture, article, quotations)
    if length < len(article.text):
        yield _parked(page.capture, "attribute", TEXT_CUT, cut_notice(length, len(article.text)))


def load_shard(settings: Settings, shard: str) -> str:
    """Load a shard into the warehouse, in one transaction; returns the shard's path."""
    here = _reopened(shard)
    plan = here.run.plan
    records: list[AttributedPage | Rejection] = list(
        read_records(here.quotations, AttributedPage, Rejection)
    )
    with opened_warehouse(settings) as engine:
        changed = warehouse.load_pages(
            engine,
            plan.key,
            [record for record in records if isinstance(record, AttributedPage)],
            [record for record in records if isinstance(record, Rejection)],
            captures=read_records(here.captures, Capture),
            extraction=extraction_of(settings),
            outlets={source.key: source.name for source in plan.sources},
        )
    counts = dict(count_records([*records, *changed.parked]))
    write_records(here.loaded, [LoadedShard(counts)])
    logger.info(
        "%s\n  load       articles added %d; quotations added %d, changed %d, removed %d",
        counts_block(f"shard {here.path.name} is in the warehouse", in_order(counts)),
        changed.articles_added,
        changed.quotations_added,
        changed.quotations_changed,
        changed.quotations_removed,
    )
    return shard


def _parked(capture: Capture, stage: str, reason: str, detail: str) -> Rejection:
    return Rejection(
        stage,
        capture.url_asked,
        reason,
        detail,
        capture.source,
        capture.warc_file,
        capture.warc_offset,
    )


def _sentence(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}", MAX_ERROR)
