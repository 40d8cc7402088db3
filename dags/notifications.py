"""Notifications of failures: by mail, by a request to a web address, or none.

Each way has a connection of Airflow of its own; without the connection it is off. How to make them
is in `docs/operations.md`.
"""

from __future__ import annotations

import html
from typing import Any

from airflow.sdk import BaseNotifier, Connection, Context
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowRuntimeError

MAIL, WEBHOOK = "verbatim_smtp", "verbatim_webhook"
"""The ids of the connections."""

WEBHOOK_SECONDS = 10
"""How long a web address may take to answer: a message that nobody takes must not hold a worker."""

MAX_SENTENCES = 10_000
"""Characters of a message: room for some hundred sentences, and no chat refuses it as too long."""


class FailureNotifier(BaseNotifier):
    """Reports that a task failed: which, in which run, and the sentence that says why.

    A way that does not work does not keep the other one from being tried; the task's log has it.
    """

    def notify(self, context: Context) -> None:
        """Notify in every way that has a connection."""
        message = message_of(context)
        for connection_id, send in ((MAIL, self._mail), (WEBHOOK, self._call)):
            connection = connection_named(connection_id)
            if connection is None:
                continue
            try:
                send(connection, message, context)
            except Exception as error:  # noqa: BLE001  # whatever a server or its address does
                self.log.error("the notification by %s failed: %s", connection_id, error)
            else:
                self.log.info("notified by %s", connection_id)

    def _mail(self, connection: Connection, message: dict[str, str], context: Context) -> None:
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier

        recipients = connection.extra_dejson.get("to")
        if not recipients:
            raise ValueError('the connection\'s extra has no "to": the address of the recipient')
        # the text is not a template: it may hold words of a web page
        SmtpNotifier(
            to=recipients,
            subject=f"Verbatim: {message['title']}",
            html_content=(
                f"<p>{html.escape(message['title'])}</p>"
                f"<pre>{html.escape(message['sentences'])}</pre>"
                f"<p>{html.escape(message['log'])}</p>"
            ),
            smtp_conn_id=MAIL,
        ).notify(context)

    def _call(self, connection: Connection, message: dict[str, str], context: Context) -> None:
        import requests

        text = f"{message['title']}\n{message['sentences']}\n{message['log']}"
        try:
            answer = requests.post(
                connection.host or "", json=message | {"text": text}, timeout=WEBHOOK_SECONDS
            )
        except requests.RequestException as error:
            # what it says has the address, which is a secret of many chats
            raise ConnectionError(
                f"the web address did not answer ({type(error).__name__})"
            ) from None
        if not answer.ok:
            raise ConnectionError(f"the web address answered {answer.status_code}")


def message_of(context: Context) -> dict[str, str]:
    """What a notification says of a failed task, each part plain text."""
    task, exception = context["ti"], context.get("exception")
    return {
        "title": f"{task.dag_id} failed in {task.task_id}",
        "dag": task.dag_id,
        "task": task.task_id,
        "run": task.run_id,
        "sentences": str(exception or "the task was killed; its log says more")[:MAX_SENTENCES],
        "log": task.log_url,
    }


def connection_named(connection_id: str) -> Any:
    """A connection of Airflow; None if there is none of this id."""
    try:
        return Connection.get(connection_id)
    except (AirflowNotFoundException, AirflowRuntimeError):
        return None
