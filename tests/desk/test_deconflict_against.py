"""`jig deconflict --against DIR` adds what both sides agreed to (ToR 2.a, 2.c.ii; reading A15)."""

from __future__ import annotations

import pytest

from cli_nodes import A, B, agree_terms

TIME_S = 600


def volume(participant: str, plan: str, lon: float, start: str, end: str) -> dict:
    ring = [[lon, 35], [lon + 0.1, 35], [lon + 0.1, 35.1], [lon, 35.1], [lon, 35]]
    properties = {"plan": plan, "participant": participant, "start": start, "end": end, "lower": None, "upper": None}
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": properties}


@pytest.fixture
def signed(shell):
    """Two nodes that agreed to 600 seconds between plans, and to nothing else between them."""
    agree_terms(shell, {"item": "READING", "id": "deconflict.min_time_s", "value": TIME_S})
    return shell


@pytest.mark.parametrize(
    ("second", "options", "seconds", "code"),
    [
        ("13:10:00", (), TIME_S, 1),
        ("13:10:01", (), TIME_S, 0),
        ("13:10:00", ("--time", "60"), TIME_S, 1),
        ("13:10:01", ("--time", "601"), 601, 1),
    ],
)
def test_agreed_separations_are_added_and_nobody_narrows_them(signed, second, options, seconds, code):
    """A15: equal is a conflict; one who asks may widen what both agreed."""
    first = volume(A, "P1", 38, "2016-09-17T12:00:00Z", "2016-09-17T13:00:00Z")
    later = volume(B, "P2", 38, f"2016-09-17T{second}Z", "2016-09-17T14:00:00Z")
    file = signed.file("volumes.geojson", {"type": "FeatureCollection", "features": [first, later]})

    ran = signed("deconflict", file, "--against", signed.node(B), *options, "--json")
    alone = signed("deconflict", file, "--json")

    assert (ran.code, ran.json["separations"]["time_s"]) == (code, seconds)
    assert (alone.code, alone.json["separations"]["time_s"]) == (0, 0)
