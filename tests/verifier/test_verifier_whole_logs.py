"""Two whole logs together: what is proven, what is a finding, what is refused (record-format.md, sections 2-8)."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.conftest import Verify
from verifier.logs_by_hand import NOTHING, RESUME, Side, b64, bundle, envelope, frames_of, pair, seal, secret, sha, tree

Good = tuple[Side, Side]


def codes(answer: dict[str, Any], part: str = "errors") -> set[str]:
    return {fault["code"] for fault in answer[part]}


def met() -> Good:
    """A pair of which each has received the other."""
    a, b = pair()
    b.receive(a)
    a.receive(b)
    return a, b


def test_an_honest_pair_with_rotation_exhibit_and_resume_is_proven(verify: Verify, good: Good) -> None:
    """Sections 1-8."""
    a, b = good

    code, answer = verify(bundle(a), bundle(b), sides=good)

    assert (code, answer["errors"], answer["findings"]) == (0, [], [])
    assert {name: log["entries"] for name, log in answer["logs"].items()} == {
        "AAA": len(a.entries),
        "BBB": len(b.entries),
    }
    assert answer["logs"]["AAA"]["head"] == tree(a.leaves).hex()


def test_the_order_of_the_two_files_says_nothing(verify: Verify, good: Good) -> None:
    a, b = good

    code, answer = verify(bundle(b), bundle(a), sides=good)

    assert code == 0
    assert answer["logs"]["BBB"]["root"] == b.root_fingerprint


def test_each_entry_is_proven_by_the_counterparts_earliest_stamp_on_a_head_that_holds_it(verify: Verify) -> None:
    """Design, receipts and time: a later receipt with an earlier time proves the earlier one; an exhibit counts."""
    a, b = pair()
    a.state("Ada", "one")
    first = b.receive(a)
    a.state("Ada", "two")
    b.clock -= 5_000
    b.receive(a)
    a.state("Ada", "three")
    b.clock += 9_000
    b.receive(a)
    a.receive(b)
    a.own("exhibit", {"note": first.decode()})
    times = [(2, 1_700_500_060), (3, 1_700_495_120), (4, 1_700_504_180)]

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert code == 0
    told = {seq: r["at"] for r in answer["logs"]["AAA"]["proven"] for seq in range(r["from"], r["to"] + 1)}
    assert told == {seq: min(time for size, time in times if size > seq) for seq in range(4)}


def test_who_signed_is_told_by_name_role_number_and_last_entry(verify: Verify, good: Good) -> None:
    _, answer = verify(bundle(good[0]), bundle(good[1]), sides=good)

    told = {(s["name"], s["role"]): (s["entries"], s["last"]) for s in answer["logs"]["BBB"]["signers"] if s["name"]}
    assert told == {("Boris", "COMMANDER"): (2, 4)}


def test_another_root_than_the_one_read_aloud_is_refused(verify: Verify, good: Good) -> None:
    """Section 2, root fingerprint."""
    a, b = good
    stranger = Side("AAA", 1)
    stranger.root_fingerprint = sha(b"another").hex()

    code, answer = verify(bundle(a), bundle(b), sides=(stranger, b))

    assert (code, codes(answer)) == (1, {"ROOT_FINGERPRINT", "UNFINISHED"})


def test_one_log_given_twice_is_refused(verify: Verify, good: Good) -> None:
    code, answer = verify(bundle(good[0]), bundle(good[0]), sides=good)

    assert (code, codes(answer)) == (1, {"SAME_PARTICIPANT"})


def test_exercise_and_live_are_never_proven_together(verify: Verify) -> None:
    """Design, bytes: a log is EXERCISE or LIVE; neither imports the other."""
    a, b = Side("AAA", 1), Side("BBB", 2, mode="LIVE")
    a.establish(Ada=["WATCH"])
    b.establish(Boris=["WATCH"])

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"MODES_MIXED"})


def test_a_log_that_saw_beyond_the_other_file_is_not_closed(verify: Verify) -> None:
    """Design, frontier: closed if no entry in it saw beyond it."""
    a, b = met()
    earlier = bundle(b)
    b.state("Boris", "later")
    a.receive(b)

    code, answer = verify(bundle(a), earlier, sides=(a, b))

    assert (code, codes(answer)) == (1, {"NOT_CLOSED"})


def test_a_seen_root_that_nobody_signed_is_refused(verify: Verify) -> None:
    """Section 7, S frames; design, false `seen` root."""
    a, b = met()
    a.seen = (2, sha(b"invented"))
    a.state("Ada", "saw something else")

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"SEEN_TWO_ROOTS", "UNFINISHED"})


def test_a_counterpart_that_forks_its_log_is_caught_by_the_head_that_it_signed(verify: Verify) -> None:
    """Section 4, `seen`: the head is genuine, the history behind it is not the one in the file."""
    a, b = met()
    other_b = pair()[1]
    other_b.receive(pair()[0])
    other_b.state("Boris", "told to one")
    b.state("Boris", "told to the other")
    a.receive(other_b)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert code == 1
    assert "HEAD_ROOT" in codes(answer)


def test_a_seen_without_the_head_behind_it_is_refused(verify: Verify) -> None:
    """Section 7: for every distinct `seen.size` there is an S head with that root."""
    a, b = met()
    without = seal([frame for frame in frames_of(a) if frame[0] != b"S"])

    code, answer = verify(without, bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"SEEN_HEAD"})


def test_a_head_that_no_entry_names_is_refused(verify: Verify) -> None:
    """Section 7: S frames are the heads named by `seen`."""
    a, b = met()
    a.heads_seen[1] = b.head(1)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"HEAD_UNNAMED"})


def test_a_falling_seen_is_a_finding(verify: Verify) -> None:
    """Section 4: a finding, not a refusal."""
    a, b = met()
    a.seen = NOTHING
    a.state("Ada", "forgot")

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer, "findings")) == (0, {"SEEN_FELL"})


def test_a_cosigner_that_withholds_its_receipt_is_found_out(verify: Verify) -> None:
    """Section 6: a cosignature is made after a receipt with that `seen` and the same time."""
    a, b = met()
    note = b.cosign(a.head(2), b.clock + 7)
    a.own("exhibit", {"note": note.decode()})

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer, "findings")) == (0, {"RECEIPT_WITHHELD"})
    assert [(r["to"], r["how"]) for r in answer["logs"]["AAA"]["proven"]] == [(0, "receipt"), (1, "exhibit")]


def test_an_exhibit_that_its_counterpart_never_cosigned_is_refused(verify: Verify) -> None:
    """Section 4, exhibit: A makes up B's stamp with its own key."""
    a, b = met()
    text, hers = a.head(2)[: a.head(2).index(b"\n\n") + 1], a.log_key(2)
    line = a.line(4, hers, text, b"\0" * 8).replace(a.origin.encode(), b.origin.encode())
    forged = (a.head(2) + line).decode()
    a.own("exhibit", {"note": forged})

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"COSIGNATURE"})


def test_an_officer_that_signs_after_removal_is_a_finding(verify: Verify) -> None:
    """Section 4: a removed key's signature is good; whether it may say that is judged by the fold."""
    a, b = met()
    a.rotate(Alan=["PLANNER"])
    a.officers["Ada"] = ["WATCH"]
    a.state("Ada", "still here")

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer, "findings")) == (0, {"KEY_REMOVED"})


def test_an_officer_never_named_cannot_enter_a_log(verify: Verify) -> None:
    a, b = met()
    a.officers["Zoe"] = ["WATCH"]
    a.state("Zoe", "who am I")

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"KEY_NOT_NAMED", "UNFINISHED"})


def test_a_key_named_only_later_does_not_vouch_backwards(verify: Verify) -> None:
    """Section 4: named at a position before the entry."""
    a, b = met()
    a.officers["Zoe"] = ["WATCH"]
    a.state("Zoe", "early")
    a.rotate(Ada=["WATCH"], Zoe=["WATCH"])

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"KEY_NOT_NAMED", "UNFINISHED"})


def test_a_stolen_officer_key_cannot_write_the_records_own_kinds(verify: Verify) -> None:
    """Section 4: they are signed with the log key in force."""
    a, b = met()
    a.append("receipt", {}, a.officer_key("Ada"))

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"LOG_KEY", "UNFINISHED"})


def test_a_stolen_officer_key_cannot_reseal_a_log(verify: Verify) -> None:
    """Section 6: an entry is in a log once the log key signs its head; the thief has only the officer's."""
    a, b = met()
    held = a.head()
    a.state("Ada", "by the thief")
    thief, text = a.officer_key("Ada"), a.head()[: a.head().index(b"\n\n") + 1]
    under_its_own_hash = text + b"\n" + a.line(1, thief, text)
    under_the_log_keys_hash = text + b"\n" + a.line(1, thief, text, claims=a.log_key(9))

    answers = [
        verify(seal([(k, note if k == b"T" else c) for k, c in frames_of(a)]), bundle(b), sides=(a, b))
        for note in (under_its_own_hash, under_the_log_keys_hash, held)
    ]

    assert [code for code, _ in answers] == [1, 1, 1]
    assert [codes(answer) for _, answer in answers] == [{"HEAD_KEY"}, {"SIGNATURE"}, {"HEAD_SIZE"}]


def test_a_rotated_log_key_signs_nothing_more(verify: Verify) -> None:
    """Section 4: the key set is in force from the next entry on."""
    a, b = met()
    old = a.log_key(9)
    a.rotate(Ada=["WATCH"])
    a.append("heartbeat", {}, old)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"LOG_KEY", "UNFINISHED"})


@pytest.mark.parametrize(
    ("signers", "changed", "expected"),
    [
        ((1,), {}, "ROOT_SIGNATURES"),
        ((1, 1), {}, "SIGNATURE_COUNT"),
        ((0, 1), {"version": 2}, "KEY_SET_CHAIN"),
        ((0, 1), {"prev": "00" * 32}, "KEY_SET_CHAIN"),
        ((0, 1), {"root": Side("CCC", 1).root}, "KEY_SET_CHAIN"),
        ((0, 1), {"v": 2}, "MEMBER"),
        ((0, 1), {"officers": [], "extra": 1}, "MEMBERS"),
    ],
)
def test_a_key_set_that_does_not_follow_under_two_root_keys_is_refused(
    verify: Verify, signers: tuple[int, ...], changed: dict[str, Any], expected: str
) -> None:
    """Section 2."""
    a, b = met()
    key_set = a.key_set(secret("AAA log 1"), signers, **changed)
    a.own("keyset", {"keyset": b64(key_set)})

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {expected, "UNFINISHED"})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"seq": 7}, "ENTRY_NUMBER"),
        ({"prev": "11" * 32}, "ENTRY_PREV"),
        ({"log": "exercise/CCC/0123456789abcdef"}, "ORIGIN"),
        ({"body": "22" * 32}, "BODY_HASH"),
        ({"key": "33" * 32}, "ENTRY_KEY"),
        ({"kind": "Not-A-Kind"}, "MEMBER"),
        ({"claimed_at": -1}, "MEMBER"),
        ({"role": "WATCH"}, "ENTRY_KIND"),
        ({"seen": {"root": "44" * 32, "size": 0}}, "SEEN_TWO_ROOTS"),
        ({"v": True}, "MEMBER"),
        ({"more": "x"}, "MEMBERS"),
        ({"agreement": "A" * 64}, "MEMBER"),
    ],
)
def test_a_well_signed_entry_that_does_not_follow_is_refused(
    verify: Verify, changed: dict[str, Any], expected: str
) -> None:
    """Section 4: the log key's own signature does not mend a wrong entry."""
    a, b = met()
    a.own("heartbeat", {}, **changed)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {expected, "UNFINISHED"})


def test_one_key_claimed_by_both_sides_is_a_finding(verify: Verify) -> None:
    """Design, keys: it gives no consent at any frontier that holds both claims."""
    a, b = pair()
    shared = a.officer_key("Ada")
    b.officer_key = lambda name: shared if name == "Boris" else secret(f"BBB officer {name}")  # type: ignore[method-assign]
    b.rotate(Boris=["COMMANDER"])

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer, "findings")) == (0, {"SHARED_FINGERPRINT"})


def test_a_whole_log_withholds_no_body(verify: Verify) -> None:
    """Section 7."""
    a, b = met()
    kind, content = frames_of(a)[2]
    withheld = content[: -len(a.entries[1][2]) - 4] + b"\xff" * 4

    code, answer = verify(seal([*frames_of(a)[:2], (kind, withheld), *frames_of(a)[3:]]), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"BODY_WITHHELD", "UNFINISHED"})


def test_a_log_kept_with_another_counterpart_is_refused(verify: Verify) -> None:
    a, b = met()
    a.counterpart = "exercise/CCC/0123456789abcdef"

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"COUNTERPART"})


def test_a_resume_that_the_counterparts_log_does_not_consent_to_is_not_proven(verify: Verify) -> None:
    """Section 8: the counterpart signs only after appending `resume-consent`."""
    a, b = met()
    b.state("Boris", "lost")
    b.resume(a, size=2, consent=False)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"RESUME_NO_CONSENT"})


def test_a_malicious_restore_below_what_was_seen_is_refused(verify: Verify) -> None:
    """Section 8: `c` is not below any `seen.size` in the counterpart's log."""
    a, b = met()
    b.state("Boris", "regretted")
    a.receive(b)
    b.resume(a, size=2)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert code == 1
    assert "RESUME_BELOW_SEEN" in codes(answer)


def test_a_resume_without_the_counterparts_signature_is_refused(verify: Verify) -> None:
    """Section 8: B's own copy of its consent, with the root keys' signatures only, is not enough."""
    a, b = met()
    log_key, roots = b.log_key(2), b.root_keys[:2]
    statement = envelope(RESUME, b.statement(a, 2, log_key), *roots)
    a.own("resume-consent", {"statement": b64(statement)})
    b.see(a)
    b.own("resume", {"keyset": None, "statement": b64(statement)})

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"RESUME_SIGNATURE"})


def test_a_consent_that_no_resume_follows_is_a_finding(verify: Verify) -> None:
    a, b = met()
    statement = envelope(RESUME, b.statement(a, 2, b.log_key(2)), *b.root_keys[:2])
    a.own("resume-consent", {"statement": b64(statement)})

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer, "findings")) == (0, {"CONSENT_UNUSED"})


def test_a_second_resume_counts_on_from_the_first(verify: Verify) -> None:
    """Section 8: `incarnation` counts the resumes of a log."""
    a, b = met()
    b.resume(a, size=2)
    a.receive(b)
    b.resume(a, size=3)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"INCARNATION"})


def test_a_body_that_is_not_canonical_json_is_refused_though_signed(verify: Verify) -> None:
    """Section 1."""
    a, b = met()
    salt, body = sha(b"salt"), b'{"text":"x", "lang":"en"}'
    a.append("note", {}, a.officer_key("Ada"), "WATCH", body=sha(salt + body).hex())
    a.entries[-1] = (a.entries[-1][0], salt, body)

    code, answer = verify(bundle(a), bundle(b), sides=(a, b))

    assert (code, codes(answer)) == (1, {"NOT_CANONICAL", "UNFINISHED"})
