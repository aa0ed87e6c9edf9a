"""One notion of a corridor: the record's notices and the notices of `air episodes` hold the same points (ToR 3.c)."""

from hypothesis import given
from hypothesis import strategies as st

from jig.air.episodes_notices import notices_of
from jig.places.corridor import Corridor, Gate

LON, LAT = 367_000_000, 357_000_000
NEAR = st.tuples(st.integers(-3_000_000, 3_000_000), st.integers(-3_000_000, 3_000_000))


@given(
    st.lists(NEAR, min_size=2, max_size=5, unique=True), st.lists(NEAR, min_size=1, max_size=8), st.integers(1, 40_000)
)
def test_a_point_is_in_both_corridors_or_in_neither(route, points, width_m):
    """ToR 3.c: no path is notified for one command and not for the other."""
    gates = tuple(Gate(LON + x, LAT + y, width_m, 0, 0, "") for x, y in route)
    written = [[f"{(LON + x) / 1e7:.7f}", f"{(LAT + y) / 1e7:.7f}"] for x, y in route]
    told = {"notice": "N", "aircraft": "x", "from": "0", "to": "9", "route": written, "corridor_m": str(width_m)}
    ((notice,), faults) = notices_of([told])

    assert faults == []
    for x, y in points:
        point = (LON + x, LAT + y)
        assert notice.fits("x", "", 0, 1, [point]) is bool(Corridor(gates).legs_at(point))


@given(st.integers(100, 40_000), st.integers(-40, 40))
def test_at_the_edge_itself_they_agree_to_the_last_digit(width_m, off):
    """ToR 3.c: points a hair inside and outside the edge, beside the middle of a leg."""
    gates = tuple(Gate(LON + x, LAT, width_m, 0, 0, "") for x in (-9_000_000, 9_000_000))
    written = [[f"{(LON + x) / 1e7:.7f}", f"{LAT / 1e7:.7f}"] for x in (-9_000_000, 9_000_000)]
    told = {"notice": "N", "aircraft": "x", "from": "0", "to": "9", "route": written, "corridor_m": str(width_m)}
    ((notice,), _) = notices_of([told])
    point = (LON, LAT + width_m * 10_000_000 // 110_948 + off)

    assert notice.fits("x", "", 0, 1, [point]) is bool(Corridor(gates).legs_at(point))
