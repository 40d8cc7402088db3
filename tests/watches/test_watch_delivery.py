"""Each thing is told once, whatever is killed when; nothing is lost without a word."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from email.message import Message
from typing import Any

import pytest
from sqlalchemy import Engine, select

from pipeline.errors import InputError
from pipeline.runs.stages import begin_notifying, opened_warehouse
from pipeline.settings.environment import Settings
from pipeline.settings.watches_file import WEBHOOK, Watch
from pipeline.warehouse import open_warehouse, upgrade
from pipeline.warehouse.connection import is_made, writing
from pipeline.warehouse.watch_messages import (
    THINGS_A_MESSAGE,
    WatchMessage,
    forget_watches,
    settle_message,
    unsettled_messages,
    watch_channels,
)
from pipeline.warehouse.watch_tables import watch_message
from pipeline.watch_records import WatchedThing
from pipeline.watches.watch_delivery import BROKEN_OFF, Delivery, NotTakenError, Sender, deliver
from tests.import_graph import ROOT
from tests.receivers import web_server
from tests.warehouse.examples import (
    DAY,
    MONDAY,
    Said,
    agency,
    begin,
    edited,
    ferry,
    load,
    page,
)
from tests.watches.telling_process import NOW, POINTS, WATCH

IN_DOUBT = {"after claiming", "before noting", "in the call"}
"""After a kill there nobody knows what the receiver has."""


class Receiver:
    """Takes what is sent."""

    def __init__(self) -> None:
        self.messages: list[WatchMessage] = []

    def __call__(self, _watch: Watch, message: WatchMessage) -> None:
        self.messages.append(message)

    @property
    def things(self) -> list[WatchedThing]:
        """All that was told."""
        return [thing for message in self.messages for thing in message.things]

    @property
    def texts(self) -> list[str]:
        """The words of all that was told."""
        return [thing.text for thing in self.things]


def said(number: int) -> Any:
    """A page with words of its own, captured on a day of its own."""
    words = f"“Boat {number} of {number * 7919} leaves the harbour at hour {number % 24},”"
    return page(
        f"{words} Ingrid Solberg said.",
        quotes=[Said(words, "Ingrid Solberg", "mayor")],
        url=f"https://courier.example/{number}",
        at=MONDAY + number * DAY,
    )


def told_to(engine: Engine, send: Sender, watch: Watch = WATCH) -> Delivery:
    return deliver(engine, watch, WEBHOOK, send, lambda: NOW)


def tell(engine: Engine, watch: Watch = WATCH) -> Receiver:
    receiver = Receiver()
    told_to(engine, receiver, watch)
    return receiver


def test_ten_runs_with_kills_between_tell_nothing_twice_and_lose_nothing(engine: Engine) -> None:
    points = [*POINTS, "in the call", "nowhere", "after claiming", "nowhere"]
    assert len(points) == 10
    url = engine.url.render_as_string(hide_password=False)
    told: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    process: subprocess.Popen[bytes] | None = None
    point = ""

    def answer(headers: Message) -> int:
        keys[str(headers["Idempotency-Key"])] += 1
        if point == "in the call" and process is not None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        return 204

    with web_server(answer) as (port, calls):
        for number, point in enumerate(points):
            load(engine, said(number))
            command = [sys.executable, "-m", "tests.watches.telling_process", url, str(port), point]
            process = subprocess.Popen(command, cwd=ROOT, env=os.environ)
            killed = process.wait() == -signal.SIGKILL
            assert killed == (point != "nowhere"), point
            told = Counter(thing["text"] for call in calls for thing in call["things"])
            assert set(told.values()) <= {1}
        doubtful = unsettled_messages(engine)
        assert all(message.is_in_doubt for message in doubtful)
        # two of them came after the call, two before it
        arrived = {call["message"] for call in calls}
        assert [message.key in arrived for message in doubtful].count(True) == 2
        assert len(doubtful) == 4
        for message in doubtful:
            settle_message(engine, message.id, MONDAY, arrived=message.key in arrived)
        process, point = None, "nowhere"
        subprocess.run([*command[:-1], point], cwd=ROOT, check=True)
    told = Counter(thing["text"] for call in calls for thing in call["things"])
    assert set(told.values()) == {1}
    assert len(told) == len(points)
    assert set(keys.values()) == {1}
    assert not unsettled_messages(engine)


def test_a_thing_is_told_once_whatever_prints_edits_and_extractions_follow(engine: Engine) -> None:
    load(engine, ferry())
    assert sorted(tell(engine).texts) == ["“It is ours,”", "“We will not sell the ferry,”"]
    load(engine, agency())
    assert tell(engine).texts == []
    load(engine, edited(), agency(), extraction="2+rules")
    assert tell(engine).texts == ["“We may sell the ferry,”"]
    # the words that were told first are in no article's current version, one that followed is new
    load(engine, ferry(url="https://echo.example/bac", outlet="echo", at=MONDAY + DAY))
    assert tell(engine).texts == []


def test_a_new_watch_begins_with_the_newest_run(engine: Engine) -> None:
    watch = WATCH.model_copy(update={"since": None})
    load(engine, said(1))
    begin(engine, "run of Thursday", at=MONDAY + 3 * DAY)
    load(engine, said(3), run="run of Thursday")
    assert len(tell(engine, watch).things) == 1
    # another question begins anew, and what was told stays told
    wider = watch.model_copy(update={"words": "boat", "speaker": None})
    assert tell(engine, wider).texts == []
    (channel,) = watch_channels(engine)
    assert (channel.begins_at, channel.things) == (MONDAY + 3 * DAY, 1)
    assert channel.last_sent_at is not None


def test_a_watch_that_comes_back_begins_anew(engine: Engine) -> None:
    watch = WATCH.model_copy(update={"since": None})
    load(engine, said(1))
    tell(engine, watch)
    forget_watches(engine, [("solberg", WEBHOOK)])
    assert watch_channels(engine)
    forget_watches(engine, [("other", WEBHOOK)])
    assert not watch_channels(engine)
    load(engine, said(2))
    begin(engine, "run of Thursday", at=MONDAY + 3 * DAY)
    assert tell(engine, watch).texts == []


def test_the_last_watch_that_is_taken_out_begins_anew_too(settings: Settings) -> None:
    # a warehouse that was never made is not missed
    assert begin_notifying(settings) == []
    watch = WATCH.model_copy(update={"since": None})
    with opened_warehouse(settings) as engine:
        upgrade(engine)
        begin(engine)
        load(engine, said(1))
        assert len(tell(engine, watch).things) == 1
        kept = "watches:\n  - {key: solberg, name: S, speaker: S, webhook: true}\n"
        settings.watches_file.write_text(kept, encoding="utf-8")
        assert begin_notifying(settings) == ["solberg"]
        assert watch_channels(engine)
        settings.watches_file.unlink()
        assert begin_notifying(settings) == []
        assert not watch_channels(engine)
        load(engine, said(2))
        begin(engine, "run of Thursday", at=MONDAY + 3 * DAY)
        assert tell(engine, watch).texts == []


def test_a_warehouse_that_was_never_made_knows_no_watch(address: str) -> None:
    engine = open_warehouse(address)
    assert not is_made(engine)
    forget_watches(engine, [])


def test_nobody_waits_for_a_writer_where_there_is_nothing_to_forget(engine: Engine) -> None:
    load(engine, said(1))
    tell(engine)
    with writing(engine):
        forget_watches(engine, [("solberg", WEBHOOK)])
    assert watch_channels(engine)


def test_who_does_not_get_a_message_is_told_once_and_stays_on_record(engine: Engine) -> None:
    load(engine, said(1))

    def refuse_one(_watch: Watch, _message: WatchMessage) -> str:
        return "all but second@newsroom.example"

    done = told_to(engine, refuse_one)
    (refusal,) = done.refusals
    assert "all but second@newsroom.example" in refusal
    assert (done.sent, done.things, done.doubts) == (1, 1, [])
    again = told_to(engine, refuse_one)
    assert (again.sent, again.refusals) == (0, [])
    with engine.connect() as connection:
        query = select(watch_message.c.failure, watch_message.c.sent_at)
        assert connection.execute(query).all() == [("all but second@newsroom.example", NOW)]


def test_many_things_are_several_messages(engine: Engine) -> None:
    load(engine, *(said(number) for number in range(THINGS_A_MESSAGE + 1)))
    receiver = tell(engine)
    assert [len(message.things) for message in receiver.messages] == [THINGS_A_MESSAGE, 1]
    found = [thing.found_at for thing in receiver.things]
    assert found == sorted(found)
    assert receiver.things[0].keys[0].startswith("sha256:")


def test_what_was_not_taken_is_sent_by_the_next_run(engine: Engine) -> None:
    load(engine, said(1))

    def refuse(_watch: Watch, _message: WatchMessage) -> None:
        raise NotTakenError("no room", again=False)

    done = told_to(engine, refuse)
    assert done.not_taken is not None
    (message,) = unsettled_messages(engine)
    assert (message.is_in_doubt, message.failure) == (False, "no room")
    load(engine, said(2))
    # in their order, as messages of their own
    receiver = tell(engine)
    assert [len(message.things) for message in receiver.messages] == [1, 1]
    assert receiver.messages[0].key == message.key
    assert not unsettled_messages(engine)


def test_what_may_have_been_taken_is_left_to_a_person(engine: Engine) -> None:
    load(engine, said(1))

    def break_off(_watch: Watch, _message: WatchMessage) -> None:
        raise TimeoutError("no answer")

    done = told_to(engine, break_off)
    (doubt,) = done.doubts
    assert "no answer" in doubt
    assert "watch settle" in doubt
    again = told_to(engine, Receiver())
    assert (again.sent, again.doubts) == (0, [])
    (message,) = unsettled_messages(engine)
    settle_message(engine, message.id, MONDAY, arrived=False)
    assert [one.key for one in tell(engine).messages] == [message.key]
    with pytest.raises(InputError, match="in doubt"):
        settle_message(engine, message.id, MONDAY, arrived=True)


def test_a_kill_is_told_once(engine: Engine) -> None:
    load(engine, said(1))

    def killed(_watch: Watch, _message: WatchMessage) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        told_to(engine, killed)
    assert BROKEN_OFF in told_to(engine, Receiver()).doubts[0]
    assert told_to(engine, Receiver()).doubts == []


def test_pages_that_waited_for_a_mended_task_are_told(engine: Engine) -> None:
    load(engine, said(5))
    tell(engine)
    load(engine, said(2))
    assert len(tell(engine).things) == 1


def test_a_watch_without_channels_keeps_none(engine: Engine) -> None:
    load(engine, said(1))
    tell(engine)
    forget_watches(engine, [])
    assert not watch_channels(engine)
