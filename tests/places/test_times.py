"""Instants, clocks and the day before (ToR 2.c, 3.c; readings A05; vocabulary of times)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.agreement.profile import load_profile, profile_names
from jig.places.faults import Unreadable
from jig.places.times import date_time_group, day_before, local_text, read_time, utc, zone_words

PROFILE = load_profile(profile_names()[0])
ZONES, WORDS = PROFILE.zones, zone_words(PROFILE.name)
DAMASCUS, AMMAN, MOSCOW = "Asia/Damascus", "Asia/Amman", "Europe/Moscow"
#: The table's span, a day inside.
SPAN = st.integers(ZONES.zones[AMMAN].starts[0] + 86_400, ZONES.zones[AMMAN].ends_before - 86_400)
zones = st.sampled_from([DAMASCUS, AMMAN, MOSCOW])


def read(text: str, zone: str | None = None):
    return read_time(text, ZONES, zone=zone, words=WORDS)


def refusal(text: str, zone: str | None = None):
    with pytest.raises(Unreadable) as found:
        read(text, zone)
    (fault,) = found.value.faults
    return fault


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("171255Z SEP 16", None, "2016-09-17T12:55:00+00:00"),
        ("171255ZSEP16", None, "2016-09-17T12:55:00+00:00"),
        ("171555C SEP 2016", None, "2016-09-17T12:55:00+00:00"),
        ("171155N SEP 16", None, "2016-09-17T12:55:00+00:00"),
        ("262200Z FEB 16", None, "2016-02-26T22:00:00+00:00"),
        ("27.02.2016 00:00 местное (дамасское)", None, "2016-02-26T22:00:00+00:00"),
        ("17.09.2016 15:55 мск", None, "2016-09-17T12:55:00+00:00"),
        ("17.09.2016 15:55 местное", DAMASCUS, "2016-09-17T12:55:00+00:00"),
        ("171255J SEP 16", AMMAN, "2016-09-17T09:55:00+00:00"),
        ("2016-09-12T19:00", DAMASCUS, "2016-09-12T16:00:00+00:00"),
        ("2016-09-17T15:55:00+03:00", None, "2016-09-17T12:55:00+00:00"),
        ("2016-09-17T12:55:00Z", DAMASCUS, "2016-09-17T12:55:00+00:00"),
        # Amman follows Damascus into summer time a week later in 2016.
        ("2016-03-28 12:00", DAMASCUS, "2016-03-28T09:00:00+00:00"),
        ("2016-03-28 12:00", AMMAN, "2016-03-28T10:00:00+00:00"),
    ],
)
def test_a_time_is_read_as_its_author_wrote_it(text, zone, instant) -> None:
    found = read(text, zone)

    assert (found.instant, found.text, found.tzdata) == (seconds(instant), text, ZONES.tzdata)


@pytest.mark.parametrize(
    ("text", "zone", "code", "named"),
    [
        ("2016-09-17 15:55", None, "TIME-NO-ZONE", {}),
        ("171255J SEP 16", None, "TIME-NO-ZONE", {}),
        ("17.09.2016 15:55 местное", None, "TIME-NO-ZONE", {}),
        ("2016-09-17T24:00Z", None, "TIME-24-00", {"first": "2016-09-17 00:00", "second": "2016-09-18 00:00"}),
        ("172400Z SEP 16", None, "TIME-24-00", {"first": "2016-09-17 00:00", "second": "2016-09-18 00:00"}),
        ("311255Z SEP 16", None, "TIME-NO-SUCH-DAY", {"candidates": "2016-09-30, 2016-10-01"}),
        ("30.02.2016 10:00 мск", None, "TIME-NO-SUCH-DAY", {"candidates": "2016-02-29, 2016-03-01"}),
        ("301255Z", None, "TIME-DAY-GROUP-OPEN", {}),
        ("301255Z SEP", None, "TIME-DAY-GROUP-OPEN", {}),
        ("2016-09-17T25:10Z", None, "TIME-NO-SUCH-CLOCK", {}),
        ("2016-09-17 10:00 Atlantis", None, "TIME-ZONE-UNKNOWN", {"found": "ATLANTIS"}),
        ("2016-09-17 10:00 мск", DAMASCUS, "TIME-ZONE-CONTRADICTED", {"found": MOSCOW, "expected": DAMASCUS}),
        ("1999-09-17 10:00", DAMASCUS, "TIME-OUTSIDE-TABLE", {}),
        ("tomorrow", None, "TIME-UNREADABLE", {}),
        (
            "2016-03-25 00:30", DAMASCUS, "TIME-LOCAL-MISSING",
            {"first": "2016-03-24T21:30:00Z", "second": "2016-03-24T22:30:00Z"},
        ),
        (
            "2016-10-27 23:30", DAMASCUS, "TIME-LOCAL-DOUBLED",
            {"first": "2016-10-27T20:30:00Z", "second": "2016-10-27T21:30:00Z"},
        ),
    ],
)  # fmt: skip
def test_a_field_that_hides_an_error_is_refused_with_what_it_could_mean(text, zone, code, named) -> None:
    fault = refusal(text, zone)

    assert fault.code == code
    assert {name: fault.params[name] for name in named} == named


@given(SPAN, zones)
def test_an_instant_written_by_a_clock_is_that_clocks_own(instant, zone) -> None:
    """Oracle: the machine's own zoneinfo."""
    told = datetime.fromtimestamp(instant, UTC).astimezone(ZoneInfo(zone))

    assert datetime.fromisoformat(local_text(instant, zone, ZONES)) == told
    assert local_text(instant, zone, ZONES).removesuffix("Z")[:19] == told.isoformat()[:19]
    assert read(utc(instant)).instant == instant
    assert read(date_time_group(instant)).instant == instant - instant % 60


@given(SPAN, zones)
def test_a_local_time_is_one_instant_or_refused_with_both(instant, zone) -> None:
    """Oracle: both folds of zoneinfo, kept where they come back."""
    there = ZoneInfo(zone)
    wall = datetime.fromtimestamp(instant, UTC).astimezone(there).replace(tzinfo=None, second=0)
    # Half an hour on: into gaps as well, which no instant's own wall clock shows.
    for each in (wall, wall + timedelta(minutes=30)):
        folds = [each.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)]
        real = sorted({int(f.timestamp()) for f in folds if f.astimezone(there).replace(tzinfo=None) == each})
        text = each.isoformat()
        if len(real) == 1:
            assert read(text, zone).instant == real[0]
            continue
        fault = refusal(text, zone)
        assert fault.code == ("TIME-LOCAL-DOUBLED" if real else "TIME-LOCAL-MISSING")
        assert {fault.params["first"], fault.params["second"]} == {utc(int(f.timestamp())) for f in folds}


@pytest.mark.parametrize("zone", [DAMASCUS, AMMAN])
@pytest.mark.parametrize("year", range(2016, 2022))
def test_every_change_of_the_clocks_has_its_gap_and_its_doubled_hour(zone, year) -> None:
    """Oracle: zoneinfo, quarter of an hour by quarter."""
    there, found = ZoneInfo(zone), []
    for quarter in range(366 * 96):
        wall = datetime.fromisoformat(f"{year}-01-01") + timedelta(minutes=15 * quarter)
        one, two = (wall.replace(tzinfo=there, fold=fold) for fold in (0, 1))
        if one.utcoffset() != two.utcoffset():
            found.append(refusal(wall.isoformat(), zone).code)

    assert set(found) == {"TIME-LOCAL-MISSING", "TIME-LOCAL-DOUBLED"}
    assert len(found) == 8


# --- the day before --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "zone", "cutoff", "day", "due", "begins"),
    [
        ("2016-09-17T12:55:00+00:00", DAMASCUS, "D 00:00", "2016-09-16", "2016-09-16T21:00:00Z", "MIDNIGHT"),
        ("2016-09-17T12:55:00+00:00", DAMASCUS, "D-1 18:00", "2016-09-16", "2016-09-16T15:00:00Z", "MIDNIGHT"),
        ("2016-09-17T12:55:00+00:00", "UTC", "D 00:00", "2016-09-16", "2016-09-17T00:00:00Z", "MIDNIGHT"),
        # 23:30 in UTC is the next day in Damascus: the zone decides which day it is.
        ("2016-09-16T23:30:00+00:00", DAMASCUS, "D 00:00", "2016-09-16", "2016-09-16T21:00:00Z", "MIDNIGHT"),
        ("2016-09-16T23:30:00+00:00", "UTC", "D 00:00", "2016-09-15", "2016-09-16T00:00:00Z", "MIDNIGHT"),
        # Midnight does not exist on that day: the clock goes from 00:00 to 01:00.
        ("2016-03-25T12:00:00+00:00", DAMASCUS, "D 00:00", "2016-03-24", "2016-03-24T22:00:00Z", "GAP"),
        # The clock goes back from 01:00 to 00:00: the day has two midnights, the first counts.
        ("2016-10-28T12:00:00+00:00", AMMAN, "D 00:00", "2016-10-27", "2016-10-27T21:00:00Z", "DOUBLED"),
        # In winter the day begins an hour later in UTC.
        ("2016-12-01T12:00:00+00:00", DAMASCUS, "D 00:00", "2016-11-30", "2016-11-30T22:00:00Z", "MIDNIGHT"),
    ],
)
def test_the_day_before_ends_where_the_day_of_execution_begins(instant, zone, cutoff, day, due, begins) -> None:
    """A05: both sides of every edge of the clocks."""
    found = day_before(seconds(instant), zone, ZONES, cutoff)

    assert (found.day_before, utc(found.due), found.begins, found.tzdata) == (day, due, begins, ZONES.tzdata)


@given(SPAN, zones)
def test_a_notice_is_due_before_the_execution_and_on_an_earlier_day(instant, zone) -> None:
    """Oracle: zoneinfo. Nothing of the day of execution comes before the deadline."""
    found, there = day_before(instant, zone, ZONES), ZoneInfo(zone)

    def date(at: int):
        return datetime.fromtimestamp(at, UTC).astimezone(there).date()

    assert found.due <= instant
    assert date(found.due).isoformat() == found.local_date == date(instant).isoformat()
    assert date(found.due - 1).isoformat() == found.day_before
