"""Whether a message was taken, surely not taken, or nobody knows: as servers on loopback say it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from email.message import Message
from typing import Any

from pipeline.settings.watches_file import MAIL, WEBHOOK
from tests.acquire.site import Site
from tests.acquire.test_tls import certificate, secure  # noqa: F401  # fixtures
from tests.airflow.running_airflow import free_port
from tests.import_graph import ROOT
from tests.receivers import mail_server, web_server

TO = "desk@newsroom.example, second@newsroom.example"


SECRET = "hook-of-the-desk"
"""In the address of a web address: no sentence may have it."""


def outcomes(*cases: tuple[str, dict[str, Any]]) -> list[str]:
    """What became of a message by each of some connections."""
    return [outcome for outcome, _sentence in said(*cases)]


def said(*cases: tuple[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """What became of a message by each of some connections, and the sentence that tells of it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.watches.sending_process", json.dumps(cases)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'dags'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert not [sentence for _outcome, sentence in found if SECRET in sentence]
    return [(outcome, sentence) for outcome, sentence in found]


def smtp(port: int, **extra: Any) -> tuple[str, dict[str, Any]]:
    plain = {"disable_ssl": True, "disable_tls": True, "timeout": 5}
    addresses = {"from_email": "Verbatim <verbatim@newsroom.example>", "to": TO}
    connection = {"conn_type": "smtp", "host": "127.0.0.1", "port": port}
    return MAIL, connection | {"extra": plain | addresses | extra}


def webhook(port: int, scheme: str = "http") -> tuple[str, dict[str, Any]]:
    return WEBHOOK, {"conn_type": "generic", "host": f"{scheme}://127.0.0.1:{port}/{SECRET}"}


def test_what_a_mail_server_says_decides_whether_a_mail_is_sent_again() -> None:
    with ExitStack() as stack:
        served = [
            stack.enter_context(server)
            for server in (
                mail_server(),
                mail_server({b"second@": "550 nobody"}),
                mail_server({b"second@": "550 nobody", b"desk@": "550 nobody"}),
                mail_server({b"verbatim@": "451 later"}),
                mail_server(at_end="554 no"),
                mail_server(at_end="452 no room"),
                mail_server(at_end=None),
            )
        ]
        ports = [port for port, _mails in served]
        not_ascii = smtp(ports[0], to="büro@newsroom.example")
        assert outcomes(*map(smtp, [*ports, free_port()]), not_ascii) == [
            "taken", "in part", "never", "again", "never", "again", "doubt", "again", "never",
        ]  # fmt: skip
        ((_outcome, sentence),) = said(smtp(ports[1]))
        assert "all but second@newsroom.example (550 nobody)" in sentence
    (mail,) = served[0][1]
    assert mail["To"] == TO
    assert mail["Subject"] == "Verbatim: Solberg Bcc: x (1 new)"
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == "<some-key@newsroom.example>"
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert "https://courier.example/ferry#:~:text=" in plain.get_content()
    assert html is not None
    assert "<script>" not in html.get_content()
    # it was tried once, although the connection was lost
    assert len(served[6][1]) == 1


def test_what_a_web_address_says_decides_whether_it_is_called_again(secure: Site) -> None:  # noqa: F811
    keys: list[str] = []

    def answer(status: int | None) -> Any:
        def answered(headers: Message) -> int | None:
            keys.append(str(headers["Idempotency-Key"]))
            return status

        return answered

    with ExitStack() as stack:
        statuses = (204, 404, 302, 429, 503, 502, 504, None)
        served = [stack.enter_context(web_server(answer(status))) for status in statuses]
        ports = [port for port, _calls in served]
        untrusted = webhook(secure.port, "https")
        assert outcomes(*map(webhook, [*ports, free_port()]), untrusted) == [
            "taken", "never", "never", "again", "again", "doubt", "doubt", "doubt", "again",
            "never",
        ]  # fmt: skip
    assert set(keys) == {"some-key"}
    (call,) = served[0][1]
    assert call["message"] == "some-key"
    assert "We will not sell the ferry" in call["text"]
    (thing,) = call["things"]
    assert thing["link"].startswith("https://courier.example/ferry#:~:text=")
    assert all(len(calls) == 1 for _port, calls in served)
