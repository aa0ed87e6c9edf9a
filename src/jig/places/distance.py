"""Distances that may enter the fold: whole-number arithmetic only, so that both nodes compute the same metre.

A node's own libm may differ in the last bit from its counterpart's; a rule at a threshold would then be kept on one
side and
broken on the other. Nothing here touches a float.
"""

from math import isqrt

SCALE_BITS = 64
ONE = 1 << SCALE_BITS
PI = 57952155664616982739  # pi * 2^64, rounded down
# WGS 84 (EPSG:7030): semi-major axis in millimetres; first eccentricity squared times 2^64, from 1/f = 298.257223563.
AXIS_MM = 6_378_137_000
FLATTENING = ONE * 1_000_000_000 // 298_257_223_563
ECCENTRICITY_SQUARED = 2 * FLATTENING - FLATTENING * FLATTENING // ONE
MEAN_RADIUS_MM = 6_371_008_771  # (2a + b) / 3


def _angle(angle_e7: int) -> int:
    """1e-7 degrees to radians times 2^64."""
    return angle_e7 * PI // 1_800_000_000


def _series(first: int, square: int, index: int) -> int:
    """The alternating Taylor sum first - first*square/(i(i+1)) + ..., fixed point."""
    total, term = 0, first
    while term:
        total += term
        term = -(term * square >> SCALE_BITS) // (index * (index + 1))
        if term == -1:  # floor division of a tiny negative never reaches zero
            break
        index += 2
    return total


def sine_cosine(angle_e7: int) -> tuple[int, int]:
    """Sine and cosine of an angle of at most 180 degrees, times 2^64."""
    angle = _angle(angle_e7)
    square = angle * angle >> SCALE_BITS
    return _series(angle, square, 2), _series(ONE, square, 1)


def _earth_centred_mm(lat_e7: int, lon_e7: int) -> tuple[int, int, int]:
    """Earth-centred coordinates of a point on the WGS 84 ellipsoid, millimetres."""
    sin_lat, cos_lat = sine_cosine(lat_e7)
    sin_lon, cos_lon = sine_cosine(lon_e7)
    curvature = isqrt((ONE - (ECCENTRICITY_SQUARED * (sin_lat * sin_lat >> SCALE_BITS) >> SCALE_BITS)) << SCALE_BITS)
    normal = AXIS_MM * ONE // curvature
    across = normal * cos_lat
    return (
        across * cos_lon >> 2 * SCALE_BITS,
        across * sin_lon >> 2 * SCALE_BITS,
        (normal * (ONE - ECCENTRICITY_SQUARED) >> SCALE_BITS) * sin_lat >> SCALE_BITS,
    )


def _arc_tangent(tangent: int) -> int:
    """Arc tangent of a fixed-point number that is not negative, in fixed-point radians."""
    for _ in range(4):  # each step halves the angle: the series below then converges in a dozen terms
        tangent = tangent * ONE // (ONE + isqrt((ONE << SCALE_BITS) + tangent * tangent))
    square, power, total, divisor = tangent * tangent >> SCALE_BITS, tangent, 0, 1
    while power:
        total += power // divisor if divisor % 4 == 1 else -(power // divisor)
        power, divisor = power * square >> SCALE_BITS, divisor + 2
    return total << 4


def distance_m_floor(lat1_e7: int, lon1_e7: int, lat2_e7: int, lon2_e7: int) -> int:
    """The distance between two points on WGS 84, whole metres rounded down, the same on every machine.

    Arguments: 1e-7 degrees. The straight chord through the ellipsoid, bent back to an arc of the mean radius: below
    the geodesic by less than 1.01 m up to 100 km (the rounding down included), within 0.5 % up to 10,000 km; towards
    the
    antipode it may be 4 % short, where no rule looks.
    """
    first, second = _earth_centred_mm(lat1_e7, lon1_e7), _earth_centred_mm(lat2_e7, lon2_e7)
    chord_squared = sum((one - other) ** 2 for one, other in zip(first, second, strict=True))
    diameter_squared = 4 * MEAN_RADIUS_MM * MEAN_RADIUS_MM
    # Near the antipode the equatorial chord is longer than the mean diameter; the arc is then half the circumference.
    rest = max(diameter_squared - chord_squared, 1)
    half_angle = _arc_tangent(isqrt((chord_squared << 2 * SCALE_BITS) // rest))
    return (2 * MEAN_RADIUS_MM * half_angle >> SCALE_BITS) // 1000
