"""What hostile inputs are put together from: pieces that are repeated up to a size."""

from __future__ import annotations

from pipeline.settings.environment import Settings

PAGE = Settings().max_page_bytes
SENTENCE = "The harbour office counted eleven boats and said that it would count again. "
SAYS = "“The ferry is late,” Ada Cole said. She added that it would not sail. "


def of(piece: str, size: int = PAGE) -> str:
    """A piece again and again, up to so many bytes."""
    return piece * (size // len(piece.encode()))


def counted(piece: str, size: int) -> str:
    """A piece with its number in it again and again, up to so many bytes."""
    return "".join(piece.format(number) for number in range(size // len(piece.format(0))))


def encoded(text: str) -> bytes:
    """A text as UTF-8, whatever is in it."""
    return text.encode("utf-8", "surrogatepass")
