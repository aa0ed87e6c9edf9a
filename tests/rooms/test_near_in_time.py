"""Which plans are near in time is found by day, and none is missed (ToR 2.c.iv; reading A15)."""

from hypothesis import given
from hypothesis import strategies as st

from jig.operations.near_in_time import NEAR_S, by_day, near

DAY = 86_400
MOMENTS = st.one_of(st.integers(0, 6).map(lambda n: n * DAY), st.integers(-DAY, 90 * DAY))
WINDOWS = st.one_of(st.just((None, None)), st.tuples(MOMENTS, MOMENTS))


class Written:
    """What one side wrote, as a view gives it."""

    def __init__(self) -> None:
        self.held = {}

    def take(self, writes):
        for table, key, value in writes:
            assert table == "plans.day"
            self.held.setdefault(key, []).append((0, value))

    def keys(self, table):
        return list(self.held)

    def written(self, table, key, side):
        return self.held.get(key, []) if side == 1 else []


@given(st.lists(WINDOWS, max_size=12), WINDOWS)
def test_no_plan_within_a_day_is_missed_whatever_the_windows(windows, asked):
    view = Written()
    for number, (start, end) in enumerate(windows):
        view.take(by_day(start, end, bytes([number])))

    found = near(view, 1, *asked)

    assert {bytes([n]) for n, window in enumerate(windows) if within(asked, window)} <= found
    assert near(view, 0, *asked) == set()


def within(one, other):
    if None in one or None in other:
        return True
    return one[0] - NEAR_S <= other[1] and other[0] - NEAR_S <= one[1]


def test_plans_of_other_months_are_not_gone_through():
    view = Written()
    for number in range(200):
        view.take(by_day(number * DAY, number * DAY + 3600, bytes([number])))

    assert len(near(view, 1, 100 * DAY, 100 * DAY + 3600)) == 3
