"""Areas on the ellipsoid against the geodesic library's, edges made short so that its curves follow ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from jig.places.region import Region, shape_faults
from jig.places.surface import region_km2

GEOD = Geod(ellps="WGS84")


def dense(ring, steps=400):
    for (lon1, lat1), (lon2, lat2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        for n in range(steps):
            yield lon1 + (lon2 - lon1) * n / steps, lat1 + (lat2 - lat1) * n / steps


@pytest.mark.parametrize(
    "ring",
    [
        [(36.0, 35.0), (36.1, 35.0), (36.1, 35.1), (36.0, 35.1)],
        [(35.5, 32.3), (42.4, 37.1), (38.0, 37.3)],
        [(-10.0, -60.0), (30.0, -20.0), (0.0, 70.0)],
    ],
)
def test_a_region_is_as_large_as_the_geodesic_library_says(ring):
    lons, lats = zip(*dense(ring), strict=True)
    expected = abs(GEOD.polygon_area_perimeter(lons, lats)[0]) / 1e6

    found = region_km2(Region.of([[[(round(x * 1e7), round(y * 1e7)) for x, y in ring]]]))

    assert found == pytest.approx(expected, rel=2e-6)


@given(st.integers(1, 40), st.integers(1, 40))
def test_a_hole_takes_away_its_own_size(width, height):
    outer = [(0, 0), (500_000_000, 0), (500_000_000, 500_000_000), (0, 500_000_000)]
    hole = [(10**7, 10**7), (10**7 * (1 + width), 10**7), (10**7 * (1 + width), 10**7 * (1 + height))]
    assert not shape_faults([[outer, hole]])

    found = region_km2(Region.of([[outer, hole]]))

    assert found == pytest.approx(region_km2(Region.of([[outer]])) - region_km2(Region.of([[hole]])))
