"""The way between two points lies in a notice's corridor whole, or its notice does not fit (ToR 3.c, reading A46)."""

from itertools import pairwise
from math import cos, radians

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, unary_union

from air_fake import END, EVE, PROVIDER, START, WATCHER, leg, notice, seen, sky
from jig.air.determination import observed
from jig.air.episodes_notices import notices_of
from jig.air.fitting import Sighted
from jig.air.matching import Stay, matched
from jig.air.observation import Seen
from jig.places.corridor import Corridor, Gate
from rooms_fake import LAT, LON, position

#: Down from the north, then east: a corner at the fake's place, half-width 2 km.
CORNER = ((LAT - 3_000_000, LON), (LAT, LON), (LAT, LON + 3_000_000))
ARMS = ((LAT - 450_000, LON), (LAT, LON + 450_000))
NEAR = st.tuples(st.integers(-3_000_000, 3_000_000), st.integers(-3_000_000, 3_000_000))


def cornered():
    way = sky()
    assert way.told(PROVIDER, "flight-notice", notice(route=[leg(at) for at in CORNER]), at=EVE - 100).verdict == "OK"
    return way


def held(*points, **changed):
    way = cornered()
    track = [{"point": position(*at), "time": START + 600 + after} for at, after in points]
    made = way.say(WATCHER, "observation", seen(track=track, **changed), at=END)
    return observed(way.view(), bytes.fromhex(made.id))


@pytest.mark.parametrize(
    ("points", "determination", "code"),
    [
        (((ARMS[0], 0), (ARMS[1], 60)), "UNMATCHED", "WAY-OUTSIDE-CORRIDOR"),
        (((ARMS[0], 0), (CORNER[1], 60), (ARMS[1], 120)), "MATCHED", None),
        (((ARMS[0], 0), (ARMS[1], 61)), "NO-DATA", "WAY-NOT-SEEN"),
        (((ARMS[0], 0), (CORNER[1], 61)), "NO-DATA", "WAY-NOT-SEEN"),
        (((ARMS[0], 0), (ARMS[0], 61), ((LAT + 400_000, LON), 100)), "UNMATCHED", "OUTSIDE-CORRIDOR"),
    ],
)
def test_two_points_in_the_corridor_do_not_put_the_way_between_into_it(points, determination, code):
    """C102, C108, reading A46: a corner is cut; and after a gap nobody has seen which way was flown."""
    found = held(*points)

    assert (found.determination, found.excused) == (determination, {"MATCHED": True, "NO-DATA": None}.get(determination, False))  # fmt: skip
    assert code is None or code in found.codes


def test_stays_of_tracks_are_held_by_the_same_rule():
    """C102: `air match` says of a drawn way what the record says of a stated one."""
    cut = tuple(Seen(lon, lat, START + 60, 0, None, "", "") for lat, lon in ARMS)
    round_it = (cut[0], Seen(LON, LAT, START + 60, 0, None, "", ""), cut[1])
    stays = [Stay(1, "x", "N-1", Sighted(START + 60, START + 90, way, "ROTARY", "MI8", 1)) for way in (cut, round_it)]

    assert [one.determination for one in matched(cornered().view(), stays)] == ["UNMATCHED", "MATCHED"]


@given(st.lists(NEAR, min_size=2, max_size=5, unique=True), NEAR, NEAR, st.integers(1_000, 40_000))
def test_a_way_is_in_a_corridor_as_a_plane_figure_says(route, one, other, width_m):
    """ToR 3.c: shapely's union of the bands is the oracle; never inside where it is outside by a hundredth."""
    gates = tuple(Gate(LON + x, LAT + y, width_m, 0, 0, "") for x, y in route)

    found = Corridor(gates).holds_way((LON + one[0], LAT + one[1]), (LON + other[0], LAT + other[1]))

    way = LineString([plane(one), plane(other)])
    legs = [LineString([plane(a), plane(b)]) for a, b in pairwise(route)]
    wide, narrow = (unary_union([leg.buffer(width_m * share, 64) for leg in legs]) for share in (1.02, 0.98))
    assert wide.covers(way) or not found
    assert found or not narrow.covers(way)


@given(
    st.lists(NEAR, min_size=2, max_size=5, unique=True),
    st.lists(NEAR, min_size=2, max_size=6),
    st.integers(1_000, 90_000),
)
def test_the_notices_of_episodes_hold_the_same_ways(route, points, width_m):
    """ToR 3.c: no path is notified for one command and not for the other."""
    gates = tuple(Gate(LON + x, LAT + y, width_m, 0, 0, "") for x, y in route)
    path = [(LON + x, LAT + y) for x, y in points]
    assume(all(Corridor(gates).legs_at(point) for point in path))
    written = [[f"{(LON + x) / 1e7:.7f}", f"{(LAT + y) / 1e7:.7f}"] for x, y in route]
    told = {"notice": "N", "aircraft": "x", "from": "0", "to": "9", "route": written, "corridor_m": str(width_m)}
    ((one,), _) = notices_of([told])

    ways = [Corridor(gates).holds_way(a, b) for a, b in pairwise(path)]
    assert one.fits("x", "", 0, 1, path) is all(ways)


def plane(point):
    """Metres round the fake's place, as a degree is long there."""
    return point[0] / 1e7 * 111_320 * cos(radians(LAT / 1e7)), point[1] / 1e7 * 111_000
