"""What HTML says of a text may be anything: there is always an answer, with offsets of the text."""

from __future__ import annotations

import random

from pipeline.quotes import Attributor
from pipeline.records import Article, Block, Label, Setting, SetWords

PIECES = (
    *(
        "Q:",
        "A.",
        "ADA COLE:",
        "Ada Cole:",
        "Mr. COLE.",
        "Ada Cole",
        "mayor",
        "Do you row?",
        "said",
    ),
    *("From the desk of", "The chair is", "by", "“", "”", "‘", "'", '"', "(", ")", "[", "]", "—"),
    *("-", ",", "?", ".", ":", "I", "you", "nobody", "“It is late.”", "1", "\u2028", "😀"),
)
LABELS = (Label.PARAGRAPH, Label.HEADING, Label.BLOCKQUOTE, Label.LIST_ITEM, Label.STANDFIRST)
ROUNDS = 400


def _block(chance: random.Random) -> Block:
    pieces = (chance.choice(PIECES) + chance.choice(("", " ")) for _ in range(12))
    text = " ".join("".join(pieces).split())
    settings = []
    for _ in range(chance.randint(0, 4)):
        start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text) + 2)))
        settings.append(SetWords(chance.choice(list(Setting)), start, end))
    group = chance.choice((None, None, 1, 2))
    label = chance.choice(LABELS)
    return Block(label, "rule", text, "p", settings=tuple(settings), group=group)


def test_any_layout_has_an_answer(attributor: Attributor) -> None:
    chance = random.Random(5)
    for _ in range(ROUNDS):
        blocks = tuple(_block(chance) for _ in range(chance.randint(1, 8)))
        article = Article(
            url=None,
            headline="Ada Cole: we row",
            authors=("Bo Dale",),
            published=None,
            modified=None,
            language="en",
            section=None,
            outlet=None,
            blocks=blocks,
        )
        for quotation in attributor.quotations(article):
            content = quotation.attribution.content
            assert content
            assert all(0 <= start < end <= len(article.text) for start, end in content)
