"""Text dumps: the same labels from wording alone."""

from __future__ import annotations

from pipeline.article import extract_dump
from pipeline.records import Label

DUMP = """Ferry strike called off after all-night talks

By Anneke Holt
March 3, 2026, 7:05 p.m. GMT

12
1.2K

Share
Tweet
Copy link

The strike on the Port Ellery ferries was called off on Tuesday, hours before the first boat
was to stay at the quay.

Advertisement

“We have a paper and it has two signatures,” said Maud Ferrant, the secretary of the union.

Maud Ferrant is shown outside the customs house on Tuesday. She said that it was “the longest
night of the winter” and that she…


LOTTE BRAND/AFP; NILS OKONJO/AFP

Read more: What the ferry deal says

The company said it was “content” with the outcome.

The union's hall at midnight, with the lights on. “Nobody slept,” she said.
Photo: Lotte Brand

“Content is not the word I would use,” Ms Ferrant said.

The deckhands went home at six. The first boat left at seven, with all its lights burning and
nobody on board but the crew.

Related articles

Nine crossings a day
The last net loft

Comments (12)

Name

© 2026 Civic Wire. All rights reserved.
"""

PARAGRAPHS = (
    "The strike on the Port Ellery ferries was called off on Tuesday, hours before the first boat "
    "was to stay at the quay.",
    "“We have a paper and it has two signatures,” said Maud Ferrant, the secretary of the union.",
    "The company said it was “content” with the outcome.",
    "“Content is not the word I would use,” Ms Ferrant said.",
    "The deckhands went home at six. The first boat left at seven, with all its lights burning "
    "and nobody on board but the crew.",
)


def test_what_is_left_of_a_dump_are_the_paragraphs() -> None:
    article = extract_dump(DUMP, url="https://example.com/strike")
    assert article.paragraphs == PARAGRAPHS
    assert article.headline == "Ferry strike called off after all-night talks"
    assert article.authors == ("Anneke Holt",)
    assert article.url == "https://example.com/strike"


def test_what_is_dropped_keeps_its_label_and_its_line() -> None:
    dropped = [(str(b.label), b.dom_path) for b in extract_dump(DUMP).dropped]
    assert dropped == [
        ("byline", "line 3"),
        ("timestamp", "line 4"),
        ("counter", "line 6"),
        ("counter", "line 7"),
        ("share", "line 9"),
        ("share", "line 10"),
        ("share", "line 11"),
        ("advert", "line 16"),
        ("caption", "line 20"),
        ("credit", "line 24"),
        ("related", "line 26"),
        ("caption", "line 30"),
        ("credit", "line 31"),
        ("related", "line 38"),
        ("related", "line 40"),
        ("related", "line 41"),
        ("comments", "line 43"),
        ("comments", "line 45"),
        ("disclaimer", "line 47"),
    ]


def test_a_paragraph_before_a_credit_alone_stays() -> None:
    text = "The boat was late.\n\nThe harbour office said that it had counted them all twice.\n\nPhoto: Lotte Brand\n\nIt rained."  # noqa: E501
    article = extract_dump(f"Eleven boats\n\n{text}")
    assert [b.label for b in article.blocks[1:]] == [
        *(Label.PARAGRAPH, Label.PARAGRAPH, Label.CREDIT, Label.PARAGRAPH)
    ]
