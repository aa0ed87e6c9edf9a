"""Local time from the profile's table equals what a time-zone library says, in integers alone (reading A05)."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jig.agreement.clocks import DAY_S, BadCutoff, UnknownZone, Zone, date_of, day_number, parse_cutoff
from jig.agreement.profile import load_profile

TABLE = load_profile("jig2016").zones
NAMES = sorted(TABLE.zones)
DAMASCUS = TABLE.zone("Asia/Damascus")
FIRST, LAST = DAMASCUS.starts[0], DAMASCUS.ends_before
# tzdata of another year may foresee other rules for years to come, and says the same of the past.
KNOWN_UNTIL = LAST if version("tzdata") == TABLE.tzdata else int(datetime(2025, 1, 1, tzinfo=UTC).timestamp())


def library(name: str) -> ZoneInfo:
    resource = files("tzdata") / "zoneinfo"
    for part in name.split("/"):
        resource = resource / part
    with resource.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


LIBRARY = {name: library(name) for name in NAMES}


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


def wall(*parts: int) -> int:
    """Seconds by the wall clock since 1970-01-01 00:00:00."""
    return utc(*parts)


def agrees(name: str, instant: int) -> bool:
    there = datetime.fromtimestamp(instant, UTC).astimezone(LIBRARY[name])
    offset = there.utcoffset()
    assert offset is not None
    ours = TABLE.local(instant, name)
    theirs = (there.year, there.month, there.day, there.hour, there.minute, there.second)
    return ours == (*theirs, int(offset.total_seconds()))


@given(st.sampled_from(NAMES), st.integers(FIRST, KNOWN_UNTIL - 1))
def test_any_instant_reads_as_the_library_reads_it(name: str, instant: int) -> None:
    assert agrees(name, instant)


@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_there_to_the_second(name: str) -> None:
    edges = [instant for instant in TABLE.zone(name).starts[1:] if instant < KNOWN_UNTIL]

    assert all(agrees(name, edge + shift) for edge in edges for shift in (-1, 0, 1))
    days = range(FIRST, KNOWN_UNTIL, DAY_S // 4)
    assert all(agrees(name, instant) for instant in days)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        # Vocabulary, section 4.
        ("Asia/Damascus", (2016, 2, 27, 0, 0, 0, 7200), utc(2016, 2, 26, 22, 0)),  # the cessation begins
        ("Asia/Damascus", (2016, 9, 17, 15, 55, 0, 10800), utc(2016, 9, 17, 12, 55)),
        ("Asia/Damascus", (2016, 9, 12, 19, 0, 0, 10800), utc(2016, 9, 12, 16, 0)),
        ("Europe/Moscow", (2016, 2, 27, 1, 0, 0, 10800), utc(2016, 2, 26, 22, 0)),
        ("Asia/Amman", (2016, 3, 28, 11, 0, 0, 7200), utc(2016, 3, 28, 9, 0)),  # an hour behind for a week
        ("Asia/Damascus", (2016, 3, 28, 12, 0, 0, 10800), utc(2016, 3, 28, 9, 0)),
    ],
)
def test_the_known_moments_of_2016(zone: str, local: tuple[int, ...], instant: int) -> None:
    assert TABLE.local(instant, zone) == local
    assert TABLE.zone(zone).instants_of(wall(*local[:6])) == (instant,)


def test_the_two_zones_differ_for_one_hour_in_october_2016() -> None:
    hours = range(utc(2016, 10, 27, 19), utc(2016, 10, 28, 1), 3600)

    differ = [hour for hour in hours if TABLE.local(hour, "Asia/Amman")[:4] != TABLE.local(hour, "Asia/Damascus")[:4]]

    assert differ == [utc(2016, 10, 27, 21)]


def test_in_2026_all_three_stand_three_hours_ahead_all_year() -> None:
    months = [utc(2026, month, 15) for month in range(1, 13)]

    assert {TABLE.zone(name).offset_s(instant) for name in NAMES for instant in months} == {3 * 3600}


def test_a_skipped_hour_has_no_instant_and_a_repeated_one_two() -> None:  # Damascus, 25 March and 27 October 2016
    skipped, repeated = wall(2016, 3, 25, 0, 30), wall(2016, 10, 27, 23, 30)

    assert DAMASCUS.instants_of(skipped) == ()
    assert DAMASCUS.instants_of(repeated) == (utc(2016, 10, 27, 20, 30), utc(2016, 10, 27, 21, 30))


@given(st.sampled_from(NAMES), st.integers(FIRST + DAY_S, LAST - DAY_S))
def test_every_instant_is_among_those_of_its_wall_clock(name: str, instant: int) -> None:
    zone = TABLE.zone(name)

    found = zone.instants_of(instant + zone.offset_s(instant))

    assert instant in found
    assert list(found) == sorted(found)
    assert len(found) <= 2


def test_a_plan_is_due_before_the_day_begins_there() -> None:  # ToR 2.c: both sides of the edge
    midnight = utc(2016, 9, 16, 21, 0)  # 17 September 00:00, Damascus

    for window in (midnight, utc(2016, 9, 17, 12, 55), midnight + DAY_S - 1):
        assert TABLE.day_before_cutoff(window, "Asia/Damascus", "D 00:00") == midnight
    assert TABLE.day_before_cutoff(midnight - 1, "Asia/Damascus", "D 00:00") == midnight - DAY_S
    assert TABLE.day_before_cutoff(midnight + DAY_S, "Asia/Damascus", "D 00:00") == midnight + DAY_S


def test_the_earlier_option_falls_at_1800_of_the_day_before() -> None:  # reading A05, option
    due = TABLE.day_before_cutoff(utc(2016, 9, 17, 12, 55), "Asia/Damascus", "D-1 18:00")

    assert TABLE.local(due, "Asia/Damascus")[:5] == (2016, 9, 16, 18, 0)


def test_a_day_whose_midnight_is_skipped_begins_with_its_first_moment() -> None:  # 25 March 2016: 00:00 never was
    due = TABLE.day_before_cutoff(utc(2016, 3, 25, 9, 0), "Asia/Damascus", "D 00:00")

    assert TABLE.local(due, "Asia/Damascus")[:4] == (2016, 3, 25, 1)
    assert TABLE.local(due - 1, "Asia/Damascus")[:6] == (2016, 3, 24, 23, 59, 59)


def test_a_cutoff_in_a_repeated_hour_is_its_first_pass() -> None:
    due = TABLE.day_before_cutoff(utc(2016, 10, 28, 9, 0), "Asia/Damascus", "D-1 23:30")

    assert due == utc(2016, 10, 27, 20, 30)


@given(st.sampled_from(NAMES), st.integers(FIRST + 2 * DAY_S, LAST - DAY_S))
def test_the_cutoff_is_never_after_the_window_nor_a_day_and_an_hour_before_it(name: str, window: int) -> None:
    due = TABLE.day_before_cutoff(window, name, "D 00:00")

    assert 0 <= window - due < DAY_S + 3600
    assert TABLE.local(due, name).day_number == TABLE.local(window, name).day_number
    assert TABLE.local(due - 1, name).day_number == TABLE.local(window, name).day_number - 1


@given(st.integers(-(2**53), 2**53))
@example(10**11)
def test_no_stamp_however_wild_stops_the_clock(instant: int) -> None:  # shifts its clock by ten years, or a million
    there = DAMASCUS.local(instant)

    assert there.day_number * DAY_S <= instant + there.offset_s < (there.day_number + 1) * DAY_S
    assert DAMASCUS.covers(instant) is (FIRST <= instant < LAST)


@given(st.integers(-719_162, 2_932_896))
def test_day_numbers_are_those_of_the_calendar(number: int) -> None:
    calendar = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)

    assert date_of(number) == (calendar.year, calendar.month, calendar.day)
    assert day_number(*date_of(number)) == number


@pytest.mark.parametrize(
    "text", ["", "D", "00:00", "D 24:00", "D 0:00", "D 00:60", "D-x 18:00", "D- 18:00", "d 00:00", "D ١٨:00"]
)
def test_a_cutoff_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(BadCutoff):
        parse_cutoff(text)


@pytest.mark.parametrize(
    ("text", "read"), [("D 00:00", (0, 0)), ("D-1 18:00", (1, 64_800)), ("D-2 23:59", (2, 86_340))]
)
def test_a_cutoff_is_read_as_days_before_and_seconds_of_the_day(text: str, read: tuple[int, int]) -> None:
    assert parse_cutoff(text) == read


def test_an_unknown_zone_is_an_error_and_never_the_machine_s_own() -> None:
    with pytest.raises(UnknownZone):
        TABLE.local(0, "Europe/Paris")


def test_a_zone_that_moves_its_base_offset_reads_across_the_gap() -> None:  # an invented zone, three offsets
    zone = Zone("Nowhere", (0, 100_000, 200_000), (0, 7200, 3600), 300_000)

    assert zone.instants_of(103_600) == ()
    assert zone.first_instant_at(103_600) == 100_000
    assert zone.first_instant_at(205_000) == 197_800
