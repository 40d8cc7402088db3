"""`python -m tests.evaluation.speaker_errors [ANSWERS.jsonl [LABELS]]`: wrong speakers by class.

Of the labelled spans that are found, those with a wrong speaker are counted by what the sentence
calls the speaker. `ANSWERS.jsonl` is what `python -m pipeline extract --format json` printed for
the labelled pages; without it they are extracted first. `LABELS` is another folder of labels.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.quotes.languages.english.english_reporting import REPORT_NOUNS
from tests.evaluation.gate import answers, page_files, shared_folder

PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "her", "his"})
NOBODY = frozenset({"one", "another", "others", "some", "many"})
POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my", "your", "whose"})


def scorer() -> ModuleType:
    """The scorer's module: what counts as found and as right is for it to say."""
    path = shared_folder() / "bench" / "score_quotes.py"
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def kind_of(mention: str | None, speaker: str) -> str:
    """How a sentence names the speaker."""
    words = (mention or "").lower().replace("’s", "").split()
    if not words:
        return "not at all: carried over from before"
    if len(words) == 1 and words[0] in PRONOUNS:
        return "by a pronoun"
    if words[0] in NOBODY:
        return "as somebody of a group (“one”, “another”)"
    if set(words) & REPORT_NOUNS:
        return "by what they wrote (“the post”, “the brief”)"
    if words[-1] in speaker.lower().split():
        return "by name"
    return "by a description" + (" with a possessive" if words[0] in POSSESSIVES else "")


def name_of(file: str) -> str:
    """The article of a file: its name without what says of what kind it is."""
    name = Path(file).name
    return name.removesuffix(".gz").removesuffix(".html").removesuffix(".txt")


def wrong(file: Path, labels: Path) -> Iterator[tuple[str, bool]]:
    """For each span found, how the sentence names the speaker, and whether it is right."""
    score: Any = scorer()
    given = {
        name_of(answer["file"]): [
            (segment, quoted["speaker"])
            for quoted in answer["quotes"]
            for segment in quoted["segments"]
        ]
        for answer in map(json.loads, file.read_text(encoding="utf-8").splitlines())
    }
    for path in sorted(labels.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        segments = given.get(gold["article"], [])
        for place, other in score.match(gold["spans"], segments):
            span = gold["spans"][place]
            if span["kind"] == "other":
                continue
            forms = gold["people"].get(span["speaker"], ())
            right = score.same_speaker(span["speaker"], segments[other][1], forms)
            yield kind_of(span["mention"], span["speaker"]), right


def main() -> int:
    """Print a table."""
    labels = Path(sys.argv[2]) if len(sys.argv) > 2 else shared_folder() / "data" / "quotes"
    with tempfile.TemporaryDirectory() as folder:
        given = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "answers.jsonl"
        if len(sys.argv) == 1:
            answers("extract", page_files("pages"), given)
        found = list(wrong(given, labels))
    total = Counter(kind for kind, _right in found)
    errors = Counter(kind for kind, right in found if not right)
    for kind, number in total.most_common():
        sys.stdout.write(f"{errors[kind]:4} of {number:4}  {kind}\n")
    sys.stdout.write(f"{errors.total():4} of {total.total():4}  in all\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
