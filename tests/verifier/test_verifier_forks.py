"""Two small files convict the owner of a forked log, and never an honest one (record-format.md, section 9)."""

from __future__ import annotations

import json

import pytest
import rfc8785

from verifier.conftest import Verify
from verifier.logs_by_hand import Side, b64, bundle, fork_side, pair, sha


def forked(one: int, two: int) -> tuple[Side, Side]:
    """One log in two histories: the same key set, then entries that differ from position 1 on."""
    sides = []
    for words, size in (("told to one", one), ("told to the other", two)):
        side = pair()[0]
        for i in range(1, size):
            side.state("Ada", f"{words} {i}")
        sides.append(side)
    return sides[0], sides[1]


def test_two_heads_of_one_size_with_different_roots_convict(verify: Verify) -> None:
    """Section 9 (a)."""
    one, two = forked(5, 5)

    code, answer = verify(sides=(one,), fork=(fork_side(one), fork_side(two)))

    assert (code, answer["fork"]["convicts"], answer["fork"]["grounds"]) == (0, True, ["a"])
    assert answer["fork"]["origin"] == one.origin


def test_two_leaves_at_one_index_convict_whatever_the_sizes(verify: Verify) -> None:
    """Section 9 (b)."""
    one, two = forked(4, 7)

    code, answer = verify(sides=(one,), fork=(fork_side(one, index=2), fork_side(two, index=2)))

    assert (code, answer["fork"]["grounds"]) == (0, ["b"])


@pytest.mark.parametrize("earlier", [2, 3, 4, 6])
def test_a_base_other_than_the_earlier_head_convicts(verify: Verify, earlier: int) -> None:
    """Section 9 (c), the earlier size a power of two or not, and the files in either order."""
    one, two = forked(earlier, 7)
    files = (fork_side(one), fork_side(two, base=earlier))

    answers = [verify(sides=(one,), fork=fork) for fork in (files, (files[1], files[0]))]

    assert [(code, answer["fork"]["grounds"]) for code, answer in answers] == [(0, ["c"])] * 2


@pytest.mark.parametrize("earlier", [1, 2, 3, 4, 5, 6])
def test_an_honest_extension_does_not_convict(verify: Verify, earlier: int) -> None:
    one = forked(earlier, 1)[0]
    longer = forked(7, 1)[0]

    code, answer = verify(sides=(one,), fork=(fork_side(one, index=0), fork_side(longer, base=earlier, index=0)))

    assert (code, answer["fork"]["convicts"]) == (1, False)
    assert [error["code"] for error in answer["errors"]] == ["FORK_NOT_SHOWN"]


def test_nobody_is_convicted_by_a_head_that_the_log_key_did_not_sign(verify: Verify) -> None:
    """The accuser makes up the second history."""
    one, two = forked(5, 5)
    two.keys_at = [(0, two.officer_key("Ada"))]

    code, answer = verify(sides=(one,), fork=(fork_side(one), fork_side(two)))

    assert (code, answer["errors"][0]["code"]) == (1, "SIGNATURE")


def test_nobody_is_convicted_by_a_made_up_proof(verify: Verify) -> None:
    """The accuser has honest heads only, and invents the earlier root, the earlier size, or the leaf."""
    earlier, later = forked(4, 1)[0], forked(7, 1)[0]
    side = json.loads(fork_side(later, base=4, index=2))
    invented = b64(sha(b"invented"))
    root = side | {"base": side["base"] | {"root": invented}}
    path = side | {"base": side["base"] | {"proof": [invented, *side["base"]["proof"][1:]]}}
    size = side | {"base": side["base"] | {"size": 3}}
    leaf = side | {"inclusion": side["inclusion"] | {"leaf": invented}}

    answers = [
        verify(sides=(earlier,), fork=(fork_side(earlier, index=2), rfc8785.dumps(made_up)))
        for made_up in (root, path, size, leaf)
    ]

    assert [(code, answer["errors"][0]["code"]) for code, answer in answers] == [(1, "PROOF")] * 4


def test_another_root_convicts_nobody(verify: Verify) -> None:
    one, two = forked(5, 5)
    files = fork_side(one), fork_side(two)
    one.root_fingerprint = sha(b"stranger").hex()

    code, answer = verify(sides=(one,), fork=files)

    assert (code, answer["errors"][0]["code"]) == (1, "ROOT_FINGERPRINT")


@pytest.mark.parametrize(("index", "first", "grounds"), [(None, "same", []), (2, "same", []), (1, "other", ["b"])])
def test_a_resume_excuses_what_lies_at_or_after_it_and_nothing_before(
    verify: Verify, index: int | None, first: str, grounds: list[str]
) -> None:
    """Sections 8 and 9: the older branch is ABANDONED from `c` = 2 on; a leaf at 1 that differs is still a fork."""
    a, b = pair()
    b.receive(a)
    a.receive(b)
    old_a, old = pair()
    if first == "same":
        old.receive(old_a)
    else:
        old.state("Boris", "another first entry")
    old.state("Boris", "lost")
    old.state("Boris", "lost too")
    b.resume(a, size=2)
    b.state("Boris", "after")

    code, answer = verify(
        bundle(a), bundle(b), sides=(a, b), fork=(fork_side(old, index=index), fork_side(b, index=index))
    )

    assert (code, answer["fork"]["grounds"]) == (0 if grounds else 1, grounds)
    excused = {finding["path"] for finding in answer["findings"] if finding["code"] == "FORK_EXCUSED"}
    assert excused == ({"a", "b"} if index == 2 else {"a"})


def test_a_resume_that_the_judge_does_not_hold_excuses_nothing(verify: Verify) -> None:
    """Section 9: a valid statement held by the judge."""
    one, two = forked(5, 5)

    code, answer = verify(*map(bundle, pair()), sides=pair(), fork=(fork_side(one), fork_side(two)))

    assert (code, answer["fork"]["grounds"]) == (0, ["a"])
