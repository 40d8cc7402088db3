"""`python -m tests.evaluation.statements`: which edits of a quotation the warehouse sees through.

Pairs are made from the quotations of our own articles (tests/newsroom) by the edits that outlets
make, and by changes after which it is another statement. Each pair is loaded as two articles of
two outlets that quote one speaker, and counts as found if the warehouse gives both one statement.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from pipeline.warehouse import begin_run, load_pages, open_warehouse, upgrade
from pipeline.warehouse.connection import reading
from tests.warehouse.examples import MONDAY, Said, page

PAGES = Path(__file__).resolve().parents[1] / "newsroom" / "outlets"
LEAST_WORDS = 9
"""Of a quotation that is edited."""
OF_EACH_KIND = 60
SEED = 5

_SAID_ANYWAY = frozenset(
    ["no", "not", "never", "without", "nobody", "nothing", "none", "neither", "nor", "cannot"]
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings and whether they are the same statement."""

    kind: str
    one: str
    other: str
    same: bool


def quotations() -> list[str]:
    """The quotations of our own articles that are long enough, each once, without their marks."""
    found = set()
    for file in sorted(PAGES.glob("*/pages/*.expected.json")):
        for quoted in json.loads(file.read_text(encoding="utf-8")).get("quotes", ()):
            words = quoted["text"].strip("“”\"'‘’ ,.")
            if len(words.split()) >= LEAST_WORDS and " … " not in words:
                found.add(words)
    return sorted(found)


def pairs() -> list[Pair]:
    """All pairs; the same ones every time."""
    chance = random.Random(SEED)
    texts = quotations()
    vocabulary = sorted(
        {w for t in texts for w in t.split() if len(w) > 4 and w.isalpha() and w not in _NUMBERS}
    )
    edits = _Edits(chance, texts, vocabulary)
    made = []
    for kind, (edit, same) in edits.kinds().items():
        taken = 0
        for one in chance.sample(texts, len(texts)):
            other = edit(one)
            if other is not None and other != one:
                made.append(Pair(kind, one, other, same))
                taken += 1
            if taken == OF_EACH_KIND:
                break
    return made


class _Edits:
    """What outlets do to a quotation, and what makes another one of it."""

    def __init__(self, chance: random.Random, texts: list[str], vocabulary: list[str]) -> None:
        self.chance = chance
        self.texts = texts
        self.vocabulary = vocabulary

    def kinds(self) -> dict[str, tuple[Callable[[str], str | None], bool]]:
        """Name -> the edit, and whether it leaves the same statement."""
        return {
            "marks and case": (self.marks, True),
            "brackets": (self.brackets, True),
            "ellipsis": (self.ellipsis, True),
            "a changed word": (self.changed_word, True),
            "a word left out": (self.left_out, True),
            "a cut at the end": (self.cut_end, True),
            "a cut at the start": (self.cut_start, True),
            "a cut on both sides": (self.cut_both, True),
            "more of the same": (self.longer, True),
            "a negation": (self.negation, False),
            "another number": (self.number, False),
            "another quotation": (self.another, False),
            "the same start": (self.same_start, False),
            "the same end": (self.same_end, False),
            "a phrase in common": (self.phrase, False),
        }

    def marks(self, words: str) -> str:
        changed = words.replace("’", "'").replace(" – ", "—").replace(",", "")
        return f'"{changed[0].upper()}{changed[1:]}!"'

    def brackets(self, words: str) -> str | None:
        parts = words.split()
        if parts[0].lower() not in {"we", "it", "he", "she", "they", "this", "that", "the"}:
            return None
        return " ".join([self.chance.choice(["[The council]", "[The ferry company]"]), *parts[1:]])

    def ellipsis(self, words: str) -> str | None:
        parts = words.split()
        if len(parts) < 14:
            return None
        start = self.chance.randrange(4, len(parts) - 8)
        return " ".join([*parts[:start], "…", *parts[start + self.chance.randrange(2, 5) :]])

    def changed_word(self, words: str) -> str | None:
        parts = words.split()
        places = [n for n, word in enumerate(parts) if len(word) > 3 and not self._turns(word)]
        if not places:
            return None
        parts[self.chance.choice(places)] = self.chance.choice(self.vocabulary)
        return " ".join(parts)

    def left_out(self, words: str) -> str | None:
        parts = words.split()
        places = [n for n, word in enumerate(parts[1:-1], 1) if not self._turns(word)]
        if not places:
            return None
        del parts[self.chance.choice(places)]
        return " ".join(parts)

    def cut_end(self, words: str) -> str:
        parts = words.split()
        return " ".join(parts[: self.chance.randrange(6, len(parts))])

    def cut_start(self, words: str) -> str:
        parts = words.split()
        return " ".join(parts[-self.chance.randrange(6, len(parts)) :])

    def cut_both(self, words: str) -> str | None:
        parts = words.split()
        if len(parts) < 12:
            return None
        start = self.chance.randrange(1, len(parts) - 7)
        return " ".join(parts[start : start + self.chance.randrange(6, len(parts) - start)])

    def longer(self, words: str) -> str:
        return f"{words}. {self.chance.choice(self.texts)}"

    def negation(self, words: str) -> str | None:
        parts = words.split()
        for verb in ("will", "is", "was", "are", "were", "can", "have", "has", "had", "would"):
            if verb in parts and not any(self._turns(word) for word in parts):
                parts.insert(parts.index(verb) + 1, "not")
                return " ".join(parts)
        return None

    def number(self, words: str) -> str | None:
        numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        parts = words.split()
        for place, word in enumerate(parts):
            if word in numbers or word.isdigit():
                parts[place] = self.chance.choice([n for n in numbers if n != word])
                return " ".join(parts)
        return None

    def another(self, words: str) -> str:
        return self.chance.choice([text for text in self.texts if text != words])

    def same_start(self, words: str) -> str:
        parts, others = words.split(), self.another(words).split()
        return " ".join([*parts[: len(parts) // 2], *others[len(others) // 2 :]])

    def same_end(self, words: str) -> str:
        parts, others = words.split(), self.another(words).split()
        return " ".join([*others[: len(others) // 2], *parts[len(parts) // 2 :]])

    def phrase(self, words: str) -> str:
        parts, others = words.split(), self.another(words).split()
        start = self.chance.randrange(len(parts) - 4)
        place = self.chance.randrange(len(others))
        return " ".join([*others[:place], *parts[start : start + 4], *others[place:]])

    @staticmethod
    def _turns(word: str) -> bool:
        bare = word.strip(",.;:!?").lower()
        return bare in _SAID_ANYWAY or (
            bare.endswith(("n't", "n’t")) or bare in _NUMBERS or any(c.isdigit() for c in bare)
        )


_NUMBERS = frozenset(
    {
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
        "thousand", "million", "billion",
    }
)  # fmt: skip
"""Another number, or none, is another statement."""


def judged(made: list[Pair], folder: Path) -> Iterator[tuple[Pair, bool]]:
    """Each pair, and whether a warehouse in `folder` takes its wordings for one statement."""
    engine = open_warehouse(f"sqlite:///{folder}/statements.sqlite")
    upgrade(engine)
    begin_run(engine, "pairs", "run", MONDAY, "1", "rules", {})
    pages = []
    for number, pair in enumerate(made):
        for outlet, words in (("courier", pair.one), ("post", pair.other)):
            marked = f"“{words},”"
            loaded = page(
                f"{marked} somebody said.",
                quotes=[Said(marked, f"Speaker Number{_letters(number)}")],
                url=f"https://{outlet}.example/{number}",
                outlet=outlet,
            )
            pages.append(loaded)
    load_pages(engine, "pairs", pages, [], extraction="1", outlets={})
    with reading(engine) as connection:
        found = connection.execute(
            text(
                "SELECT article.url, wording.statement_id FROM quotation "
                "JOIN wording ON wording.id = wording_id "
                "JOIN article_version ON article_version.id = version_id "
                "JOIN article ON article.id = article_id"
            )
        )
        statement_of = {row.url: row.statement_id for row in found}
    for number, pair in enumerate(made):
        one, other = (statement_of[f"https://{o}.example/{number}"] for o in ("courier", "post"))
        yield pair, one == other


def _letters(number: int) -> str:
    """A number in letters, so that it can be part of a name."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def precision_and_recall(results: list[tuple[Pair, bool]]) -> tuple[float, float]:
    """Of the pairs that were taken for one statement, and of those that are one, in percent."""
    hits = sum(found and pair.same for pair, found in results)
    called = sum(found for _pair, found in results)
    wanted = sum(pair.same for pair, _found in results)
    return 100 * hits / called, 100 * hits / wanted


def main() -> int:
    """Print precision and recall, and for each kind of edit how many pairs are judged right."""
    with tempfile.TemporaryDirectory() as folder:
        results = list(judged(pairs(), Path(folder)))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair, found in results:
        total[pair.kind] += 1
        right[pair.kind] += found == pair.same
        if found != pair.same and "--wrong" in sys.argv:
            sys.stdout.write(f"{pair.kind}\n  {pair.one}\n  {pair.other}\n")
    for kind, number in total.items():
        sys.stdout.write(f"{right[kind]:4} of {number:4}  {kind}\n")
    precision, recall = precision_and_recall(results)
    sys.stdout.write(f"pairs {len(results)}, precision {precision:.1f}, recall {recall:.1f}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
