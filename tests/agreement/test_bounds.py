"""One side alone may only tighten, and only where the reading says so (record.md, "Bounds a side")."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.agreement.bounds import fits, stricter, tightens
from jig.agreement.register import Setting

VALUES = st.none() | st.integers(0, 10**6)
LISTS = st.lists(st.sampled_from("ABCD"), unique=True)


def setting(tighten: str, kind: str = "int") -> Setting:
    return Setting("some.bound", "A00", kind, "-", tighten, "PAIR")


@given(st.sampled_from(["LOWER", "HIGHER"]), VALUES, VALUES)
def test_of_two_values_at_most_one_way_tightens(direction: str, one: int | None, other: int | None) -> None:
    bound = setting(direction)

    ways = tightens(bound, one, other), tightens(bound, other, one)

    assert ways.count(True) == (0 if one == other else 1)


@given(st.sampled_from(["LOWER", "HIGHER"]), VALUES, VALUES)
def test_the_stricter_does_not_depend_on_who_is_named_first(direction: str, one: int | None, other: int | None) -> None:
    bound = setting(direction)

    found = stricter(bound, one, other)

    assert found == stricter(bound, other, one)
    assert not tightens(bound, found, one)
    assert not tightens(bound, found, other)


@given(st.sampled_from(["ADD", "REMOVE"]), LISTS, LISTS)
def test_lists_tighten_by_members_and_not_by_order(direction: str, one: list[str], other: list[str]) -> None:
    bound = setting(direction, "list")
    more, fewer = (set(other) > set(one)), (set(other) < set(one))

    assert tightens(bound, [*one], [*other]) == (more if direction == "ADD" else fewer)
    assert set(stricter(bound, [*one], [*other]) or []) == (  # type: ignore[arg-type]
        set(one) | set(other) if direction == "ADD" else set(one) & set(other)
    ) or sorted(one) == sorted(other)


@given(VALUES, VALUES)
def test_without_a_direction_nobody_moves_a_value_alone(one: int | None, other: int | None) -> None:
    assert not tightens(setting("NONE"), one, other)


def test_two_values_without_a_direction_have_no_stricter() -> None:
    with pytest.raises(ValueError, match=r"some\.bound"):
        stricter(setting("NONE"), 1, 2)


@pytest.mark.parametrize("value", [1.5, -1, "1", True, 2**53])
def test_what_is_not_a_whole_number_of_the_record_is_no_int(value: object) -> None:
    assert not fits(setting("NONE"), value)


@pytest.mark.parametrize(
    ("value", "good"), [("1.50", True), ("01", False), ("1.", False), ("1e3", False), ("٣", False)]
)
def test_decimals_are_plain_digits_in_text(value: str, good: bool) -> None:
    assert fits(setting("NONE", "decimal"), value) is good
