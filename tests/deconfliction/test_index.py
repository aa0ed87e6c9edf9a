"""The index finds what comparing every pair finds, whatever was added and withdrawn (issue: identical conflict sets)."""

import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from deconfliction.made import area, box, volume
from jig.operations.deconfliction import Separations, comparable, meeting
from jig.operations.deconfliction_boxes import near_pairs
from jig.operations.deconfliction_index import Index
from jig.operations.deconfliction_kernel import sign
from jig.places.volume import line_shape, point_shape

SMALL = st.integers(0, 8)
BIG = st.integers(-(2**39), 2**39)


@settings(max_examples=500)
@given(BIG, BIG, BIG, BIG, st.integers(-2, 2))
def test_property_the_sign_of_a_difference_of_products_is_exact(a, b, c, d, near):
    expected = (a * b > c * d) - (a * b < c * d)

    assert sign(a, b, c, d) == expected
    assert sign(a, b, b, a) == 0
    assert sign(a, b, a, b + near) == (a * near < 0) - (a * near > 0)


@st.composite
def volumes(draw):
    x, y = draw(SMALL), draw(SMALL)
    unit = draw(st.sampled_from([1, 10**6, 81_818_181]))
    a, b = x * unit, y * unit
    c, d = a + draw(st.integers(1, 3)) * unit, b + draw(st.integers(1, 3)) * unit
    kind = draw(st.integers(0, 6))
    if kind == 0:
        shape = point_shape((a, b), Fraction(draw(st.sampled_from([0, 10, 50_000]))), 7)
    elif kind == 1:
        shape = line_shape(((a, b), (c, d)), Fraction(draw(st.sampled_from([0, 300]))), 7)
    elif kind == 2:
        shape = area(((a, b), (c, b), (a, d), (a, b)))
    elif kind == 3 and unit > 3:
        inner = box(a + 1, b + 1, c - 1, d - 1)
        shape = area(box(a, b, c, d), inner)
    elif kind == 4:
        shape = area(box(a * 10**5 + 1, b * 10**5, c * 10**5 + 1, d * 10**5), digits=12)
    elif kind == 5:
        shape = (
            area(box(1_790_000_000, b, 1_800_000_000, d)) if x % 2 else area(box(-1_800_000_000, b, -1_790_000_000, d))
        )
    else:
        shape = area(box(a, b, c, d))
    low, start = draw(SMALL), draw(SMALL)
    return volume(
        draw(st.sampled_from(["P1", "P2", "P3"])),
        draw(st.sampled_from(["ALFA", "BRAVO"])),
        shape,
        draw(st.sampled_from([None, low, Fraction(low, 3)])),
        draw(st.sampled_from([None, low + 2])),
        draw(st.sampled_from(["EGM96", "EGM96", "AGL"])),
        start,
        start + draw(st.integers(0, 2)),
    )


ADDED = st.sampled_from(
    [Separations(), Separations(Fraction(0), Fraction(1), Fraction(1, 3)), Separations(Fraction(500))]
)


@settings(max_examples=150)
@given(
    st.lists(volumes(), max_size=12),
    st.lists(volumes(), max_size=8),
    st.lists(volumes(), min_size=1, max_size=4),
    ADDED,
    st.booleans(),
)
def test_property_the_index_finds_what_every_pair_finds(first, later, asked, added, every):
    held = Index(first)
    for one in later:
        held.add([one])
    gone = held.withdraw("BRAVO", "P2")
    known = [one for one in first + later if (one.participant, one.plan) != ("BRAVO", "P2")]

    found = sorted((number, repr(other)) for number, other in held.met(asked, added, all_participants=every))

    expected = [
        (number, repr(other))
        for number, one in enumerate(asked)
        for other in known
        if comparable(one, other, all_participants=every) and meeting(one, other, added)
    ]
    assert found == sorted(expected)
    assert gone == len(first + later) - len(known) and len(held) == len(known)


@settings(max_examples=150)
@given(st.lists(volumes(), max_size=14), ADDED)
def test_property_boxes_leave_no_pair_out(everything, added):
    near = set(near_pairs(everything, added))

    for j, other in enumerate(everything):
        for i, one in enumerate(everything[:j]):
            assert (i, j) in near or meeting(one, other, added) is None


def test_trees_are_merged_and_nothing_is_lost():
    rng = random.Random(5)
    held, known = Index(), []
    for number in range(1_500):
        x, y = rng.randrange(10**8), rng.randrange(10**8)
        one = volume(
            f"P{number}", "BRAVO", area(box(x, y, x + 10**6, y + 10**6)), start=rng.randrange(10_000), end=10_000
        )
        known.append(one)
        held.add([one])
    for number in range(0, 1_500, 3):
        held.withdraw("BRAVO", f"P{number}")
    asked = [
        volume("Q", "ALFA", area(box(x, 0, x + 10**7, 10**8)), start=5_000, end=5_001) for x in range(0, 10**8, 10**7)
    ]

    found = {(number, other.plan) for number, other in held.met(asked)}

    left = [one for number, one in enumerate(known) if number % 3]
    assert found == {(n, one.plan) for n, a in enumerate(asked) for one in left if meeting(a, one)}
    assert len(found) > 100
