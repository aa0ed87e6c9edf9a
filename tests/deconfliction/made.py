"""EXERCISE volumes for tests. A's values differ from B's."""

from fractions import Fraction

from jig.places.volume import Band, Volume, Window, area_shape


def box(west, south, east, north):
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def volume(
    plan="P1", participant="ALFA", shape=None, lower=1000, upper=2000, reference="EGM96", start=0, end=3600, **more
):
    band = Band(*(None if each is None else Fraction(each) for each in (lower, upper)), reference)
    shape = area_shape(((box(380_000_000, 350_000_000, 383_000_000, 352_000_000),),), 7) if shape is None else shape
    return Volume(plan, participant, shape, band, Window(Fraction(start), Fraction(end)), **more)


def area(*rings, digits=7):
    return area_shape((rings,), digits)
