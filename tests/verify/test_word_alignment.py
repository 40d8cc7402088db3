"""What differs between the words of a draft and those printed."""

from __future__ import annotations

import pytest

from pipeline.records import Kind
from pipeline.shown_records import PrintedQuotation
from pipeline.text.quoted_words import MAX_WORDS, parts_of, quoted_words
from pipeline.verify.printed_words import printed_words
from pipeline.verify.word_alignment import Alignment, Change, align


def printed(*segments: str, kind: Kind = Kind.DIRECT) -> PrintedQuotation:
    """A quotation with these words in marks."""
    return PrintedQuotation(1, kind, " … ".join(segments), segments, "")


FERRY = (
    printed(
        "We will not give up on the ferry.",
        "It will take ten years and 90,000 crowns to rebuild the quay.",
    ),
    printed("I have never been so sure of anything in my life."),
)


def aligned(draft: str, *quotations: PrintedQuotation) -> Alignment:
    """A passage laid beside printed words that it must have something in common with."""
    found = align(quoted_words(draft), printed_words(quotations or FERRY))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "draft",
    [
        "We will not give up on the ferry",
        "WE WILL NOT GIVE UP — on the ferry!",
        "It will take 10 years and 90 000 crowns to rebuild the quay",
        "It will take ten years and 90\u202f000 crowns to re-build the quay".replace("re-b", "reb"),
        "We will not give up on the ferry. It will take ten years and 90.000 crowns to rebuild the"
        " quay.",
    ],
)
def test_style_makes_no_difference(draft: str) -> None:
    found = aligned(draft)
    assert found.is_exact
    assert not found.is_cut


@pytest.mark.parametrize(
    ("draft", "change", "theirs", "mine"),
    [
        ("We will give up on the ferry", Change.NEGATION, "not", ""),
        ("We won’t give up on the ferry", Change.REPLACED, "will not", "won’t"),
        ("It will take twelve years and 90,000 crowns", Change.NUMBER, "ten", "twelve"),
        ("It will take ten years and 9,000 crowns", Change.NUMBER, "90,000", "9,000"),
        ("We will not give up on the old ferry", Change.ADDED, "", "old"),
        ("We will not give up the ferry", Change.LEFT_OUT, "on", ""),
        ("We will not give up on the boat", Change.REPLACED, "ferry", "boat"),
        ("They will not give up on the ferry", Change.REPLACED, "We", "They"),
        ("We will not give up on [this] ferry", Change.BRACKETS, "the", "this"),
        ("It will take ten years … to rebuild the quay", Change.ELLIPSIS, "and 90,000 crowns", ""),
        ("It will take ten years [...] to rebuild it", Change.ELLIPSIS, "and 90,000 crowns", ""),
    ],
)
def test_a_difference_says_what_it_is(draft: str, change: Change, theirs: str, mine: str) -> None:
    first = aligned(draft).differences[0]
    assert (first.change, first.printed, first.draft) == (change, theirs, mine)


FILLER = " ".join(f"This is sentence number {n} of my long speech." for n in range(40))


@pytest.mark.parametrize(
    ("draft", "theirs", "missing"),
    [
        ("It is about pay", "It is about a teacher. It is not about pay.", "not"),
        ("It is about pay", f"It is about a teacher. {FILLER} It is not about pay.", "not"),
        ("It is about pay", f"It is not about pay. {FILLER} It is about a teacher.", "not"),
        ("it is a decoration", "That is it. It is a weather vane. It is not a decoration.", "not"),
        ("We will sell the old ferry", "We will sell the new quay. We will never sell the old"
         " ferry.", "never"),
    ],
)  # fmt: skip
def test_the_place_that_has_most_of_the_words_is_laid_beside(
    draft: str, theirs: str, missing: str
) -> None:
    found = aligned(draft, printed(theirs))
    assert found.matched == len(draft.split())
    (difference,) = found.differences
    assert (difference.change, difference.printed, difference.draft) == (
        Change.NEGATION, missing, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "theirs"),
    [
        ("The quay costs €5 million a year", "The quay costs $5 million a year"),
        ("The quay costs £5bn a year", "The quay costs $5bn a year"),
        ("It was 5 degrees on the quay", "It was -5 degrees on the quay"),
        ("It was 5 degrees on the quay", "It was −5 degrees on the quay"),
        ("Prices rose by .5 percent last year", "Prices rose by 5 percent last year"),
        ("Prices rose by 1-5 percent last year", "Prices rose by 1,5 percent last year"),
        ("Prices rose by 5 percent last year", "Prices rose by 5 ‰ last year"),
        ("The quay costs 1-5bn a year", "The quay costs 1.5bn a year"),
        ("Das könnte der Minister gewusst haben", "Das konnte der Minister gewusst haben"),
        ("Wir fördern ein Verbot der Fähre", "Wir fordern ein Verbot der Fähre"),
        ("We will not sell the ferry", "We will [not] sell the ferry"),
        ("Haugen is a thief and a liar", "[Haugen] is a thief and a liar"),
        ("We will sell the old ferry", "We will … sell the old ferry"),
    ],
)
def test_what_changes_the_sense_is_a_difference(draft: str, theirs: str) -> None:
    assert not aligned(draft, printed(theirs)).is_exact


@pytest.mark.parametrize(
    ("draft", "theirs"),
    [
        ("[W]e will not sell the ferry", "We will not sell the ferry"),
        ("We will not sell the fer\u00adry", "We will not sell the ferry"),
        ("Die Ko\u0308nige sind fort", "Die Könige sind fort"),
        ("We met Jorg Muller at a naive cafe", "We met Jörg Müller at a naïve café"),
        ("Es stieg um 1,5 Prozent", "Es stieg um 1.5 Prozent"),
        ("Prices rose by .5 percent", "Prices rose by 0.5 percent"),
    ],
)
def test_other_ways_to_write_the_same_make_no_difference(draft: str, theirs: str) -> None:
    found = aligned(draft, printed(theirs))
    assert found.is_exact
    assert not found.is_cut


@pytest.mark.parametrize(
    ("draft", "theirs", "before"),
    [
        ("Haugen took the bribe", "I never said that Mr. Haugen took the bribe.",
         "I never said that Mr."),
        ("Haugen took the bribe", "I deny that J. Haugen took the bribe.", "I deny that J."),
        ("troops will stay", "We do not want that U.S. troops will stay.",
         "We do not want that U.S."),
        ("5bn a year is needed", "Nobody says that 1,5bn a year is needed.", None),
    ],
)  # fmt: skip
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(
    draft: str, theirs: str, before: str | None
) -> None:
    found = align(quoted_words(draft), printed_words([printed(theirs)]))
    assert found
    assert found.before == before if before else not found.is_exact


def test_fragments_put_together_are_told_from_one() -> None:
    fragments = printed("a gift", "not the answer", kind=Kind.PARTIAL)
    (difference,) = aligned("a gift not the answer", fragments).differences
    assert difference.change is Change.MERGED
    assert aligned("a gift … not the answer", fragments).is_exact


def test_a_sign_that_comes_apart_into_words_is_one_word() -> None:
    found = aligned("we sell the ferry now", printed("\ufdfa \ufdfa \ufdfa we sell the ferry now"))
    assert found.is_exact


def test_what_stands_between_two_parts_put_together_is_shown() -> None:
    draft = "We will not give up on the ferry. I have never been so sure of anything in my life"
    (difference,) = aligned(draft).differences
    assert difference.change is Change.MERGED
    assert difference.printed.startswith("It will take ten years")


def test_two_quotations_put_together_are_told_from_one_that_was_interrupted() -> None:
    draft = "It will take years. We are ready for that."
    one = printed("It will take years.", "We are ready for that.")
    two = printed("It will take years."), printed("We are ready for that.")
    assert aligned(draft, one).is_exact
    assert [found.change for found in aligned(draft, *two).differences] == [Change.MERGED]
    assert aligned(draft.replace(". We", "… We"), *two).is_exact


def test_sentences_in_another_order_are_said_to_be() -> None:
    found = aligned(
        "It will take ten years and 90,000 crowns to rebuild the quay. We will not give up on the"
        " ferry."
    )
    assert found.matched == 20
    assert [one.change for one in found.differences] == [Change.REORDERED]
    two = printed("We counted every pier."), printed("One of them may be [there] twice.")
    found = aligned("One of them may be there twice. We counted every pier", *two)
    assert [one.change for one in found.differences] == [Change.REORDERED, Change.BRACKETS]
    assert found.quotation == 1


@pytest.mark.parametrize(
    ("draft", "change"),
    [
        ("It was late. We came home. It was late, and dark", Change.MERGED),
        ("It was cold. We came home", Change.REPLACED),
        ("Home. We came home", Change.ADDED),
    ],
)
def test_what_fits_in_the_printed_order_is_not_said_to_be_in_another(
    draft: str, change: Change
) -> None:
    speech = printed("It was late. We came home. It was a long way. It was late, and dark.")
    assert change in {one.change for one in aligned(draft, speech).differences}
    assert Change.REORDERED not in {one.change for one in aligned(draft, speech).differences}


@pytest.mark.parametrize(
    ("draft", "before", "after"),
    [
        ("give up on the ferry", "We will not", ""),
        ("It will take ten years", "", "and 90,000 crowns to rebuild the quay."),
        ("sure of anything", "I have never been so", "in my life."),
    ],
)
def test_a_cut_is_shown_in_its_sentence(draft: str, before: str, after: str) -> None:
    found = aligned(draft)
    assert found.is_exact
    assert found.is_cut
    assert (found.before, found.after) == (before, after)


def test_a_fragment_that_was_printed_as_one_is_not_cut() -> None:
    fragments = printed("a disgrace", "a shame for all of us", kind=Kind.PARTIAL)
    for draft in ("a disgrace", "a shame for all of us"):
        assert not aligned(draft, fragments).is_cut
    assert aligned("a shame", fragments).after == "for all of us"


def test_the_sentence_of_a_cut_is_the_printed_one() -> None:
    interrupted = printed(
        "If you ask a southerner whether it’s raining,",
        "you’ll be told “It’s raining,” and then you’ll be looked at, for having asked.",
    )
    found = aligned("YOU’LL be told – ‘It’s raining’", interrupted)
    assert (found.before, found.printed, found.after) == (
        "If you ask a southerner whether it’s raining,",
        "you’ll be told “It’s raining,”",
        "and then you’ll be looked at, for having asked.",
    )


def test_differences_are_shown_with_the_marks_between_their_words() -> None:
    speech = printed("We leave at 2.30 p.m., by car, and come back.", "It is late.")
    (difference,) = aligned("We leave at [6] o’clock, or so, and come back", speech).differences
    assert (difference.printed, difference.draft) == ("2.30 p.m., by car", "6 o’clock, or so")
    (difference,) = aligned("We leave at 2.30 p.m. It is late", speech).differences
    assert difference.printed == "by car, and come back"


@pytest.mark.parametrize("draft", ["the ferry on", "Bananas are what I like most of all", "never"])
def test_words_in_common_by_chance_are_nothing(draft: str) -> None:
    found = align(quoted_words(draft), printed_words(FERRY))
    assert found is None or found.is_exact == (draft == "never")


def test_a_passage_is_found_in_a_long_speech() -> None:
    filler = ". ".join(f"This is sentence number {n} of my speech" for n in range(2000))
    speech = printed(f"{filler}. The quay of Sundal belongs to those who fish there. {filler}")
    (difference,) = aligned("The quay of Sundal belongs to all who fish there", speech).differences
    assert (difference.printed, difference.draft) == ("those", "all")


def test_a_long_passage_is_checked_in_parts_of_whole_sentences() -> None:
    passage = " ".join(f"This is sentence number {n} of my speech." for n in range(100))
    parts = list(parts_of(passage))
    assert " ".join(parts) == passage
    assert all(part.endswith(".") and len(part.split()) <= MAX_WORDS for part in parts)
    assert list(parts_of("word " * (2 * MAX_WORDS))) == ["word " * (MAX_WORDS - 1) + "word"] * 2
    assert list(parts_of("… — !")) == []


@pytest.mark.parametrize(
    "passage",
    [
        "The quay cost 3.5 million crowns, up 0.7 per cent",
        "They left at 2.30 a.m. for a U.S. port, [...] as e.g. Mr. Haugen did.",
        "“Sure,” he said …  and\nthen: “No!”",
    ],
)
def test_a_passage_that_is_checked_whole_is_as_it_was_written(passage: str) -> None:
    assert list(parts_of(passage)) == [passage]


def test_a_part_ends_where_a_sentence_does_and_no_mark_is_lost() -> None:
    sentence = "It rose by 0.7 per cent to 3.5 million, i.e. by much. "
    passage = f"{sentence * 40}He said: “Never!” Then"
    parts = list(parts_of(passage))
    assert len(parts) > 1
    assert " ".join(parts) == passage
    assert all(part.endswith("much.") for part in parts[:-1])


@pytest.mark.parametrize("words", [["a"], ["a", "b"], ["a", "b", "a", "c", "b"]])
def test_words_that_are_repeated_without_end_are_compared(words: list[str]) -> None:
    speech = printed_words([printed(" ".join(words * 20_000))])
    found = [
        align(quoted_words(part), speech) for part in parts_of(" ".join(words * 500) + " c c d")
    ]
    assert all(found[:-1])
