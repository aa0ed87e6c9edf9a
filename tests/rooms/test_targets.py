"""Targets from the first statement to the agreement for action (ToR Pre.1, Pre.4, 2, 2.a; AP 3.b)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from centre_fake import CODES, DAY, LANG
from jig.decisions.state import SUBJECTS
from jig.places.distance import distance_m_floor
from jig.record.rooms import kinds
from jig.targets.joint import ACTS
from jig.targets.state import TargetStanding, target_labels
from rooms_fake import ADVERSARY, LABEL, LAT, LON, METRE_E7, Way, position

GEOD = Geod(ellps="WGS84")


def state(way: Way, label: str = LABEL) -> str:
    return TargetStanding(way.view(), label).state


def shift_of(metres: int) -> int:
    """The smallest shift north, in 1e-7 degrees, whose distance rounded down is `metres`."""
    guess = metres * METRE_E7 * 98 // 100
    return next(n for n in range(guess, guess + 1000) if distance_m_floor(LAT, LON, LAT + n, LON) == metres)


# --- the target itself -----------------------------------------------------------------------------------------------


def test_no_target_is_coordinated_before_information_is_commonly_understood():
    """C035, ToR 2; gate G2."""
    way = Way()
    way.establish()

    early = way.target()
    way.open_gate()
    later = way.target()

    assert (early.verdict, early.kept("C035/coordination_follows_common_understanding")) == ("REFUSED", False)
    assert early.facts("C035/coordination_follows_common_understanding")["found"] == "EXCHANGE"
    assert later.verdict == "OK"


def test_a_refused_target_is_shown_as_refused():
    """Architecture, invariant 1: the state change is refused, never the message."""
    way = Way()
    way.establish()

    way.target()

    assert target_labels(way.view()) == [LABEL]
    assert state(way) == "REFUSED"


def test_only_adversaries_of_the_agreement_are_targets():
    """C002, ToR Pre.1."""
    way = Way().ready()

    stranger = way.target(adversary="SOMEBODY")

    assert (stranger.verdict, stranger.broken) == ("REFUSED", {"C002/directed_against_a_named_adversary"})


@pytest.mark.parametrize(
    ("category", "words", "verdict"),
    [
        ("HEADQUARTERS", "", "OK"),
        ("OTHER", "a printing works", "OK"),
        ("OTHER", "", "REFUSED"),
        ("BRIDGE", "a bridge", "REFUSED"),
    ],
)
def test_a_category_is_listed_or_put_in_words(category, words, verdict):
    """C124, AP 3.b."""
    way = Way().ready()

    said = way.target(category=category, category_text=words)

    assert said.verdict == verdict
    assert said.kept("C124/a_target_has_a_listed_category") is (verdict == "OK")


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"names": [], "description": "", "text": ""}, "OK"),
        ({"names": ["somebody"], "description": "", "text": ""}, "REFUSED"),
        ({"names": [], "description": "his habits", "text": ""}, "REFUSED"),
        ({"names": [], "description": "", "text": "his habits"}, "REFUSED"),
        ({"names": [], "description": "", "text": "", "national_package_ref": None}, "REFUSED"),
    ],
)
def test_a_person_is_a_reference_never_a_dossier(changed, verdict):
    """C039, ToR 2.a.i; architecture, invariant 8."""
    way = Way().ready()

    said = way.target(target_type="INDIVIDUAL", **changed)

    assert said.verdict == verdict


def test_a_target_outside_an_agreed_format_warns_and_stands():
    """C050, ToR 2.a.ii."""
    way = Way()
    way.establish()
    way.open_gate()

    early = way.target()
    way.agree_documents()
    later = way.target()

    assert (early.verdict, early.broken) == ("OK", {"C050/targets_are_told_in_an_agreed_format"})
    assert later.broken == set()


def test_only_targeting_officers_vet_and_validate():
    """C020, ToR 1.d.i."""
    way = Way().ready()
    target = way.target().id

    by_ops = way.say(0, "vetting", {**VETTING, "target": target}, officer="Archer")
    by_targeting = way.say(0, "vetting", {**VETTING, "target": target}, officer="Abbott")

    assert (by_ops.verdict, by_targeting.verdict) == ("REFUSED", "OK")


VETTING = {"body": "b", "last_observed": 1, "sources_count": 1, "reliability": "F", "credibility": 6, "expires": None}


@pytest.mark.parametrize("step", ["vet", "validate", "locate"])
def test_a_statement_about_an_unknown_version_counts_for_nothing(step):
    """C053, C055, C057, ToR 2.a.ii."""
    way = Way().ready()
    unseen = way.target(1).id

    said = getattr(way, step)(0, unseen)

    assert said.verdict == "REFUSED"


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", ["HEADQUARTERS", "NOT-LISTED"])
def test_a_new_version_ends_the_old_even_when_it_is_refused(category):
    """Record, Consent; property 8."""
    way = Way().ready()
    way.to_action()
    assert state(way) == "AGREED_FOR_ACTION"

    way.target(0, category=category)

    assert state(way) == ("PROPOSED" if category == "HEADQUARTERS" else "REFUSED")
    assert TargetStanding(way.view(), LABEL).actionable is None


def test_a_version_that_cannot_be_read_still_ends_the_one_it_names():
    """Record, Consent."""
    way = Way().ready()
    agreed = way.to_action()

    torn = way.say(0, "target", {"target_id": LABEL, "supersedes": agreed.target}, role="SNR")

    assert torn.verdict == "UNREADABLE"
    assert TargetStanding(way.view(), LABEL).action is None


def test_the_counterparts_version_ends_nothing_of_ours():
    """Record, Two stages: no last writer wins."""
    way = Way().ready()
    agreed = way.to_action()

    way.target(1, supersedes=agreed.target)

    assert state(way) == "AGREED_FOR_ACTION"


def test_two_versions_of_two_sides_under_one_label_are_disputed():
    """Record, Two stages: where registers differ the subject is DISPUTED."""
    way = Way().ready()
    way.target(0)

    way.target(1)

    assert state(way) == "DISPUTED"


def test_two_rival_proposals_on_one_target_are_disputed():
    """Record, Two stages: two proposals on one base."""
    way = Way().ready()
    target = way.target().id
    way.see(1)

    for side in (0, 1):
        way.propose(side, "actionable", LABEL, {"target": target})

    assert state(way) == "DISPUTED"


# --- agreed to be actionable -----------------------------------------------------------------------------------------


def test_a_target_goes_from_proposed_through_coordination_to_actionable():
    """C040, C049; vocabulary 6."""
    way = Way().ready()
    seen = []
    target = way.target().id
    seen.append(state(way))
    way.see(1)
    for side in (0, 1):
        way.vet(side, target)
    asked = way.propose(1, "actionable", LABEL, {"target": target}).id
    seen.append(state(way))
    way.see(0)
    way.answer(0, asked)
    seen.append(state(way))
    way.answer(1, asked)
    seen.append(state(way))

    assert seen == ["PROPOSED", "UNDER_COORDINATION", "UNDER_COORDINATION", "AGREED_ACTIONABLE"]


def test_a_target_that_one_side_disagrees_with_is_refused():
    """C049: silence is never consent, and one DISAGREE ends it."""
    way = Way().ready()
    target, asked = way.to_actionable()

    way.answer(1, asked, "DISAGREE")

    assert state(way) == "REFUSED"
    assert TargetStanding(way.view(), LABEL).live[0].id.hex() == target


def test_a_target_that_its_author_withdraws_is_withdrawn():
    """C040; vocabulary 6."""
    way = Way().ready()
    target, _ = way.to_actionable()

    way.withdraw(0, target)

    assert state(way) == "WITHDRAWN"


def asked_for(way: Way, **vetting) -> str:
    """A proposal that A has vetted with these words, and B not at all."""
    target = way.target().id
    way.vet(0, target, **vetting)
    way.see(1)
    return way.propose(0, "actionable", LABEL, {"target": target}).id


def test_who_has_not_vetted_cannot_agree_and_the_others_vetting_does_not_help():
    """C052, ToR 2.a.ii: actionable means vetted."""
    way = Way().ready()
    asked = asked_for(way)
    way.see_both()

    without = way.answer(1, asked)
    with_own = way.answer(0, asked)

    assert (without.verdict, without.broken) == ("REFUSED", {"C052/who_agrees_has_vetted_it_itself"})
    assert with_own.verdict == "OK"


@pytest.mark.parametrize(("after", "verdict"), [(-1, "OK"), (0, "REFUSED")])
def test_a_vetting_counts_until_the_moment_it_expires(after, verdict):
    """C052, reading A25."""
    way = Way().ready()
    expires = way.clock[0] + 100
    asked = asked_for(way, expires=expires)

    said = way.answer(0, asked, decided_at=expires + after)

    assert said.verdict == verdict


@pytest.mark.parametrize(("extra", "kept"), [(0, True), (1, False)])
def test_old_intelligence_warns_and_does_not_refuse(extra, kept):
    """C053, reading A25: vetting.max_age_s is 30 days."""
    way = Way().ready()
    asked = asked_for(way, last_observed=way.clock[0] - 30 * DAY - extra, expires=None)

    said = way.answer(0, asked)

    assert (said.verdict, said.kept("C053/the_supporting_intelligence_is_fresh")) == ("OK", kept)


def test_one_side_alone_makes_the_age_bound_stricter():
    """C053, reading A25."""
    way = Way().ready()
    words = {"setting": "vetting.max_age_s", "value": DAY - 1, "lang": "ru", "text": ""}

    way.say(1, "tightening", words)
    way.see(0)
    said = way.answer(0, asked_for(way, last_observed=way.clock[0] - DAY))

    assert said.facts("C053/the_supporting_intelligence_is_fresh") == {"found": DAY, "expected": DAY - 1}


@pytest.mark.parametrize(("status", "verdict"), [("MACHINE-DRAFT", "REFUSED"), ("CHECKED", "OK")])
def test_no_agreement_rests_on_a_machines_draft_of_the_target(status, verdict):
    """C022, reading A19."""
    way = Way().ready()
    target = way.target().id
    way.see(1)
    way.vet(1, target)
    words = {"of": target, "lang": "ru", "text": "склад", "translator": "Bazhov", "status": status}

    way.say(1, "translation", words)
    said = way.answer(1, way.propose(1, "actionable", LABEL, {"target": target}).id)

    assert said.verdict == verdict


def test_a_proposal_names_its_target_and_its_own_label():
    """C049, ToR 2.a.ii."""
    way = Way().ready()
    target = way.target().id
    refused = way.target(category="NOT-LISTED", target_id="T-2").id

    unknown = way.propose(0, "actionable", LABEL, {"target": "ab" * 32})
    mislabelled = way.propose(0, "actionable", "T-3", {"target": target})
    of_refused = way.propose(0, "actionable", "T-2", {"target": refused})
    right = way.propose(0, "actionable", LABEL, {"target": target})

    assert [one.verdict for one in (unknown, mislabelled, of_refused, right)] == ["REFUSED"] * 3 + ["OK"]
    assert unknown.facts("C049/a_proposal_names_one_version_of_its_target")["found"] == "UNKNOWN"


def test_when_the_gate_closes_again_nothing_more_is_agreed():
    """C038, ToR 2.a; gate G2."""
    way = Way()
    way.establish()
    gate = way.open_gate()
    target = way.target().id
    way.vet(0, target)
    asked = way.propose(0, "actionable", LABEL, {"target": target}).id

    way.withdraw(0, gate)
    answer = way.answer(0, asked)
    again = way.propose(0, "actionable", LABEL, {"target": target})

    assert "C038/targets_are_agreed_behind_the_gate" in answer.broken
    assert "C038/targets_are_proposed_behind_the_gate" in again.broken


# --- where it is -----------------------------------------------------------------------------------------------------


def test_a_location_is_given_only_of_a_target_both_find_actionable():
    """C057, ToR 2.a.iii."""
    way = Way().ready()
    target = way.target().id
    early = way.locate(0, target)

    way.see(1)
    for side in (0, 1):
        way.vet(side, target)
    asked = way.agree("actionable", LABEL, {"target": target})
    later = way.locate(0, target)
    way.withdraw(1, asked)
    way.see(0)
    too_late = way.locate(0, target)

    assert [one.verdict for one in (early, later, too_late)] == ["REFUSED", "OK", "REFUSED"]
    assert early.broken == {"C057/only_actionable_targets_are_located"}


@pytest.mark.parametrize("missing", ["vertical_datum", "ce90_mm", "le90_mm"])
def test_a_location_without_datum_or_error_is_refused_and_says_which(missing):
    """C058, ToR 2.a.iii."""
    way = Way().ready()
    target, _ = way.to_actionable()

    said = way.locate(0, target, **{missing: None})

    assert said.verdict == "REFUSED"
    assert said.facts("C058/a_location_states_datum_and_errors")["missing"] == (missing,)


@pytest.mark.parametrize(
    ("metres", "ce90_mm", "shown"),
    [
        (50, 10_000, "AGREED_ACTIONABLE"),
        (51, 10_000, "DISPUTED"),
        # The root of 100 m squared twice is 141.4 m: the combined error is wider than the floor.
        (141, 100_000, "AGREED_ACTIONABLE"),
        (142, 100_000, "DISPUTED"),
    ],
)
def test_two_locations_farther_apart_than_their_error_are_disputed(metres, ce90_mm, shown):
    """C058, reading A50: within the combined CE90 or 50 m, whichever is larger."""
    way = Way().ready()
    target, _ = way.to_actionable()
    shift = shift_of(metres)

    way.locate(0, target, ce90_mm=ce90_mm)
    way.locate(1, target, LAT + shift, ce90_mm=ce90_mm)

    assert GEOD.inv(LON / 1e7, LAT / 1e7, LON / 1e7, (LAT + shift) / 1e7)[2] == pytest.approx(metres, abs=1.1)
    assert state(way) == shown


def test_a_side_that_corrects_its_location_ends_the_dispute_and_the_old_location():
    """C058."""
    way = Way().ready()
    target, _ = way.to_actionable()
    way.locate(0, target)
    astray = way.locate(1, target, LAT + 9_000 * METRE_E7).id
    assert state(way) == "DISPUTED"

    way.locate(1, target)

    assert state(way) == "AGREED_ACTIONABLE"
    assert way.view().has("ended", bytes.fromhex(astray), 1)


# --- agreed for action -----------------------------------------------------------------------------------------------


def put_up_for_action(way: Way, *, validate=(0, 1), screen=(0, 1), **validation) -> str:
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    way.see(1)
    for side in validate:
        way.validate(side, target, **validation)
    for side in screen:
        way.screen(side, location)
    asked = way.propose(0, "action", LABEL, {"target": target, "location": location, "actionable": actionable})
    way.see_both()
    assert asked.verdict == "OK", asked.broken
    return asked.id


def test_action_is_agreed_when_everything_is_in_order():
    """C043, C055, C056, C007; gate G4."""
    way = Way().ready()

    way.to_action()

    assert state(way) == "AGREED_FOR_ACTION"


def test_the_others_validation_and_screening_are_not_ones_own():
    """C055, C007: each attests under its own."""
    way = Way().ready()
    asked = put_up_for_action(way, validate=(0,), screen=(0,))

    said = way.answer(1, asked)

    assert said.verdict == "REFUSED"
    assert said.broken == {
        "C055/who_agrees_to_action_has_validated_it",
        "C056/the_law_was_attested_before_the_decision",
        "C007/who_agrees_to_action_has_screened_it",
    }


@pytest.mark.parametrize(("after", "verdict"), [(-1, "OK"), (0, "REFUSED")])
def test_a_validation_counts_until_the_moment_it_expires(after, verdict):
    """C055, ToR 2.a.ii."""
    way = Way().ready()
    expires = way.clock[0] + 1000
    asked = put_up_for_action(way, expires=expires)

    said = way.answer(0, asked, decided_at=expires + after)

    assert said.verdict == verdict


@pytest.mark.parametrize(("after", "verdict"), [(0, "OK"), (1, "REFUSED")])
def test_a_validation_is_too_old_after_the_reading_says(after, verdict):
    """C055, reading A25: validation.max_age_s is 14 days."""
    way = Way().ready()
    made = way.clock[0]
    asked = put_up_for_action(way, at=made, expires=made + 60 * DAY)

    said = way.answer(0, asked, decided_at=made + 14 * DAY + after)

    assert said.verdict == verdict


@pytest.mark.parametrize(("after", "verdict"), [(0, "OK"), (1, "REFUSED")])
def test_the_law_is_attested_before_the_decision_not_after(after, verdict):
    """C056, C008."""
    way = Way().ready()
    decided = way.clock[0]
    asked = put_up_for_action(way, legal_at=decided + after)

    said = way.answer(0, asked, decided_at=decided)

    assert said.verdict == verdict


@pytest.mark.parametrize("missing", ["legal_adviser", "legal_ref", "legal_at"])
def test_a_validation_without_a_named_legal_attestation_is_refused(missing):
    """C008, ToR Pre.4."""
    way = Way().ready()
    target = way.target().id

    said = way.validate(0, target, **{missing: None})

    assert (said.verdict, said.broken) == ("REFUSED", {"C008/a_validation_bears_a_legal_attestation"})


def test_a_validation_taken_back_no_longer_counts():
    """C055."""
    way = Way().ready()
    asked = put_up_for_action(way, validate=(1,))
    target = way.view().last("proposal", bytes.fromhex(asked), 0).content.target
    own = way.validate(0, target).id

    way.withdraw(0, own)
    said = way.answer(0, asked)

    assert "C055/who_agrees_to_action_has_validated_it" in said.broken


def test_action_is_not_agreed_while_the_two_sides_put_the_target_in_two_places():
    """C058, reading A50."""
    way = Way().ready()
    asked = put_up_for_action(way)
    target = way.view().last("proposal", bytes.fromhex(asked), 0).content.target

    way.locate(1, target, LAT + shift_of(51))
    said = way.answer(1, asked)

    assert said.facts("C058/no_action_where_the_locations_differ") == {"found": 51, "expected": 50}
    assert said.verdict == "REFUSED"


def test_action_is_proposed_on_what_was_agreed_before_and_nothing_else():
    """C041, C058, ToR 2.a."""
    way = Way().ready()
    target, actionable = way.to_actionable()
    location = way.locate(0, target).id
    other = way.target(target_id="T-2").id
    right = {"target": target, "location": location, "actionable": actionable}

    said = {
        "other target": way.propose(0, "action", "T-2", {**right, "target": other}),
        "no location": way.propose(0, "action", LABEL, {**right, "location": target}),
        "no agreement": way.propose(0, "action", LABEL, {**right, "actionable": location}),
        "right": way.propose(0, "action", LABEL, right),
    }

    assert said["other target"].broken == {
        "C041/action_follows_the_decision_on_the_target",
        "C058/action_is_proposed_at_one_location",
    }
    assert said["no location"].broken == {"C058/action_is_proposed_at_one_location"}
    assert said["no agreement"].broken == {"C041/action_follows_the_decision_on_the_target"}
    assert said["right"].verdict == "OK"


def test_what_ends_the_agreement_on_the_target_ends_the_agreement_for_action():
    """Record, Consent: it relies on all it names."""
    way = Way().ready()
    agreed = way.to_action()

    way.withdraw(1, agreed.actionable)

    assert TargetStanding(way.view(), LABEL).action is None


# --- over all --------------------------------------------------------------------------------------------------------


def test_a_hold_masks_the_state_and_keeps_it_beside():
    """C079; gate G9."""
    way = Way().ready()
    way.to_action()

    way.hold(1, LABEL)

    standing = TargetStanding(way.view(), LABEL)
    assert (standing.state, standing.underlying) == ("HELD", "AGREED_FOR_ACTION")


def test_leaving_ends_every_agreement():
    """Record, Leaving; C132."""
    way = Way().ready()
    way.to_action()

    way.say(1, "leave", {"reason": "", "lang": LANG[1]})

    assert TargetStanding(way.view(), LABEL).action is None


@pytest.mark.parametrize("leaver", [0, 1])
def test_every_consent_that_a_leaving_ended_is_shown_as_ended_by_it(leaver):
    """Record, Leaving; C132: whoever asks sees ENDED and by which entry, not a question still open."""
    way = Way().ready()
    way.to_action()

    left = way.say(leaver, "leave", {"reason": "", "lang": LANG[leaver]})
    way.see_both()

    acts = next(subject for subject in SUBJECTS if subject.name == "act")
    view = way.view()
    # Terms bind until others take their place: a leaving ends consents, not the reading of what was said.
    found = [acts.standing(view, name) for name in acts.keys(view) if not name.startswith("terms:")]
    assert {one["state"] for one in found} == {"ENDED"}
    assert {version["ended_by"] for one in found for version in one["versions"]} == {left.id}


@given(st.permutations(["T-3", "T-10", "B-1", "А-2"]))
def test_targets_are_listed_by_their_label_and_by_nothing_else(labels):
    """C060, C047, C062: mutual decision gives no presumption of priority."""
    way = Way()
    for label in labels:
        way.target(len(label) % 2, target_id=label, category=(labels.index(label) % 2 and "LEADERSHIP") or "OTHER")

    assert target_labels(way.view()) == sorted(labels)


def fields_of(schema: object) -> set[str]:
    if isinstance(schema, dict):
        own = set(schema.get("properties", {}))
        return own.union(*(fields_of(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(fields_of(value) for value in schema))
    return set()


def test_no_form_has_a_field_that_could_rank_a_target():
    """C047, C060, C062; architecture, invariant 8."""
    forms = [kind.form for kind in kinds().values()] + [act.content for act in ACTS]

    words = {word for form in forms for field in fields_of(form.model_json_schema()) for word in field.split("_")}

    assert {"target", "category"} <= words
    assert words.isdisjoint({"priority", "score", "weight", "importance", "urgency", "order", "munition"})


def test_a_position_whose_parts_do_not_add_up_is_unreadable_with_what_was_expected():
    """C058: an author cannot state a point better than its parts."""
    way = Way().ready()

    said = way.target(position={**position(), "ce90_mm": 1})

    assert said.verdict == "UNREADABLE"
    assert [code for code, _, _, _ in said.judgement.faults] == ["FORM-CE90-NOT-COMBINED"]


def test_the_fixtures_of_the_two_sides_differ():
    """Style: a swap of the sides always fails."""
    way = Way().ready()

    first, second = way.target(0), way.target(1)

    assert way.logs[-1].body != way.logs[-2].body
    assert first.id != second.id
    assert CODES[0] != CODES[1]
    assert ADVERSARY not in CODES


def test_a_bound_agreed_to_be_unset_stops_no_fold():
    """Architecture, invariant 1: what both agreed may be nothing at all; the picture goes on."""
    way = Way().ready()
    names = ("vetting.max_age_s", "validation.max_age_s", "position.same_m", "deadline.tz", "notice.methods")
    way.agree_terms(*({"item": "READING", "id": name, "value": None} for name in names))

    agreed = way.to_action()
    way.decide_start()
    plan = way.plan(agreed)

    assert plan.verdict == "INCOMPLETE"
    assert plan.broken == {"C075/the_method_is_given"}
