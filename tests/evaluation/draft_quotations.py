"""How well `verify` judges a draft: drafts made by program from what the bundled news site prints.

`python -m tests.evaluation.draft_quotations` prints a table. The site's articles are loaded into a
warehouse of their own, and with them one that is full of figures; then each quotation is put into
drafts as it is, and as writers spoil quotations. What must be said of each draft is known from how
it was made.
"""

from __future__ import annotations

import itertools
import random
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON, Engine, text

from pipeline.quotes import Attributor
from pipeline.records import Kind
from pipeline.runs.local_runner import run_pipeline
from pipeline.settings.environment import Settings
from pipeline.text.dates import first_instant, last_instant
from pipeline.text.quoted_words import QuotedWord, as_written, quoted_words
from pipeline.verify import Verdict, check_draft
from pipeline.verify.word_alignment import RUN
from pipeline.warehouse import opened
from tests.newsroom import Newsroom
from tests.warehouse.examples import Said, begin, load, page

LEAST_WORDS = 6
"""Of a quotation that is spoilt: of fewer, what is left may have been said by many."""

SEED = 2026
"""Of the choice of words; any other gives other drafts of the same kinds."""

_FIGURES = (
    "The quay cost 3.5 million crowns, up 0.7 per cent, and nobody complained of it.",
    "They left at 2.30 a.m. for a U.S. port, as Mr. Haugen did at 6 p.m. on Sunday.",
    "For twenty-two years ninety thousand crowns were enough for two hundred and six boats.",
    "Fares rose by .5 per cent, i.e. by 1.20 crowns, to 1,450.75 crowns a year.",
)
"""Decimals, abbreviations, times, numbers in words: the bundled news site prints few of them."""

_PLACES = ("Sundal", "Meridian", "the harbour", "the valley", "our district")
_THINGS = ("bridges", "tunnels", "greenhouses", "libraries", "lighthouses", "wind turbines")
_WISHES = ("paint", "sell", "move", "count", "rename", "insure")


@dataclass(frozen=True, slots=True)
class Printed:
    """A quotation that the warehouse has."""

    quotation_id: int
    words: str
    """Between one pair of marks; of what is reported, all."""
    speaker: str
    article: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class MadeDraft:
    """A draft of one quotation, and what must be said of it."""

    how: str
    """How it was made."""
    text: str
    expected: Verdict


def printed_quotations(engine: Engine) -> list[Printed]:
    """What the warehouse has of named speakers: the words between one pair of marks that are whole
    sentences, and what is reported without marks."""
    query = text("""
        SELECT quotation.id, quotations.text, quotation.segments, speaker, url, quotations.kind
        FROM quotations INNER JOIN quotation ON quotations.quotation_id = quotation.id
        WHERE speaker_id IS NOT NULL
        ORDER BY url, start_offset, end_offset, quotation.id
    """).columns(segments=JSON)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [
        Printed(row.id, words, row.speaker, row.url, Kind(row.kind))
        for row in rows
        for words in (row.segments or [row.text])
        if all(part.lstrip("“‘'\"")[:1].isupper() for part in row.segments)
    ]


def made_drafts(printed: Sequence[Printed]) -> Iterator[MadeDraft]:
    """A draft for each quotation and each way to print or spoil it that it allows."""
    chance = random.Random(SEED)
    marked = [
        one
        for one in printed
        if one.kind is Kind.DIRECT and len(quoted_words(one.words)) >= LEAST_WORDS
    ]
    vocabulary = sorted(
        {word.key for one in printed for word in quoted_words(one.words) if len(word.key) > 4}
    )
    said = [quoted_words(one.words) for one in printed]
    for one in marked:
        yield MadeDraft("as printed", _draft(one.words, one.speaker), Verdict.VERBATIM)
        yield MadeDraft("other marks", _restyled(one), Verdict.VERBATIM)
        words = one.words.split()
        at = chance.randrange(1, len(words) - 1)
        spoilt = {
            "one word changed": _with(words, at, _another(words[at], vocabulary, chance)),
            "one word left out": words[:at] + words[at + 1 :],
            "negation": _negated(words),
            "number": _other_number(words, chance),
        }
        for how, changed in spoilt.items():
            if changed and not _is_printed(changed, said):
                yield MadeDraft(how, _draft(" ".join(changed), one.speaker), Verdict.ALTERED)
        if (in_digits := _in_digits(one.words)) != one.words:
            yield MadeDraft("numbers in digits", _draft(in_digits, one.speaker), Verdict.VERBATIM)
        # half a number would be another number
        inner = as_written(quoted_words(one.words)[1:-1])
        yield MadeDraft("cut", _draft(inner, one.speaker), Verdict.CUT)
        other = chance.choice([two for two in marked if two.speaker != one.speaker])
        yield MadeDraft("other speaker", _draft(one.words, other.speaker), Verdict.OTHER_SPEAKER)
        yield MadeDraft("invented", _draft(_invented(chance), one.speaker), Verdict.NOT_FOUND)
    for one in marked:
        if turned := _turned(one.words):
            yield MadeDraft("sentences turned", _draft(turned, one.speaker), Verdict.ALTERED)
    for one, two in itertools.pairwise(marked):
        if (one.speaker, one.article) == (two.speaker, two.article) and (
            one.quotation_id != two.quotation_id
        ):
            merged = f"{one.words.rstrip(',.')}. {two.words}"
            yield MadeDraft("two merged", _draft(merged, one.speaker), Verdict.ALTERED)
    for one in printed:
        if one.kind is Kind.INDIRECT and len(quoted_words(one.words)) >= LEAST_WORDS:
            yield MadeDraft("reported", _draft(one.words, one.speaker), Verdict.PARAPHRASE_ONLY)


def _draft(words: str, speaker: str) -> str:
    """Two paragraphs, as a reporter writes them."""
    said = words.strip().rstrip(",.").translate(str.maketrans("“”", "‘’"))
    return f"The council met on Thursday evening.\n\n“{said},” said {speaker} on Thursday.\n"


def _restyled(one: Printed) -> str:
    straight = one.words.translate(str.maketrans("“”‘’–—", "\"\"''--"))
    said = straight.strip().rstrip(",.").strip('"').replace('"', "'")
    return f'The council met on Thursday evening.\n\n{one.speaker} said: "{said}."\n'


def _with(words: Sequence[str], at: int, word: str) -> list[str]:
    return [*words[:at], word, *words[at + 1 :]]


def _another(word: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    return chance.choice([other for other in vocabulary if other != word.casefold().strip(",.")])


def _negated(words: Sequence[str]) -> list[str]:
    """The words without their negation, or with one; nothing if there is no place for it."""
    for at, word in enumerate(words):
        if word in {"not", "never", "no"}:
            return [*words[:at], *words[at + 1 :]]
        if word in {"is", "are", "was", "were", "will", "would", "can", "have", "has", "must"}:
            return [*words[: at + 1], "not", *words[at + 1 :]]
    return []


def _other_number(words: Sequence[str], chance: random.Random) -> list[str]:
    """The words with another number; nothing if there is none."""
    for at, word in enumerate(words):
        if re.search(r"\d", word) or word.casefold() in {"two", "three", "four", "five", "ten"}:
            return _with(words, at, str(chance.randrange(111, 999)))
    return []


def _turned(words: str) -> str:
    """The words with the last sentence first; nothing if there are not two, or one is short."""
    said = quoted_words(words)
    ends = [at for at, word in enumerate(said, 1) if word.ends_sentence and at < len(said)]
    lengths = [end - begin for begin, end in itertools.pairwise([0, *ends, len(said)])]
    if not ends or min(lengths) < RUN:
        return ""
    return f"{as_written(said[ends[-1] :]).rstrip(',.')}. {as_written(said[: ends[-1]])}"


def _in_digits(words: str) -> str:
    """The words with each number that is written in words in digits."""
    for word in quoted_words(words):
        if word.key.isdecimal() and word.text[0].isalpha() and word.text != "one":
            words = words.replace(word.text, f"{int(word.key):,}")
    return words


def _is_printed(words: Sequence[str], said: Sequence[Sequence[QuotedWord]]) -> bool:
    """Whether changed words are, by chance, what somebody said."""
    keys = [word.key for word in quoted_words(" ".join(words))]
    return any(
        keys == [word.key for word in other[start : start + len(keys)]]
        for other in said
        for start in range(len(other) - len(keys) + 1)
    )


def _invented(chance: random.Random) -> str:
    return (
        f"Whoever wants to {chance.choice(_WISHES)} {chance.randrange(30, 99)} "
        f"{chance.choice(_THINGS)} near {chance.choice(_PLACES)} shall ask my grandmother first"
    )


def judged(
    drafts: Iterable[MadeDraft], attributor: Attributor, engine: Engine
) -> Iterator[tuple[MadeDraft, Verdict | None]]:
    """What is said of each draft; None if its quotation was not seen, or taken for several."""
    for draft in drafts:
        passages = check_draft(draft.text, attributor, engine).passages
        yield draft, passages[0].verdict if len(passages) == 1 else None


def table(results: Iterable[tuple[MadeDraft, Verdict | None]]) -> Iterator[str]:
    """A line for each way to make drafts: how many, how many judged rightly, as what else."""
    by_way: dict[tuple[str, Verdict], Counter[str]] = defaultdict(Counter)
    for draft, verdict in results:
        by_way[draft.how, draft.expected][verdict or "not seen"] += 1
    for (how, expected), verdicts in by_way.items():
        wrong = {name: number for name, number in verdicts.items() if name != expected}
        every = verdicts.total()
        yield (
            f"{how:<18} {every:>5}  {expected:<15} {100 * verdicts[expected] / every:5.1f} %"
            + ("  " + ", ".join(f"{name} {number}" for name, number in wrong.items()))
        )


def wrongly_verbatim(results: Iterable[tuple[MadeDraft, Verdict | None]]) -> list[MadeDraft]:
    """The drafts with changed or invented words that were said to be printed so."""
    return [
        draft
        for draft, verdict in results
        if draft.expected in {Verdict.ALTERED, Verdict.NOT_FOUND} and verdict is Verdict.VERBATIM
    ]


@contextmanager
def news_warehouse(folder: Path) -> Iterator[Engine]:
    """A warehouse with what the bundled news site prints, and with an article of figures."""
    with Newsroom() as site:
        settings = Settings(
            home=folder / "home",
            sources=folder / "sources.yaml",
            allow_private_hosts=True,
            delay_seconds=0,
            retry_wait_seconds=0.05,
            read_timeout_seconds=1,
        )
        site.write_sources(settings.sources)
        run_pipeline(settings, since=first_instant("2026-02-20"), until=last_instant("2026-03-07"))
        with opened(settings.warehouse_url) as engine:
            begin(engine)
            said = [f"“{words}”" for words in _FIGURES]
            quotes = [Said(words, "Edda Kvist") for words in said]
            load(engine, page(*(f"{words} Edda Kvist said." for words in said), quotes=quotes))
            yield engine


def main() -> None:
    """Print the table."""
    attributor = Attributor()
    with tempfile.TemporaryDirectory() as folder, news_warehouse(Path(folder)) as engine:
        drafts = list(made_drafts(printed_quotations(engine)))
        results = list(judged(drafts, attributor, engine))
    print("\n".join(table(results)))
    for draft, verdict in results:
        if verdict is not draft.expected:
            print(f"{draft.how}: {verdict or 'not seen'}: {draft.text.splitlines()[-1]}")
    right = sum(verdict is draft.expected for draft, verdict in results)
    print(f"{len(results)} drafts, {100 * right / len(results):.1f} % judged rightly")
    print(f"changed or invented, and said to be verbatim: {len(wrongly_verbatim(results))}")


if __name__ == "__main__":
    main()
