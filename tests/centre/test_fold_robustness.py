"""The fold judges whatever is well signed; nothing that either side says stops it (architecture, invariant 1)."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jig.agreement.register import REGISTER
from jig.centre.picture import Picture
from jig.record.canonical import canonical
from jig.record.entry import LOG_KINDS, Entry, Seen, read_entry
from jig.record.merkle import EMPTY_ROOT
from jig.record.rooms import kinds, subjects
from two_nodes import PROFILE, established, position

A, B, MADE = established()
STORY = [
    (side, *read_entry(arrival.sealed.envelope)[:1], arrival.sealed)
    for arrival in A.store.arrivals(0)
    for side in [0 if arrival.which == "own" else 1]
]
KINDS = [*sorted(set(kinds()) | LOG_KINDS - {"keyset", "resume"}), "no-such-kind"]
SNR = [side.officers["snr"].public.fingerprint for side in (A, B)]
SETTINGS = sorted(PROFILE.settings)
TIGHTENED = [name for name in SETTINGS if REGISTER.setting(name).tighten in ("LOWER", "HIGHER")]
NAMES = sorted({name for kind in kinds().values() for name in kind.form.model_fields} | {"note", "statement", "keyset"})

texts = st.sampled_from(["", "en", "JIG", "ALL", "AGREE", "establishment", "terms", "*", "a" * 200, "ж\u202e\0"])
integers = st.integers(-(2**53) + 1, 2**53 - 1) | st.sampled_from([0, 1, -1])
refs = st.sampled_from([MADE.hex(), "0" * 64, "f" * 64, *[sealed.id.hex() for _, _, sealed in STORY[:4]]])
leaves = st.none() | st.booleans() | integers | texts | refs | st.sampled_from(SETTINGS)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(NAMES), values, max_size=8)


def begun():
    picture = Picture(PROFILE, A.pairing.origins)
    for side, entry, sealed in STORY:
        picture.add(side, entry, sealed.id, sealed.body)
    return picture


def add(picture, side, kind, body, key=None, role="SNR"):
    """Fold an entry that has seen everything; its id is made up."""
    sizes = picture.frontier
    data = canonical(body)
    seen = Seen(sizes[1 - side], EMPTY_ROOT)
    terms = picture.view().terms.digest
    entry = Entry(A.pairing.origins[side], sizes[side], None, seen, 0, key or SNR[side], role, kind, terms, bytes(32))
    made = hashlib.sha256(repr((side, sizes, kind)).encode() + data).digest()
    return made, picture.add(side, entry, made, data)


def shows(picture):
    """Everything that a reader may ask of the picture."""
    view = picture.view()
    return picture.digest(), [subject.standing(view, key) for subject in subjects() for key in subject.keys(view)]


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(KINDS), bodies), min_size=1, max_size=12))
def test_no_body_whatever_stops_the_fold(said):
    picture = begun()

    for side, kind, body in said:
        add(picture, side, kind, body)

    assert len(shows(picture)[0]) == 64
    assert sum(picture.frontier) == len(STORY) + len(said)


def forms_filled(data, kind):
    """A body with the members of its form, each of something like its type."""
    fields = kinds()[kind].form.model_fields
    return {name: data.draw(_like(name, field.annotation)) for name, field in fields.items()}


def _like(name, annotation):
    text = str(annotation)
    if name == "lang":
        return st.just("en")
    if name in ("entry", "hold", "lift", "proposal", "of"):
        return refs
    if "tuple" in text:
        return st.lists(refs | texts, max_size=4)
    if "int" in text or "Instant" in text:
        return integers
    return (
        texts | refs | st.sampled_from(SETTINGS) | values if "Any" in text else texts | refs | st.sampled_from(SETTINGS)
    )


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_filled_form_whatever_stops_the_fold(data):
    picture = begun()

    for _ in range(8):
        side = data.draw(st.integers(0, 1))
        kind = data.draw(st.sampled_from(sorted(kinds())))
        add(picture, side, kind, forms_filled(data, kind), role=data.draw(st.sampled_from(["SNR", "WATCH", "LOG"])))

    assert len(shows(picture)[0]) == 64


changes = st.fixed_dictionaries(
    {
        "item": st.sampled_from(["READING", "FORMAT", "LIST"]),
        "id": st.sampled_from([*TIGHTENED, *SETTINGS, "no.such"]),
        "value": values,
    }
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.lists(changes, min_size=1, max_size=4), st.sampled_from(TIGHTENED), integers)
def test_no_terms_that_both_agree_to_stop_the_fold(agreed, setting, value):
    """A careless AGREE to settings of the wrong type or unknown names must not stop either node for ever."""
    picture = begun()
    base = picture.view().terms.digest.hex()
    content = {"base": base, "changes": agreed}
    given_ = {"act": "terms", "subject": "T", "content": content, "relies_on": [], "lang": "en", "text": ""}
    made, _ = add(picture, 0, "proposal", given_)
    for side in (0, 1, 0):
        add(picture, side, "position", position(side, made))

    for side in (0, 1):
        for name in [setting, *(change["id"] for change in agreed)]:
            tightening = {"setting": name, "value": abs(value), "lang": "en", "text": ""}
            add(picture, side, "tightening", tightening)
        post = {"post": "SNR", "officer": "snr", "rank_code": "OF-²", "expertise": [], "paired_with": "SNR"}
        add(picture, side, "post", post)

    shows(picture)
    for name in SETTINGS:
        REGISTER.setting(name)
        picture.view().setting(name)


def test_a_proposal_on_a_base_that_was_left_is_shown():
    picture = begun()
    for base in ("0" * 64, picture.view().terms.digest.hex()):
        content = {"base": base, "changes": [{"item": "LIST", "id": "x"}]}
        given_ = {"act": "terms", "subject": "a:b:c", "content": content, "relies_on": [], "lang": "en", "text": ""}
        made, _judgement = add(picture, 0, "proposal", given_)
        add(picture, 1, "position", position(1, made))

    assert shows(picture)


@pytest.mark.parametrize("value", ["x", [1], True, -5, {"a": 1}])
def test_a_setting_is_never_agreed_to_be_what_no_rule_can_compute_with(value):
    """Terms are settled for ever: an AGREE to such a value would stop the fold of both."""
    picture = begun()
    base = picture.view().terms.digest.hex()
    content = {"base": base, "changes": [{"item": "READING", "id": TIGHTENED[0], "value": value}]}
    given_ = {"act": "terms", "subject": "T", "content": content, "relies_on": [], "lang": "en", "text": ""}

    made, judgement = add(picture, 0, "proposal", given_)
    for side in (0, 1, 0):
        add(picture, side, "position", position(side, made))

    assert judgement.verdict.value == "UNREADABLE"
    assert picture.view().terms.digest.hex() == base


def test_terms_of_the_right_type_are_settled():
    picture = begun()
    base = picture.view().terms.digest.hex()
    content = {"base": base, "changes": [{"item": "READING", "id": TIGHTENED[0], "value": 60}]}
    given_ = {"act": "terms", "subject": "T", "content": content, "relies_on": [], "lang": "en", "text": ""}

    made, _ = add(picture, 0, "proposal", given_)
    for side in (0, 1, 0):
        add(picture, side, "position", position(side, made))

    assert picture.view().setting(TIGHTENED[0]) == 60
