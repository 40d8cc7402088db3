"""`python -m tests.evaluation.languages`: quotations and speakers by the language of the article.

On all pages of the publishers that are at hand, labelled or not. In a language that is not
described, marked words are found and nobody is named: a speaker there would be invented.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.evaluation.gate import answers, page_files, shared_folder


def counts(file: Path) -> dict[str, Counter[str]]:
    """Language -> pages, pages with quotations, marked spans, speakers named, in answers."""
    found: dict[str, Counter[str]] = {}
    for answer in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        if answer["article"] is None:
            continue
        count = found.setdefault(answer["article"]["language"] or "not told", Counter())
        count["pages"] += 1
        count["with quotations"] += bool(answer["quotes"])
        count["spans"] += sum(len(quoted["segments"]) for quoted in answer["quotes"])
        count["speakers"] += sum(quoted["speaker"] is not None for quoted in answer["quotes"])
    return found


def main() -> int:
    """Print a table."""
    if not (shared_folder() / "data").is_dir():
        sys.stderr.write(f"no evaluation data in {shared_folder()}; set VERBATIM_EVALUATION\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        found = counts(answers("extract", page_files("publishers"), Path(folder) / "found.jsonl"))
    names = ("pages", "with quotations", "spans", "speakers")
    sys.stdout.write(f"{'language':10}" + "".join(f"{name:>17}" for name in names) + "\n")
    for language, count in sorted(found.items(), key=lambda pair: -pair[1]["pages"]):
        row = "".join(f"{count[name]:17}" for name in names)
        sys.stdout.write(f"{language:10}{row}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
