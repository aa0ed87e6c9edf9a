"""The edge's clocks: an EXERCISE sets its own, a LIVE node never follows one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters.clock import FILE_NAME, ClockFault, ExerciseClock, FixedClock, SystemClock, clock_of

DAY = 86_400


def test_the_system_clock_is_the_machines():
    before = int(time.time())

    now = SystemClock().now()

    assert before <= now <= int(time.time())


@given(st.integers(-(10**9), 10**10), st.integers(-(10**6), 10**6))
def test_a_fixed_clock_stands_until_it_is_set(start, step):
    clock = FixedClock(start)

    clock.advance(step)
    first = clock.now()
    clock.set(start)

    assert (first, clock.now()) == (start + step, start)


def test_an_exercise_clock_is_shared_by_all_who_read_its_file(tmp_path):
    """record.md: "now" enters only at the edge."""
    path = tmp_path / FILE_NAME
    one, two = ExerciseClock(path), clock_of(tmp_path, "EXERCISE")
    machine = two.now()

    one.fix(1_474_000_000)
    fixed = two.now()
    one.shift(-10 * DAY)
    shifted = two.now()

    assert fixed == 1_474_000_000
    assert abs(machine - SystemClock().now()) < DAY
    assert abs(shifted + 10 * DAY - SystemClock().now()) < DAY


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "CLOCK-FILE"),
        (b"{}", "CLOCK-FILE"),
        (b'{"fixed": 1.5}', "CLOCK-FILE"),
        (b'{"fixed": true}', "CLOCK-FILE"),
        (b'{"fixed": 1, "offset": 2}', "CLOCK-FILE"),
        (b'{"later": 1}', "CLOCK-FILE"),
        (b"[" * 2000, "CLOCK-FILE"),
        (b'{"fixed": 1}' + b" " * 5000, "CLOCK-FILE"),
        (b'{"offset": 999999999999999}', "CLOCK-RANGE"),
    ],
)
def test_a_file_that_is_no_setting_is_refused_and_never_guessed(tmp_path, content, code):
    (tmp_path / FILE_NAME).write_bytes(content)

    with pytest.raises(ClockFault) as fault:
        clock_of(tmp_path, "EXERCISE").now()

    assert fault.value.code == code


def test_a_live_node_refuses_an_exercise_clock(tmp_path):
    """record.md, Envelope: EXERCISE and LIVE never mix."""
    live = clock_of(tmp_path, "LIVE")
    ExerciseClock(tmp_path / FILE_NAME).fix(1)

    with pytest.raises(ClockFault) as fault:
        clock_of(tmp_path, "LIVE")

    assert fault.value.code == "CLOCK-SET-IN-LIVE"
    assert abs(live.now() - SystemClock().now()) < DAY
