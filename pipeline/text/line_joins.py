"""Lines of a text put together as readers read them on.

Where a line ends stands a space, but not between letters of Chinese and Japanese, which set none
between words: a space there would stand inside of a word, and no quotation would be found with it.
CSS has it so for the ends of lines in the markup, but for Korean, which has spaces
(https://www.w3.org/TR/css-text-3/#line-break-transform).
"""

from __future__ import annotations

import re

_WIDE = (
    "\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\uffe0-\uffe6"
    "\U00020000-\U0003ffff"
)
"""Letters and signs of Chinese and Japanese, as a part of a pattern."""
_MARKS = "“”‘’…—·"
"""Signs that Chinese shares with other languages; they are wide beside a wide letter."""
_GAPLESS = re.compile(rf"[{_WIDE}][{_WIDE}{_MARKS}]|[{_MARKS}][{_WIDE}]")
_LINE_END = re.compile(
    rf"(?<=[{_WIDE}])[ \t\r\f]*\n\s*(?=[{_WIDE}{_MARKS}])"
    rf"|(?<=[{_MARKS}])[ \t\r\f]*\n\s*(?=[{_WIDE}])"
)


def joined_lines(before: str, after: str) -> str:
    """Two lines as one, with a space between them where their language has one."""
    gap = "" if _GAPLESS.fullmatch(before[-1:] + after[:1]) else " "
    return f"{before}{gap}{after}"


def unwrapped(text: str) -> str:
    """The text without the ends of lines, and the spaces beside them, between wide letters."""
    return text if text.isascii() or "\n" not in text else _LINE_END.sub("", text)
