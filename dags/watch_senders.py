"""How a message of a watch is sent: by mail, by a request to a web address.

Each way uses the connection of Airflow that notifications use. What matters here is to tell a
message that was surely not taken from one of which nobody knows: only the first is sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from notifications import MAIL, WEBHOOK, WEBHOOK_SECONDS, connection_named

if TYPE_CHECKING:
    from pipeline.settings.watches_file import Watch
    from pipeline.warehouse.watch_messages import WatchMessage
    from pipeline.watches.watch_delivery import Sender

TRY_AGAIN = frozenset({408, 425, 429, 500, 503})
"""Statuses (RFC 9110, RFC 6585, RFC 8470) with which a server says that it did not do it now."""
NOBODY_KNOWS = frozenset({502, 504})
"""Statuses of a gateway that does not know what became of the request behind it."""


def senders_of(watch: Watch) -> Mapping[str, Sender]:
    """The senders of a watch by channel.

    Raises InputError if a connection is missing, or does not say what it has to.
    """
    from pipeline.settings import watches_file

    senders: dict[str, Sender] = {}
    for channel in watch.channels:
        if channel == watches_file.MAIL:
            connection = _required(MAIL, watch)
            senders[channel] = partial(_mail, _recipients(connection, watch))
        else:
            senders[channel] = partial(_call, _address(watch))
    return senders


def _mail(recipients: list[str], watch: Watch, message: WatchMessage) -> str | None:
    """Send a message as a mail; its Message-ID is the same whenever it is sent.

    Gives a sentence if the server took it for some of the recipients only.
    """
    from smtplib import (
        SMTP,
        SMTPAuthenticationError,
        SMTPDataError,
        SMTPNotSupportedError,
        SMTPRecipientsRefused,
        SMTPSenderRefused,
    )

    from airflow.providers.smtp.hooks.smtp import SmtpHook

    from pipeline.watches.watch_delivery import NotTakenError
    from pipeline.watches.watch_mails import mail_of

    hook = SmtpHook(smtp_conn_id=MAIL)
    try:
        hook.get_conn()
        mail = mail_of(watch, message, sender=str(hook.from_email), recipients=recipients)
    except Exception as error:  # whatever it is, nothing was sent
        again = not isinstance(error, SMTPAuthenticationError)
        raise NotTakenError(f"the mail server cannot be used: {error}", again=again) from error
    try:
        with hook:
            # the hook's own way to send tries again after whatever goes wrong
            refused = cast("SMTP", hook._smtp_client).send_message(mail)
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError) as error:
        # RFC 5321, 4.2.1: 4yz may go another time, 5yz will not
        again = any(code < 500 for code in _codes(error))
        raise NotTakenError(f"the mail server refused it: {error}", again=again) from error
    except SMTPNotSupportedError as error:
        # an address that only servers with SMTPUTF8 take (RFC 6531): nothing was sent
        raise NotTakenError(f"the mail server cannot send it: {error}", again=False) from error
    if not refused:
        return None
    whom = ", ".join(
        f"{address} ({code} {text.decode(errors='replace')})"
        for address, (code, text) in refused.items()
    )
    return (
        f"the mail server took it for all but {whom}. It is not sent to them again; mend the "
        "addresses in the watches file or the connection"
    )


def _codes(error: Any) -> list[int]:
    refused = getattr(error, "recipients", None)
    return [code for code, _text in refused.values()] if refused else [error.smtp_code]


def _call(address: str, watch: Watch, message: WatchMessage) -> None:
    """Post a message to a web address; its Idempotency-Key is the same whenever it is sent."""
    from ssl import SSLCertVerificationError

    import requests
    from urllib3.exceptions import MaxRetryError, NewConnectionError

    from pipeline.watches.watch_delivery import NotTakenError
    from pipeline.watches.watch_texts import call_of

    try:
        answer = requests.post(
            address,
            json=call_of(watch.key, watch.name, message.key, message.things),
            headers={"Idempotency-Key": message.key},
            timeout=WEBHOOK_SECONDS,
            # another address than the one that a person wrote gets nothing
            allow_redirects=False,
        )
    except requests.ConnectTimeout:
        raise NotTakenError("the web address does not answer", again=True) from None
    except requests.RequestException as error:
        # what it says may hold the address, which is a secret of many chats
        inner = error.args[0] if error.args else None
        why = inner.reason if isinstance(inner, MaxRetryError) else error
        if isinstance(why, NewConnectionError):
            raise NotTakenError("the web address cannot be reached", again=True) from None
        first = why.args[0] if why and why.args else None
        if isinstance(first, SSLCertVerificationError):
            raise NotTakenError(
                "the certificate of the web address is not trusted", again=False
            ) from None
        raise ConnectionError(
            f"the web address did not answer to the end ({type(why).__name__})"
        ) from None
    if answer.status_code in NOBODY_KNOWS:
        raise ValueError(f"a gateway before the web address answered {answer.status_code}")
    if not 200 <= answer.status_code < 300:
        again = answer.status_code in TRY_AGAIN
        raise NotTakenError(f"the web address answered {answer.status_code}", again=again)


def _recipients(connection: Any, watch: Watch) -> list[str]:
    from email.utils import getaddresses

    from pipeline.errors import InputError

    named = connection.extra_dejson.get("to") if watch.mail is True else watch.mail
    if not connection.extra_dejson.get("from_email"):
        raise InputError(f'the extra of the connection {MAIL} has no "from_email"')
    if not named:
        raise InputError(
            f'the watch {watch.key} has "mail: true", and the extra of the connection {MAIL} has '
            'no "to"; name the recipients in one of them'
        )
    # a connection may have several in one text
    return [
        address for _name, address in getaddresses([named] if isinstance(named, str) else named)
    ]


def _address(watch: Watch) -> str:
    from pipeline.errors import InputError
    from pipeline.publish import is_web_address

    if isinstance(watch.webhook, str):
        return watch.webhook
    address = _required(WEBHOOK, watch).host or ""
    if not is_web_address(address):
        raise InputError(
            f"the host of the connection {WEBHOOK} is not an http(s) address, "
            f"and the watch {watch.key} calls it"
        )
    return str(address)


def _required(connection_id: str, watch: Watch) -> Any:
    from pipeline.errors import InputError

    connection = connection_named(connection_id)
    if connection is None:
        raise InputError(
            f"the watch {watch.key} needs the connection {connection_id} of Airflow, and there is "
            "none; make it (docs/operations.md), or take the channel out of the watches file"
        )
    return connection
