"""As many articles as are asked for, all different, made of those of the bundled news site.

Each is the page of an article in which about every third longer word is another one of the same
news, and every number another number: its sentences, marks and elements are those of the page,
what it says is nonsense of its own. So reading it costs what reading the page does, and nothing is
told to be the same as anything else.
"""

from __future__ import annotations

import random
import re

from tests.newsroom import Fixture, fixtures

_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
"""What stands between two tags."""
_WORD = re.compile(r"\b[a-z]{6,}\b")
_NUMBER = re.compile(r"\b\d{1,4}\b")
REPLACED = 0.3
"""Share of the longer words that are others."""


class ArticleVariants:
    """Articles by number; the same number always gives the same one."""

    def __init__(self) -> None:
        self._pages: list[Fixture] = [
            fixture
            for fixture in fixtures()
            if fixture.edition == 1 and fixture.expected.get("article") and fixture.text
        ]
        said = " ".join(fixture.text for fixture in self._pages)
        self._words = sorted(set(_WORD.findall(said)))

    def html(self, number: int, url: str) -> str:
        """The page of an article that lies at `url`."""
        chance = random.Random(number)
        page = self._pages[number % len(self._pages)]
        host = url.split("/", 3)[2]
        own = page.html.replace(page.url, url).replace(f"{page.outlet}.example", host)
        return _TEXT.sub(lambda text: self._varied(text[0], chance), own)

    def _varied(self, text: str, chance: random.Random) -> str:
        def another(word: re.Match[str]) -> str:
            return chance.choice(self._words) if chance.random() < REPLACED else word[0]

        def number(digits: re.Match[str]) -> str:
            return "".join(chance.choice("123456789") for _ in digits[0])

        return _NUMBER.sub(number, _WORD.sub(another, text))
