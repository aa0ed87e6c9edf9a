"""Two areas whose names only look alike are pointed out, at import and by judgement (AP 3.c, ToR 3.b)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from air_fake import Sky
from jig.areas.state import COMMON_MAP, DESIGNATED
from jig.centre.areas import area_body
from jig.places.region import Region
from jig.places.spelling import as_seen

ALIKE = "C103/no_two_areas_look_alike_by_name"
LATIN, CYRILLIC = "X-1", "\u0425-1"
RING = ((360_000_000, 350_000_000), (361_000_000, 350_000_000), (361_000_000, 351_000_000))


def state(way, side, name, layer=DESIGNATED):
    more = {"area": name, "area_class": 1 if layer == DESIGNATED else None, "holder": None, "as_given": f"sketch {side}",
            "notation": "WGS84", "operation": "NONE", "ce90_mm": 20_000 + side, "as_of": 10 - side, "lang": "en", "text": ""}  # fmt: skip
    said = way.say(side, "area", area_body(Region.of([[RING]]), layer, more))
    way.see_both()
    return said


@pytest.mark.parametrize("side", [0, 1])
def test_a_name_in_other_letters_is_recorded_and_pointed_out_whoever_states_it(side):
    """C103: nothing is refused for it; what looks the same on paper is two areas to a machine."""
    way = Sky()
    first = state(way, 0, LATIN)

    second, again = state(way, side, CYRILLIC), state(way, 0, LATIN)

    assert [one.verdict for one in (first, second, again)] == ["OK"] * 3
    assert [one.kept(ALIKE) for one in (first, second, again)] == [True, False, False]


@pytest.mark.parametrize(("name", "layer"), [(LATIN, DESIGNATED), ("x-1", DESIGNATED), (CYRILLIC, COMMON_MAP)])
def test_the_same_name_another_one_and_another_layer_are_no_look_alike(name, layer):
    """C103: both sides state one area by one name."""
    way = Sky()
    state(way, 0, LATIN)

    assert state(way, 1, name, layer).kept(ALIKE) is True


@given(st.text(max_size=30))
def test_how_a_name_looks_is_settled_at_once_and_hangs_on_no_hidden_letter(name):
    """C103: stable under itself, and a zero-width joiner changes nothing that is seen."""
    assert as_seen(as_seen(name)) == as_seen(name)
    assert as_seen("\u200d" + name) == as_seen(unicodedata.normalize("NFC", name))
