"""Invented talk of many speakers, of whom one has a topic of her own in each of two languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import AttributedPage
from tests.warehouse.examples import DAY, MONDAY, Said, page

SPEAKER = "Ingrid Solberg"
_PAGE = 12
"""Quotations of a page."""
_SMALL = {
    "en": ("the", "we", "and", "it", "is", "not", "don’t", "of", "this", "will"),
    "fr": ("le", "nous", "et", "ce", "est", "pas", "d’une", "du", "cette", "va"),
}
_TOPICS = {
    "en": ("harbour", "budget", "school", "winter", "market", "council", "bridge", "music"),
    "fr": ("école", "marché", "hiver", "conseil", "pont", "musique", "budget", "forêt"),
}
_OWN = {"en": "ferry", "fr": "l’État"}


def talk(*, own: int = 12, others: int = 120) -> Iterator[AttributedPage]:
    """Pages with so many statements of the speaker and of others in each language."""
    chance = random.Random(7)
    for language, small in _SMALL.items():
        said = [_said(chance, language, small, None, number) for number in range(others)]
        said += [_said(chance, language, small, _OWN[language], number) for number in range(own)]
        for at in range(0, len(said), _PAGE):
            some = said[at : at + _PAGE]
            made = page(
                *(f"{one.words} {one.speaker} said." for one in some),
                quotes=some,
                url=f"https://post.example/{language}/{at}",
                outlet="post",
                at=MONDAY + DAY,
            )
            yield replace(made, article=replace(made.article, language=language))


def _said(
    chance: random.Random, language: str, small: Sequence[str], topic: str | None, number: int
) -> Said:
    words = [*chance.sample(small, 6), *chance.sample(_TOPICS[language], 2)]
    if topic:
        words.append(topic)
    chance.shuffle(words)
    speaker = SPEAKER if topic else f"Person{chr(97 + number % 20)} Name{chr(97 + number % 20)}"
    # a number of its own, so that no two are one statement
    return Said(f"“{' '.join(words)} {1000 + number},”", speaker)
