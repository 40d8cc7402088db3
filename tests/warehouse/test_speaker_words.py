"""The words that a speaker uses more than others do."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, event, select

from pipeline.warehouse import merge_speakers, speaker_words
from pipeline.warehouse.derived_tables import current_quotation
from pipeline.warehouse.speaker_words import SpeakerWordFinder, SpeakerWords
from tests.warehouse.examples import Said, load, page
from tests.warehouse.talk import SPEAKER, talk


def found(engine: Engine, name: str = SPEAKER, limit: int = 50) -> SpeakerWords:
    return SpeakerWordFinder(engine).find(number_of(engine, name), limit=limit)


def number_of(engine: Engine, name: str) -> int:
    query = select(current_quotation.c.speaker_id).where(current_quotation.c.speaker == name)
    with engine.connect() as connection:
        number: int = connection.scalars(query).first() or 0
    return number


def test_a_topic_is_found_in_each_language_and_words_of_all_are_not(engine: Engine) -> None:
    load(engine, *talk())
    used = found(engine)
    assert {(one.word, one.language) for one in used.words} == {("ferry", "en"), ("État", "fr")}
    assert (used.statements, used.others) == (24, 240)
    ferry = next(one for one in used.words if one.language == "en")
    assert (ferry.statements, ferry.share, ferry.share_of_others) == (12, 1.0, 0.0)
    assert ferry.times > 1.5
    assert len(found(engine, limit=1).words) == 1
    assert not found(engine, "Persona Namea").words


def test_a_speaker_who_is_not_there_uses_no_words(engine: Engine) -> None:
    nobody = SpeakerWordFinder(engine).find(10**12, limit=5)
    assert nobody == SpeakerWords((), 0, 0)


def test_a_word_or_two_and_too_few_others_make_no_topic(engine: Engine) -> None:
    load(engine, *talk(own=2))
    assert found(engine).words == ()


def test_a_language_that_hardly_anybody_else_speaks_tells_nothing(engine: Engine) -> None:
    load(engine, *talk(others=40))
    used = found(engine)
    assert (used.words, used.others) == ((), 0)


def test_only_the_newest_and_a_sample_are_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_words, "NEWEST", 10)
    monkeypatch.setattr(speaker_words, "OF_ALL", 100)
    load(engine, *talk())
    used = found(engine)
    assert used.statements == 10
    assert 50 <= used.others <= 80


def test_the_sample_is_read_again_after_a_load_and_a_decision_alone(engine: Engine) -> None:
    asked: list[str] = []
    event.listen(
        engine, "before_cursor_execute", lambda _c, _cursor, query, *_rest: asked.append(query)
    )

    def read_sample() -> bool:
        asked.clear()
        finder.find(number_of(engine, SPEAKER), limit=5)
        return any("RECURSIVE" in query for query in asked)

    load(engine, *talk())
    finder = SpeakerWordFinder(engine)
    assert [read_sample(), read_sample()] == [True, False]
    load(engine, page("“So late,” said Tove Lind.", quotes=[Said("“So late,”", "Tove Lind")]))
    assert [read_sample(), read_sample()] == [True, False]
    merge_speakers(engine, "Persona Namea", "Personb Nameb")
    assert [read_sample(), read_sample()] == [True, False]
