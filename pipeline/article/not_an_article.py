"""Why a page is set aside instead of being read as an article."""

from __future__ import annotations

REASONS = {
    "empty": "there are no bytes, or only blanks",
    "binary": "the bytes are not text: a PDF, an image, an archive",
    "no-text": "the page has markup but no prose",
    "listing": "a front page, section page, search result or tag page",
    "gallery": "pictures with captions and hardly any text of their own",
    "live-ticker": "short entries by the minute and hardly any running text",
    "video": "a player with a short description",
    "error-page": "an error message, whatever the status code said",
    "consent-wall": "a cookie, log-in or robot check in place of the text",
    "too-large": "more bytes or elements than any real article has",
    "too-deep": "more nested elements than any real article has",
}
"""The vocabulary of NotAnArticle.reason; runs count rejections by these keys."""


class NotAnArticle(Exception):
    """A page that holds no article; set it aside, there is nothing to retry.

    Raised by `extract_page` and `extract_dump`. `reason` is a key of REASONS,
    `detail` one line for a person.
    """

    def __init__(self, reason: str, detail: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"{reason!r} is not in the vocabulary of reasons")
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[NotAnArticle], tuple[str, str]]:
        """Keep both parts when the error crosses a process boundary."""
        return (type(self), (self.reason, self.detail))
