"""Areas: stated by each, in force only as both signed one digest of them (ToR 3.b; AP Pre, 3.a, 3.c)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre_fake import CODES, DAY, LANG, MORNING, PROFILE
from jig.agreement.rule import STANDING, judge
from jig.areas.state import AreaStanding, MapStanding, crossed, designated_at, in_force, set_digest
from jig.centre.areas import area_body, compose, terms_proposal
from jig.places.region import Region
from jig.record.canonical import canonical
from rooms_fake import LAT, LON, Way

#: Squares of a tenth of a degree round the place of the fake's target, and one to its east.
HERE = ((LON - 500_000, LAT - 500_000), (LON + 500_000, LAT - 500_000), (LON + 500_000, LAT + 500_000), (LON - 500_000, LAT + 500_000))  # fmt: skip
EAST = tuple((lon + 3_000_000, lat) for lon, lat in HERE)


def body(side: int, name: str = "N-1", layer: str = "DESIGNATED", ring=HERE, **changed) -> dict:
    given = {
        "area": name, "area_class": 1 + side, "holder": None, "as_given": f"sketch {side}", "notation": "WGS84",
        "operation": "NONE", "ce90_mm": 20_000 + side, "as_of": MORNING - side, "lang": LANG[side], "text": "",
    }  # fmt: skip
    return area_body(Region.of([[ring]]), layer, given | changed)


def state(way: Way, side: int, *args, **changed):
    return way.say(side, "area", body(side, *args, **changed))


def sign(way: Way, layer: str, version: str, side: int = 0) -> str:
    """A side puts a version together, both sign it; its digest."""
    way.see_both()
    found = compose(way.view(), layer, side)
    members = {
        "layer": layer, "version": version, "members": [one.id.hex() for one in found.members],
        "set_digest": found.digest, "lang": LANG[side], "text": "",
    }  # fmt: skip
    assert way.say(side, "area-set", members).verdict == "OK"
    change = terms_proposal(way.view(), layer, version, found.digest, "en", "")["content"]["changes"][0]
    way.agree_terms(change, by=side)
    return found.digest


def test_an_area_is_in_force_only_as_both_signed_it():
    """C103: one side's statement, and even both sides', binds nobody before both sign one digest."""
    way = Way()
    way.establish()
    state(way, 0, area_class=1)
    state(way, 1, area_class=1)
    before = in_force(way.view(), "DESIGNATED")

    digest = sign(way, "DESIGNATED", "v1")

    assert before is None
    after = in_force(way.view(), "DESIGNATED")
    assert (after.version, after.digest, [one.area for one in after.areas]) == ("v1", digest, ["N-1"])
    assert AreaStanding(way.view(), "DESIGNATED:N-1").state == "IN-FORCE"


def test_areas_are_plotted_before_the_group_is_established():
    """C127."""
    way = Way()

    said = state(way, 0)

    assert said.verdict == "OK"


def test_an_outline_drawn_from_another_corner_the_other_way_round_is_the_same():
    """C103: both sides' plots of one outline need no negotiation."""
    way = Way()
    state(way, 0, area_class=2)
    state(way, 1, ring=tuple(reversed((*HERE[2:], *HERE[:2]))), area_class=2)
    way.see_both()

    found = AreaStanding(way.view(), "DESIGNATED:N-1")

    assert found.state == "SAME"
    assert compose(way.view(), "DESIGNATED", 0).digest == compose(way.view(), "DESIGNATED", 1).digest


def test_different_outlines_of_one_area_are_never_in_force_and_the_first_difference_is_named():
    """C103."""
    way = Way()
    state(way, 0, area_class=1)
    moved = (*HERE[:2], (HERE[2][0] + 1, HERE[2][1]), HERE[3])
    state(way, 1, ring=moved, area_class=1)
    way.see_both()

    standing = AreaStanding(way.view(), "DESIGNATED:N-1")
    found = compose(way.view(), "DESIGNATED", 0)

    assert (standing.state, standing.first_difference) == (
        "DIFFERENT",
        "1.1.3: 35.7500000 36.7500000 / 35.7500000 36.7500001",
    )
    assert (found.members, found.different) == ((), ("N-1",))


@pytest.mark.parametrize("area_class", [0, 4, 99, None])
def test_a_designated_area_is_of_one_of_three_classes(area_class):
    """C103, reading A13."""
    said = state(Way(), 0, area_class=area_class)

    assert (said.verdict, said.broken) == ("REFUSED", {"C103/a_designated_area_is_of_one_class"})


@pytest.mark.parametrize("area_class", [1, 2, 3])
def test_each_of_the_three_classes_is_taken(area_class):
    """C103."""
    assert state(Way(), 0, area_class=area_class).verdict == "OK"


def test_no_other_layer_has_a_class():
    """C126: one definition of the designated areas, cited twice; the common map is another thing."""
    said = Way().say(0, "area", body(0, "M-1", "COMMON-MAP") | {"area_class": 1})

    assert said.broken == {"C103/a_designated_area_is_of_one_class"}


@pytest.mark.parametrize(
    ("holder", "verdict"), [(next(iter(PROFILE.codes["holder"])), "OK"), ("NOBODY-KNOWN", "REFUSED"), (None, "REFUSED")]
)
def test_a_layer_of_control_names_its_holder_by_code(holder, verdict):
    """C112, reading A38."""
    assert state(Way(), 0, "K-1", "CONTROL", holder=holder).verdict == verdict


def test_each_side_asserts_control_for_itself_and_neither_overwrites_the_other():
    """C112, reading A32: the assertions stand apart and are DISPUTED."""
    one, other = list(PROFILE.codes["holder"])[:2]
    way = Way()
    state(way, 0, "K-1", "CONTROL", holder=one)
    state(way, 1, "K-1", "CONTROL", holder=other)
    way.see_both()

    found = AreaStanding(way.view(), "CONTROL:K-1")

    assert found.state == "DISPUTED"
    assert [stated.holder for stated in found.stated] == [one, other]


def test_a_digest_that_is_not_the_outlines_is_refused():
    """C103."""
    said = Way().say(0, "area", body(0) | {"geometry_digest": "ab" * 32})

    assert said.broken == {"C103/one_digest_one_outline"}


def test_an_outline_that_crosses_itself_is_refused_with_the_place():
    """C103."""
    bow = (HERE[0], HERE[2], HERE[1], HERE[3])

    said = state(Way(), 0, ring=bow)

    found = said.facts("C103/an_outline_bounds_an_area")
    (where,) = found["where"]
    assert found["faults"] == ("RING-MEETS-ITSELF",)
    assert where.startswith("1.1.1 (") and where.endswith(f"{LAT / 1e7:.7f} {LON / 1e7:.7f})")


def test_validity_may_end_when_it_begins_and_not_before():
    """C103."""
    assert state(Way(), 0, valid_from=MORNING, valid_to=MORNING).verdict == "OK"
    assert state(Way(), 0, valid_from=MORNING, valid_to=MORNING - 1).broken == {"C103/validity_ends_after_it_begins"}


def test_an_area_counts_at_both_ends_of_its_validity():
    """C103: bounds are closed."""
    way = Way()
    state(way, 0, valid_from=MORNING, valid_to=MORNING + DAY)
    sign(way, "DESIGNATED", "v1")

    found = [len(designated_at(way.view(), at)) for at in (MORNING - 1, MORNING, MORNING + DAY, MORNING + DAY + 1)]

    assert found == [0, 1, 1, 0]


def test_what_both_signed_neither_takes_back_alone():
    """C103: the layer stands although its author withdraws the statement; new terms change it, by both."""
    way = Way()
    said = state(way, 0)
    sign(way, "DESIGNATED", "v1")

    way.withdraw(0, said.id)
    way.see_both()

    assert [one.area for one in in_force(way.view(), "DESIGNATED").areas] == ["N-1"]


def test_a_newer_statement_changes_nothing_until_both_sign_it():
    """C103."""
    way = Way()
    state(way, 0)
    first = sign(way, "DESIGNATED", "v1")
    state(way, 0, "N-1", "DESIGNATED", EAST)
    way.see_both()
    unsigned = in_force(way.view(), "DESIGNATED").digest

    second = sign(way, "DESIGNATED", "v2")

    assert unsigned == first != second
    assert in_force(way.view(), "DESIGNATED").version == "v2"


def test_a_layer_that_nobody_stated_is_not_signed():
    """C103: what is signed is on record, outline by outline."""
    way = Way()
    way.establish()
    base = way.terms_of(0).digest.hex()
    change = {"item": "AREA-SET", "id": "DESIGNATED", "version": "v1", "digest": "ab" * 32}

    said = way.propose(0, "terms", "areas", {"base": base, "changes": [change]})

    assert said.broken == {"C103/a_signed_layer_is_held_by_both"}


def test_a_set_names_known_areas_of_its_layer_once_under_its_own_digest():
    """C103."""
    way = Way()
    one, two = state(way, 0), state(way, 0, "N-1", "DESIGNATED", EAST)
    other = state(way, 0, "P-1", "PROXIMITY", area_class=None)
    given = {
        "layer": "DESIGNATED", "version": "v1", "members": [one.id, two.id, other.id, "cd" * 32],
        "set_digest": "ab" * 32, "lang": "en", "text": "",
    }  # fmt: skip

    said = way.say(0, "area-set", given)

    assert said.broken == {
        "C103/a_set_is_of_accepted_areas",
        "C103/a_set_has_each_area_of_its_layer_once",
        "C103/one_digest_one_set",
    }


def test_a_place_where_formations_are_close_together_is_flagged():
    """C123, reading A41: a warning, for a heightened review."""
    way = Way()
    state(way, 0, "P-1", "PROXIMITY", area_class=None)
    sign(way, "PROXIMITY", "v1")
    way.ready()
    target, _ = way.to_actionable()

    said = way.locate(0, target)

    assert (said.verdict, said.kept("C123/a_place_near_other_formations_is_flagged")) == ("OK", False)


def test_the_common_map_is_due_at_the_end_of_the_fifth_calendar_day():
    """C122, reading A41: the day of the formation is day 0; the end of day 5 by the zone of the deadlines."""
    way = Way()
    way.establish()

    due = MapStanding(way.view()).due

    # MORNING is 09:00 local on day 0; day 6 begins 15 h + 5 days later.
    assert due == MORNING + 15 * 3600 + 5 * DAY


def test_the_map_shows_its_share_and_names_what_is_open():
    """C122: an incomplete map is shown, not failed."""
    way = Way()
    way.establish()
    state(way, 0, "M-1", "COMMON-MAP", area_class=None)
    sign(way, "COMMON-MAP", "m1")
    state(way, 1, "M-2", "COMMON-MAP", EAST, area_class=None)
    way.see_both()

    found = MapStanding(way.view())

    assert (found.done, found.unresolved, found.share_permille) == (("M-1",), ("M-2",), 500)
    assert (found.parts, found.not_stated) == ({"M-2": "ONE-SIDED"}, {CODES[0]: ["M-2"], CODES[1]: []})


def test_an_area_that_both_state_differently_or_alike_is_open_and_nobody_is_silent_on_it():
    """C122, AP 3.a: who has not stated which part is one thing, what is not yet signed another."""
    way = Way()
    for side in (0, 1):
        state(way, side, "M-1", "COMMON-MAP", EAST if side else HERE, area_class=None)
        state(way, side, "M-2", "COMMON-MAP", EAST, area_class=None)

    found = MapStanding(way.view())

    assert found.parts == {"M-1": "DIFFERENT", "M-2": "SAME"}
    assert found.not_stated == {CODES[0]: [], CODES[1]: []}


@pytest.mark.parametrize(("before_s", "in_time"), [(1, True), (0, False)])
def test_a_map_signed_when_it_was_due_is_late_and_stands_all_the_same(before_s, in_time):
    """C122, reading A41: strictly before; by the later of both sides' own stamps on agreeing."""
    way = Way()
    way.establish()
    due = MapStanding(way.view()).due
    state(way, 0, "M-1", "COMMON-MAP", area_class=None)
    way.see_both()
    way.clock[:] = [due - before_s - 7, due - before_s]
    open_still = MapStanding(way.view())
    sign(way, "COMMON-MAP", "m1")
    found = MapStanding(way.view())

    assert (open_still.in_time, open_still.signed_at) == (None, None)
    assert (found.done, found.share_permille) == (("M-1",), 1000)
    assert (found.signed_at, found.in_time) == (due - before_s, in_time)
    (finding,) = judge("map", STANDING, found)
    assert finding.kept is in_time


def test_a_gate_that_names_another_map_than_the_signed_one_is_shown():
    """C038, reading A24: once there is a common map, commonly understood information names it."""
    way = Way()
    way.establish()
    state(way, 0, "M-1", "COMMON-MAP", area_class=None)
    digest = sign(way, "COMMON-MAP", "m1")
    content = {"map_version": "m1", "unresolved": []}

    wrong = way.propose(0, "common-understanding", "JIG", content | {"map_digest": "ab" * 32})
    right = way.propose(0, "common-understanding", "JIG", content | {"map_digest": digest})

    code = "C038/the_gate_names_the_map_that_both_signed"
    assert (wrong.verdict, wrong.kept(code), right.kept(code)) == ("OK", False, True)


def test_a_route_crosses_an_area_that_it_touches():
    """C109: boundaries are inside; a leg that only passes a corner crosses."""
    way = Way()
    state(way, 0)
    sign(way, "DESIGNATED", "v1")
    areas = designated_at(way.view(), MORNING)
    (west, south), (east, north) = HERE[0], HERE[2]

    touching = crossed(areas, [(west - 10, north - 10), (west + 10, north + 10)])
    passing = crossed(areas, [(west - 10, north - 9), (west + 9, north + 10)])

    assert (touching, passing) == (("N-1",), ())
    assert crossed(areas, [(east, south)]) == ("N-1",)


@given(st.permutations(range(4)), st.booleans(), st.integers(0, 3))
def test_one_set_one_digest_whoever_states_it_in_whatever_order(order, turned, start):
    """C103: the digest depends on names, classes, validity and outlines alone."""
    rings = [tuple((lon + 2_000_000 * n, lat) for lon, lat in HERE) for n in range(4)]
    spelled = [ring[start:] + ring[:start] for ring in rings]
    spelled = [ring[::-1] if turned else ring for ring in spelled]
    one, other = Way(), Way()
    for n in range(4):
        state(one, 0, f"N-{n}", ring=rings[n], area_class=1)
    for n in order:
        state(other, 1, f"N-{n}", ring=spelled[n], area_class=1)

    assert compose(one.view(), "DESIGNATED", 0).digest == compose(other.view(), "DESIGNATED", 1).digest


def test_the_digest_of_a_set_says_what_it_says_it_is():
    """The format is fixed: canonical JSON of its name, the layer and what is signed of each area."""
    way = Way()
    said = state(way, 0, area_class=3)
    area = way.view().last("area", bytes.fromhex(said.id), 0)
    corners = [list(corner) for corner in HERE]
    outline = canonical(["jig-geometry-1", [[corners]]])

    spelled = ["jig-area-set-1", "DESIGNATED", [["N-1", 3, None, None, hashlib.sha256(outline).hexdigest()]]]
    assert set_digest("DESIGNATED", [area]) == hashlib.sha256(canonical(spelled)).hexdigest()
