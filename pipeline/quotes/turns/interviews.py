"""Interviews without labels: paragraphs that ask, and paragraphs that answer.

What tells a question is that it stands apart, in bold or italic type or as a heading, or that it is
a short paragraph of its own which asks somebody (“you”), or that questions and answers are
paragraphs of nothing but words between marks. It is an interview if at least two
paragraphs ask so and those between them speak of themselves (“I”, “we”): a page of frequent
questions asks its reader, and its answers do not say “I”.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from pipeline.quotes.attribution_candidates import TokenSpan
from pipeline.quotes.languages.english.english_grammar import FIRST_PERSON
from pipeline.quotes.token_table import TokenTable
from pipeline.quotes.turns.paragraphs import Paragraph, asks, marked_whole
from pipeline.quotes.turns.turn_labels import Side
from pipeline.quotes.turns.turns import ONE_SELF, Turn, tells
from pipeline.text.word_sets import words

YOU = words("you your yours yourself you're you've you'd you'll")
"""Words with which a question speaks to somebody."""
INVITING = words("tell describe explain talk walk take give imagine")
"""With these a question begins that is set as none: “Tell us about the ferry.”"""
LONGEST_QUESTION = 120
"""Tokens of a question that stands in plain type; longer paragraphs are texts of their own."""
LEAST_QUESTIONS = 2
"""One question alone is a writer's own."""
SHARE = 0.5
"""Share of questions that ask “you”, in plain type, and of answers that say “I”."""
ASKED_SHARE = 0.3
"""Share of questions set apart that ask “you”: headings that ask their reader have fewer."""
SELF_SHARE = 0.3
"""Share of answers that say “I” itself: an organisation's writer always says “we”."""
LONGEST_ANSWER = 12
"""Paragraphs of one answer. Behind the last question they go on only while somebody says “I”."""


def interview_turns(table: TokenTable, paragraphs: list[Paragraph]) -> list[Turn]:
    """The turns of an interview whose questions show by where they stand."""
    for find in (_apart_questions, _plain_questions, _marked_questions):
        questions = find(table, paragraphs)
        if len(questions) < LEAST_QUESTIONS:
            continue
        answering = set(range(len(paragraphs)))
        if find is _marked_questions:
            # questions between marks are answered so, too
            answering = _marked(table, paragraphs)
        turns = _turns(table, paragraphs, questions, answering)
        answers = [turn for turn in turns if turn.side is Side.ANSWER]
        spoken = [_spoken(table, paragraphs, answer) for answer in answers]
        if len(answers) >= LEAST_QUESTIONS and all(
            sum(not said.isdisjoint(pronouns) for said in spoken) >= share * len(spoken)
            for pronouns, share in ((FIRST_PERSON, SHARE), (ONE_SELF, SELF_SHARE))
        ):
            return turns
    return []


def _apart_questions(table: TokenTable, paragraphs: list[Paragraph]) -> dict[int, int]:
    """Place of every paragraph that opens with a question set apart -> where the question ends."""
    found: dict[int, int] = {}
    invited: dict[int, int] = {}
    for position, paragraph in enumerate(paragraphs):
        end = paragraph.end if paragraph.is_apart else paragraph.stressed
        if not end:
            continue
        if asks(table, paragraph.start, end):
            found[position] = end
        elif table.lower[paragraph.start] in INVITING or (
            end == paragraph.end and _says(table, (paragraph.start, end), YOU)
        ):
            invited[position] = end
    if not found:
        return {}
    you = sum(_says(table, (paragraphs[p].start, end), YOU) for p, end in found.items())
    if you < ASKED_SHARE * len(found):
        return {}
    first, last = min(found), max(found)
    inside = {
        position: end for position, end in invited.items() if first - 2 <= position <= last + 2
    }
    return dict(sorted((found | inside).items()))


def _plain_questions(table: TokenTable, paragraphs: list[Paragraph]) -> dict[int, int]:
    """The same for short paragraphs in plain type that ask, most of them “you”."""
    found = {
        position: paragraph.end
        for position, paragraph in enumerate(paragraphs)
        if not _asks_in_marks(table, paragraph)
        and paragraph.end - paragraph.start <= LONGEST_QUESTION
        and asks(table, paragraph.start, paragraph.end)
        and not _says(table, (paragraph.start, paragraph.end), FIRST_PERSON - {"we", "us", "me"})
    }
    if any(behind - position != 2 for position, behind in pairwise(found)):
        # in plain type nothing tells a question but that every other paragraph is one
        return {}
    you = sum(_says(table, (paragraphs[p].start, end), YOU) for p, end in found.items())
    return found if you >= max(LEAST_QUESTIONS, SHARE * len(found)) else {}


def _asks_in_marks(table: TokenTable, paragraph: Paragraph) -> bool:
    """Whether a paragraph ends with marked words: what asks in it, a writer may report."""
    if not paragraph.quotes:
        return False
    last = table.quoted_spans[paragraph.quotes[-1]]
    return not any(map(table.is_word, range(last.end, paragraph.end))) and (
        table.text[last.inner_end - 1].endswith("?")
    )


def _spoken(table: TokenTable, paragraphs: list[Paragraph], answer: Turn) -> set[str]:
    """The words of an answer in its speaker's own mouth: without what is quoted in it."""
    found: set[str] = set()
    for position, (start, end) in zip(answer.paragraphs, answer.speech, strict=True):
        marked = [table.quoted_spans[quote] for quote in paragraphs[position].quotes]
        found.update(table.lower[start:end])
        if not marked_whole(table, paragraphs[position].quotes, start, end):
            inside = (t for m in marked if m.start >= start for t in range(m.start, m.end))
            quoted = Counter(table.lower[t] for t in inside)
            times = Counter(table.lower[start:end])
            found.difference_update(w for w, n in quoted.items() if times[w] <= n)
    return found


def _marked_questions(table: TokenTable, paragraphs: list[Paragraph]) -> dict[int, int]:
    """The same for paragraphs that ask between marks, if some have an answer between marks."""
    marked = _marked(table, paragraphs)
    found = {
        position: paragraphs[position].end
        for position in sorted(marked)
        if len(paragraphs[position].quotes) == 1
        and not table.quoted_spans[paragraphs[position].quotes[0]].continues
        and asks(table, paragraphs[position].start, paragraphs[position].end)
    }
    answers = marked - found.keys()
    answered = sum(position + 1 in answers for position in found)
    return found if answered >= LEAST_QUESTIONS else {}


def _marked(table: TokenTable, paragraphs: list[Paragraph]) -> set[int]:
    """Places of the paragraphs that are nothing but words between marks."""
    return {
        position
        for position, paragraph in enumerate(paragraphs)
        if marked_whole(table, paragraph.quotes, paragraph.start, paragraph.end)
    }


def _says(table: TokenTable, span: TokenSpan, spoken: frozenset[str]) -> bool:
    return any(table.lower[at] in spoken for at in range(*span))


def _turns(
    table: TokenTable, paragraphs: list[Paragraph], questions: dict[int, int], answering: set[int]
) -> list[Turn]:
    """Every question with its answer; only paragraphs of `answering` go on with one."""
    turns: list[Turn] = []
    positions = [*questions, len(paragraphs)]
    for position, behind in pairwise(positions):
        paragraph, end = paragraphs[position], questions[position]
        turns.append(Turn(Side.QUESTION, None, [(paragraph.start, end)], [position]))
        answer = Turn(Side.ANSWER, None, [], [])
        if end < paragraph.end:
            answer.speech.append((end, paragraph.end))
            answer.paragraphs.append(position)
        for at in range(position + 1, min(behind, position + 1 + LONGEST_ANSWER)):
            if at not in answering or not _answers(
                table, paragraphs[at], answer, is_last=behind == len(paragraphs)
            ):
                break
            answer.speech.append((paragraphs[at].start, paragraphs[at].end))
            answer.paragraphs.append(at)
        if answer.speech:
            turns.append(answer)
    return turns


def _answers(table: TokenTable, paragraph: Paragraph, answer: Turn, *, is_last: bool) -> bool:
    """Whether a paragraph between two questions is what the one who is asked says."""
    whole = (paragraph.start, paragraph.end)
    if paragraph.is_apart or (
        tells(table, paragraph) and not marked_whole(table, paragraph.quotes, *whole)
    ):
        return False
    return not answer.speech or not is_last or _says(table, whole, FIRST_PERSON)
