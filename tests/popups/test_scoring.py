"""Points, weights and ranks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from labspace.popups.review.scoring import Ranked, ranking, reserve_order, total, worth

WEIGHTS = {1: 3, 2: 1}


def test_a_review_is_worth_its_weighted_share() -> None:
    assert worth({1: 5, 2: 5}, WEIGHTS) == 1
    assert worth({1: 0, 2: 0}, WEIGHTS) == 0
    assert worth({1: 4, 2: 2}, WEIGHTS) == Fraction(3 * 4 + 2, 20)


def test_an_application_is_worth_the_mean_of_its_reviews() -> None:
    assert total([{1: 5, 2: 5}, {1: 0, 2: 0}], WEIGHTS) == Fraction(1, 2)
    assert total([], WEIGHTS) is None


def test_equals_share_a_rank_and_the_next_is_left_out() -> None:
    half = Fraction(1, 2)
    assert ranking({7: half, 3: half, 5: Fraction(1), 9: None, 4: Fraction(1, 3)}) == [
        Ranked(application_id=5, rank=1, score=Fraction(1)),
        Ranked(application_id=3, rank=2, score=half),
        Ranked(application_id=7, rank=2, score=half),
        Ranked(application_id=4, rank=4, score=Fraction(1, 3)),
        Ranked(application_id=9, rank=None, score=None),
    ]


weights = st.dictionaries(st.integers(1, 6), st.integers(1, 10), min_size=1)


@st.composite
def judged(draw: st.DrawFn) -> tuple[dict[int, int], list[dict[int, int]]]:
    """Weights and some reviews that give points for each."""
    found = draw(weights)
    points = st.fixed_dictionaries({criterion: st.integers(0, 5) for criterion in found})
    return found, draw(st.lists(points, min_size=1, max_size=5))


@given(judged())
def test_a_total_lies_between_its_worst_and_best_review(
    case: tuple[dict[int, int], list[dict[int, int]]],
) -> None:
    weights, reviews = case
    worths = [worth(points, weights) for points in reviews]
    found = total(reviews, weights)
    assert found is not None
    assert 0 <= min(worths) <= found <= max(worths) <= 1


@given(judged(), st.integers(2, 9), st.randoms(use_true_random=False))
def test_neither_the_order_of_reviews_nor_the_scale_of_weights_matters(case, factor, random) -> None:
    weights, reviews = case
    shuffled = list(reviews)
    random.shuffle(shuffled)
    scaled = {criterion: weight * factor for criterion, weight in weights.items()}
    assert total(reviews, weights) == total(shuffled, scaled)


@given(judged(), st.data())
def test_one_point_more_never_lowers_a_total(case, data: st.DataObject) -> None:
    weights, reviews = case
    review = data.draw(st.integers(0, len(reviews) - 1))
    criterion = data.draw(st.sampled_from(sorted(weights)))
    better = [dict(points) for points in reviews]
    better[review][criterion] = min(5, better[review][criterion] + 1)
    before, after = total(reviews, weights), total(better, weights)
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.dictionaries(st.integers(1, 40), st.none() | st.fractions(0, 1, max_denominator=6), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_ones(totals) -> None:
    ranked = ranking(totals)
    assert sorted(one.application_id for one in ranked) == sorted(totals)
    for one in ranked:
        mine = totals[one.application_id]
        if mine is None:
            assert one.rank is None
        else:
            assert one.rank == 1 + sum(1 for other in totals.values() if other is not None and other > mine)
    places = [one.rank if one.rank is not None else 1000 for one in ranked]
    assert places == sorted(places)


MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_the_reserve_follows_the_score_then_the_day_of_handing_in() -> None:
    half = Fraction(1, 2)
    scores = {1: None, 2: half, 3: Fraction(4, 5), 4: half, 5: None, 6: Fraction(0)}
    days = {1: 5, 2: 3, 3: 9, 4: 2, 5: 0, 6: 8}
    handed_in = {one: MONDAY + timedelta(days=day) for one, day in days.items()}
    assert reserve_order(scores, handed_in) == [3, 4, 2, 6, 5, 1]


@given(
    st.dictionaries(
        st.integers(1, 50),
        st.tuples(st.none() | st.fractions(0, 1, max_denominator=10), st.integers(0, 5)),
    )
)
def test_nobody_stands_before_someone_better_or_earlier(
    case: dict[int, tuple[Fraction | None, int]],
) -> None:
    scores = {one: score for one, (score, _day) in case.items()}
    order = reserve_order(scores, {one: MONDAY + timedelta(days=day) for one, (_score, day) in case.items()})
    assert sorted(order) == sorted(case)
    for before, after in pairwise(order):
        (score, day), (next_score, next_day) = case[before], case[after]
        known, following = (-1 if one is None else one for one in (score, next_score))
        assert (-known, day, before) < (-following, next_day, after)
