"""A message of a watch as a mail (RFC 5322): plain text, and HTML with links."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from pipeline.settings.watches_file import Watch
from pipeline.text.shortening import shorten
from pipeline.warehouse.watch_messages import WatchMessage
from pipeline.watches.watch_texts import MAX_TITLE, html_of_all, text_of_all


def mail_of(
    watch: Watch, message: WatchMessage, *, sender: str, recipients: Sequence[str]
) -> EmailMessage:
    """The mail; whenever it is made, it is the same.

    Raises ValueError for an address that a header cannot hold.
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = ", ".join(recipients)
    mail["Subject"] = f"Verbatim: {shorten(watch.name, MAX_TITLE)} ({len(message.things)} new)"
    mail["Date"] = format_datetime(message.made_at)
    domain = parseaddr(sender)[1].rpartition("@")[2]
    mail["Message-ID"] = f"<{message.key}@{domain}>"
    mail.set_content(text_of_all(watch.name, message.things))
    mail.add_alternative(html_of_all(watch.name, message.things), subtype="html")
    return mail
