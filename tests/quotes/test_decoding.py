"""Labels, spans and links: the algorithms, against counting all sequences."""

from __future__ import annotations

import dataclasses
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.quotes.network.bilou import (
    LABELS,
    OUTSIDE,
    ROLES,
    RoleSpan,
    label_of,
    labels_of,
    may_follow,
)
from pipeline.quotes.network.decoding import (
    DISTANCE_BOUNDS,
    DISTANCES,
    LINK_SIZE,
    LINK_VECTORS,
    FoundSpan,
    Scores,
    best_apart,
    distance_bucket,
    find_spans,
    link_all,
    within_blocks,
)

FORBIDDEN = -1e4


def random_scores(seed: int) -> Scores:
    chance = np.random.default_rng(seed)
    size = len(LABELS)

    def allowed(free: np.ndarray, rule: list[bool]) -> np.ndarray:
        return np.where(np.array(rule).reshape(free.shape), free, FORBIDDEN).astype(np.float32)

    pairs = list(product(range(size), repeat=2))
    return Scores(
        transitions=allowed(chance.normal(size=(size, size)), [may_follow(*p) for p in pairs]),
        starts=allowed(chance.normal(size=size), [may_follow(OUTSIDE, a) for a in range(size)]),
        ends=allowed(chance.normal(size=size), [may_follow(a, OUTSIDE) for a in range(size)]),
        distance=chance.normal(size=(2, DISTANCES)).astype(np.float32),
        no_source=chance.normal(size=LINK_SIZE).astype(np.float32),
        no_source_bias=0.0,
        prices=(0.0, 0.0, 0.0),
        word_reward=0.0,
    )


def all_sequences(emissions: np.ndarray, scores: Scores) -> dict[tuple[int, ...], float]:
    return {
        labels: float(
            scores.starts[labels[0]]
            + scores.ends[labels[-1]]
            + sum(emissions[at, label] for at, label in enumerate(labels))
            + sum(scores.transitions[pair] for pair in pairwise(labels))
        )
        for labels in product(range(len(LABELS)), repeat=len(emissions))
    }


def all_spans(words: int) -> list[RoleSpan]:
    return [
        RoleSpan(start, end, role)
        for role in range(len(ROLES))
        for start in range(words)
        for end in range(start + 1, words + 1)
    ]


def test_a_spans_probability_is_its_share_of_all_sequences() -> None:
    scores = random_scores(1)
    chance = np.random.default_rng(2)
    emissions = [chance.normal(size=(n, len(LABELS))).astype(np.float32) * 2 for n in (3, 1, 4, 2)]
    for emission, found in zip(emissions, find_spans(emissions, scores), strict=True):
        weights = {ls: np.exp(score) for ls, score in all_sequences(emission, scores).items()}
        total = sum(weights.values())
        shares = {
            span: sum(
                weight
                for labels, weight in weights.items()
                if all(
                    labels[at] == label
                    for at, label in enumerate(labels_of([span], len(emission)))
                    if span.start <= at < span.end
                )
            )
            / total
            for span in all_spans(len(emission))
        }
        assert found
        for span, probability in found:
            assert probability == pytest.approx(shares[span], abs=1e-4)
        likely = [FoundSpan(span, share) for span, share in shares.items() if share > 0.02]
        gain = sum(one.probability for one in best_apart(likely, [s for _, s in likely]))
        assert sum(one.probability for one in found) == pytest.approx(gain, abs=1e-3)


def test_a_span_that_costs_more_than_it_is_likely_is_not_taken() -> None:
    free = random_scores(1)
    dear = dataclasses.replace(free, prices=(2.0, 0.0, 2.0))
    emissions = [np.zeros((4, len(LABELS)), np.float32)]
    assert {f.span.role for f in find_spans(emissions, free)[0]} != {1}
    assert {f.span.role for f in find_spans(emissions, dear)[0]} == {1}
    rewarded = dataclasses.replace(dear, word_reward=10.0)
    emissions[0][:, label_of(2, "I")] = 5
    assert 2 in {f.span.role for f in find_spans(emissions, rewarded)[0]}


@pytest.mark.parametrize("role", range(len(ROLES)))
def test_no_span_goes_on_into_the_next_block_but_content_before_a_mark(role: int) -> None:
    scores = random_scores(1)
    emissions = np.zeros((6, len(LABELS)), np.float32)
    emissions[range(6), labels_of([RoleSpan(0, 6, role)], 6)] = 20
    blocks = [0, 0, 1, 1, 2, 2]

    def entered(is_mark: list[bool]) -> set[int]:
        """First words of the blocks that a span goes on into."""
        found = find_spans([within_blocks(emissions, blocks, is_mark)], scores)[0]
        return {at for at in (2, 4) for one in found if one.span.start < at < one.span.end}

    assert FoundSpan(RoleSpan(0, 6, role), pytest.approx(1)) in find_spans([emissions], scores)[0]
    assert entered([False] * 6) == set()
    content = ROLES.index("content")
    assert entered([False] * 4 + [True, False]) == ({4} if role == content else set())


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(1, 4), st.floats(0.01, 1)), min_size=1, max_size=7
    )
)
def test_spans_apart_gain_the_most_that_any_choice_does(
    drawn: list[tuple[int, int, float]],
) -> None:
    spans = [FoundSpan(RoleSpan(start, start + size, 0), 1.0) for start, size, _ in drawn]
    gains = [gain for _, _, gain in drawn]

    def apart(chosen: tuple[int, ...]) -> bool:
        ordered = sorted(spans[at].span for at in chosen)
        return all(one.end <= other.start for one, other in pairwise(ordered))

    most = max(
        sum(gains[at] for at in chosen)
        for size in range(len(spans) + 1)
        for chosen in combinations(range(len(spans)), size)
        if apart(chosen)
    )
    found = best_apart(spans, gains)
    ends = [one.span.end for one in found]
    assert ends == sorted(ends)
    left = list(range(len(spans)))
    total = 0.0
    for one in found:
        at = max((at for at in left if spans[at] == one), key=gains.__getitem__)
        left.remove(at)
        total += gains[at]
    assert total == pytest.approx(most)


@st.composite
def spans_of_a_text(draw: st.DrawFn) -> tuple[list[RoleSpan], int]:
    gaps = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.integers(0, 2))))
    spans, at = [], 0
    for gap, length, role in gaps:
        spans.append(RoleSpan(at + gap, at + gap + length, role))
        at += gap + length
    return spans, at + draw(st.integers(0, 2))


@given(spans_of_a_text())
def test_labels_of_spans_follow_each_other_as_they_may(drawn: tuple[list[RoleSpan], int]) -> None:
    spans, words = drawn
    labels = labels_of(spans, words)
    assert [label != OUTSIDE for label in labels] == [
        any(span.start <= at < span.end for span in spans) for at in range(words)
    ]
    first_and_last = {(span.start, LABELS[labels[span.start]][0]) for span in spans}
    assert {letter for _, letter in first_and_last} <= {"B", "U"}
    assert may_follow(OUTSIDE, labels[0]) if words else True
    assert all(may_follow(before, after) for before, after in pairwise(labels))


def test_of_spans_that_overlap_the_first_stands() -> None:
    spans = [RoleSpan(0, 3, 2), RoleSpan(2, 4, 1)]
    assert labels_of(spans, 5) == labels_of(spans[:1], 5)


def test_distances_on_either_side_of_a_cue_have_columns_of_their_own() -> None:
    cue = (100, 101)
    before = [distance_bucket((100 - gap - 1, 100 - gap), cue) for gap in (0, 1, 3, 500)]
    after = [distance_bucket((101 + gap, 102 + gap), cue) for gap in (0, 1, 3, 500)]
    assert len({*before, *after}) == 8
    assert max(after) == DISTANCES - 1
    assert before[-1] == len(DISTANCE_BOUNDS)


def found_as(*spans: tuple[int, int, str]) -> list[FoundSpan]:
    return [FoundSpan(RoleSpan(s, e, ROLES.index(role)), 0.9) for s, e, role in spans]


def test_links_go_where_the_vectors_point() -> None:
    scores = random_scores(3)
    quiet = dataclasses.replace(
        scores,
        distance=np.zeros_like(scores.distance),
        no_source=np.zeros_like(scores.no_source),
    )
    # source 0, cue 2, content 4 to 6; cue 8, content 10; the first cue has the first source
    spans = found_as(
        *((0, 1, "source"), (2, 3, "cue"), (4, 6, "content"), (8, 9, "cue"), (10, 11, "content"))
    )
    vectors = np.zeros((12, LINK_VECTORS, LINK_SIZE), np.float32)

    def point(cue: int, at: int, slot: int, direction: int) -> None:
        vectors[cue, 2 * slot, direction] = vectors[at, 2 * (slot + 1), direction] = 9

    point(2, 0, 0, 0)
    point(2, 10, 2, 1)
    point(8, 4, 2, 2)
    first, second = link_all(spans, vectors.reshape(12, -1), quiet)
    assert first.source == spans[0]
    assert first.contents == [spans[4]]
    assert second.contents == [spans[2]]
    assert 0.99 < first.source_probability <= 1
    assert second.source_probability == 0.5


def test_a_cue_may_have_no_content_and_content_without_cue_is_left_out() -> None:
    scores = random_scores(4)
    vectors = np.zeros((6, LINK_VECTORS * LINK_SIZE), np.float32)
    (alone,) = link_all(found_as((0, 1, "cue")), vectors, scores)
    assert alone.contents == []
    assert link_all(found_as((0, 3, "content")), vectors, scores) == []
    assert link_all([], vectors, scores) == []


def test_every_label_has_a_name_of_its_own() -> None:
    assert len(set(LABELS)) == len(LABELS)
    assert LABELS[OUTSIDE] == "O"
    assert LABELS[label_of(ROLES.index("content"), "L")] == "L-content"


def test_nothing_to_read_gives_nothing() -> None:
    assert find_spans([], random_scores(5)) == []
