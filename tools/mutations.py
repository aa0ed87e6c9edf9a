"""The rules of the record's design, and what makes episodes exact, each with the change of code that breaks it and the test that must notice.

Every snippet stands exactly once in its file (tests/test_mutants.py), so the table cannot rot unseen.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

PICTURE, TERMS = "src/jig/centre/picture.py", "src/jig/decisions/terms.py"
FORM = "src/jig/decisions/form.py"
STATE, WRITES, RULES = (f"src/jig/decisions/{name}.py" for name in ("state", "writes", "rules"))
VIEW, STAMPS, REGISTERS = "src/jig/record/view.py", "src/jig/record/stamps.py", "src/jig/record/registers.py"
FRONTIER, PEOPLE = "src/jig/centre/frontier.py", "src/jig/participants/rules.py"
PLAN, STANDING, ANSWERS = (f"src/jig/operations/{name}.py" for name in ("plan", "standing", "answers"))

ORDER = "test_order.py::test_1_any_causal"
JUDGED_ONCE = "test_order.py::test_2_an_entry_has_one_verdict"
GROWS = "test_consent.py::test_4_go_grows_only"
RESTRICT = "test_consent.py::test_5_a_restrictive_act"
LATE = "test_consent.py::test_6_a_late_tail"
LIFTS = "test_consent.py::test_7_a_lone_lift"
VERSIONS = "test_consent.py::test_8_an_ended_version"
CHAIN = "test_terms_and_time.py::test_9_the_settled_chain"
STAMPED = "test_terms_and_time.py::test_10_told_in_time"
UNCLOSED = "test_order.py::test_12_an_unclosed"
SWAPPED = "test_order.py::test_13_pair_findings_name"
BOUNDS = "test_consent.py::test_14_one_side"
RELIEF = "test_keys.py::test_15_a_reliance"
AUTHORITY = "test_keys.py::test_15_authority"
TWIN = "test_keys.py::test_16_a_fingerprint"
LEAVING = "test_consent.py::test_18_leaving"
MODEL = "test_oracle.py::test_the_fold_agrees_with_recorded_runs"


SIFT, BOOK, KERNEL, BATCH, EXACT, LIVE, JOIN, ROWS = (
    f"src/jig/air/{name}.py"
    for name in (
        "episodes_sift", "episodes_book", "episodes_kernel", "episodes_batch", "episodes_exact", "episodes_live",
        "episodes", "episodes_rows",
    )
)  # fmt: skip
TOUCHES = "air/test_episodes.py::test_episodes_equal_arithmetic_in_fractions"
TEETH = "air/test_episodes_dense.py::test_a_leg_over_many_teeth"
OPEN = "air/test_episodes_dense.py::test_rows_that_are_open_at_once"
CORNER = "air/test_episodes_dense.py::test_legs_shorter_than_a_cell"
ROUNDED = "air/test_episodes_dense.py::test_a_moment_is_rounded"
ANY_CUT = "air/test_episodes_live.py::test_any_cut_into_batches"
MIXED = "air/test_episodes_live.py::test_single_points_and_batches_mixed"
CERTAIN = "air/test_episodes_ways.py::test_certain_is_farther_inside"


class Change(NamedTuple):
    """A snippet of a file, and what takes its place."""

    file: str
    old: str
    new: str


class Mutant(NamedTuple):
    """A rule of the design, broken; `test` is a file, as `path_of` takes it, and the beginning of a test's name."""

    rule: str
    test: str
    changes: tuple[Change, ...]


def path_of(file: str) -> Path:
    """Give where a file of tests lies: in tests/properties, or in the room that it names."""
    return Path("tests", file) if "/" in file else Path("tests", "properties", file)


def _mutant(rule: str, test: str, file: str, old: str, new: str, *more: Change) -> Mutant:
    return Mutant(rule, test, (Change(file, old, new), *more))


CUTS = (
    _mutant("a cut holds the highest seen so far", UNCLOSED, PICTURE,
            "seen = max(entry.seen.size, self._seen[side])\n        if seen",
            "seen = entry.seen.size\n        if seen"),
    _mutant("nothing is folded before its cut", UNCLOSED, PICTURE,
            "if seen > self._sizes[other]:", "if seen > self._sizes[other] + 1:"),
    _mutant("an unclosed frontier is answered from below", UNCLOSED, FRONTIER, "- 1] > limit:", "- 1] > limit + 1:"),
    _mutant("a verdict is judged at the author's cut", ORDER, PICTURE,
            "view = View(self.world, cut, self.terms.at(cut))\n        keyset",
            "view = View(self.world, self.frontier, self.terms.at(cut))\n        keyset"),
    _mutant("terms are in force once both are bound within the cut", JUDGED_ONCE, TERMS,
            "self.links[middle][0] < cut[0] and self.links[middle][1] < cut[1]", "self.links[middle][0] < cut[0]"),
    _mutant("a register is read as of a cut", JUDGED_ONCE, REGISTERS,
            "at = bisect_left(cell.positions, self.cut[side])  # type: ignore[union-attr]\n        return cell.values",
            "at = len(cell.positions)  # type: ignore[union-attr]\n        return cell.values"),
    _mutant("a digest says what was written since the last one", ORDER, REGISTERS,
            "        if self._dirty is not None:\n            self._dirty.setdefault",
            "        if self._dirty is not None and cell is None:\n            self._dirty.setdefault"),
    _mutant("no side is the first", SWAPPED, STATE,
            "return min(found, key=lambda meta: meta.id, default=None)", "return next(iter(found), None)"),
)  # fmt: skip

CONSENT = (
    _mutant("a consent needs both AGREEs", MODEL, STATE,
            "return agreed(view, proposal, 0) and agreed", "return agreed(view, proposal, 0) or agreed"),
    _mutant("go needs the consent", GROWS, STANDING, "given and self.consented and not", "given and not"),
    _mutant("go needs the counterpart's acknowledgement", "test_consent.py::test_3_without", STANDING,
            "self.current and self.acknowledgement is not None and self.told", "self.current and self.told"),
    _mutant("a consent names all that it relies on", RESTRICT, STATE,
            "return all(_still(view, one) for one in _foundations(view, proposal))", "return _still(view, proposal)"),
    _mutant("DISAGREE ends for good", MODEL, WRITES,
            "if facts.body.answer in (Answer.DISAGREE, Answer.HOLD) or facts", "if facts"),
    _mutant("a withdrawal ends for good", RESTRICT, WRITES,
            "return [] if verdict is Verdict.VOID else [(", "return [] if verdict is not Verdict.VOID else [("),
    _mutant("what ended is not agreed to again", MODEL, RULES,
            'return Finding(ended_by is None, by=by, entry=_short(ended_by))', "return Finding(True)"),
    _mutant("DEFER is not AGREE", "test_depth.py::test_an_agreement_followed", STATE,
            'if not given or view.last("answer", proposal, side) != "AGREE":', "if not given:"),
    _mutant("a refused new version ends the old", VERSIONS, WRITES, "facts.stated.id, key), *ended]",
            "facts.stated.id, key)]"),
    _mutant("an unreadable new version ends the old", VERSIONS, FORM, "        superseding=after_proposed_unread,\n", ""),
    _mutant("a refused new plan ends the old", VERSIONS, PLAN,
            '[("ended", old, made) for old in facts.previous]',
            '[("ended", old, made) for old in facts.previous if verdict is Verdict.OK]'),
    _mutant("a later date taken back revives none", "test_depth.py::test_taking_back", STATE,
            'first, second = (view.last("agree.said", ("start-date", GROUP), side) for side in SIDES)',
            'first = second = standing_proposal(view, "start-date", GROUP)'),
    _mutant("a doubted place stays doubted", "test_depth.py::test_a_place_put", STANDING,
            "return any(self._put_elsewhere(side) for side in SIDES)", "return False"),
)  # fmt: skip

RESTRICTIONS = (
    _mutant("restrictive acts need no authority", RESTRICT, WRITES,
            'dict.fromkeys(map(sounds_like, subjects))]',
            'dict.fromkeys(map(sounds_like, subjects)) if verdict is Verdict.OK]',
            Change(PICTURE, "if effect is not Effect.RESTRICTIVE:", "if True:")),
    _mutant("restrictive acts are not refused", MODEL, PICTURE, "if effect is not Effect.RESTRICTIVE:", "if True:"),
    _mutant("a HOLD masks what is go", LIFTS, STANDING, "return ready and not self.holds and", "return ready and"),
    _mutant("each HOLD ends alone", LIFTS, STATE, 'lifts = view.written("lift", hold, side)',
            'lifts = [one for key in view.keys("lift") for one in view.written("lift", key, side)]'),
    _mutant("a lift needs the counterpart's hand", LIFTS, STATE,
            'view.written("lift.confirmed", lift, side)', 'view.written("lift.confirmed", lift, 1 - side)'),
    _mutant("a lone lift changes nothing", LIFTS, STATE,
            "and _confirmed(view, lift, 1 - side) for", "and not _confirmed(view, lift, 1 - side) for"),
    _mutant("only the caller's side lifts", MODEL, RULES, "return Finding(callers_own)", "return Finding(True)"),
    _mutant("leaving ends its author's consents", LEAVING, STATE,
            "(not mine or position > mine[-1][0]) and", "True and"),
    _mutant("leaving ends the other's consents", LEAVING, STATE, "(not theirs or seen > theirs[-1][0])", "True"),
    _mutant("one side alone only tightens", BOUNDS, VIEW,
            'if base is None or (value < base if setting.tighten == "LOWER" else value > base):', "if True:",
            Change(RULES, '        direction != "NONE" and stricter,', '        direction != "NONE",')),
    _mutant("tightening needs no authority", BOUNDS, FORM,
            "        Effect.RESTRICTIVE,\n        TighteningFacts,", "        Effect.PERMISSIVE,\n        TighteningFacts,"),
)  # fmt: skip

CHAINS = (
    _mutant("one live AGREE a base", CHAIN, RULES, "return Finding(not locking, other=locking[:12])",
            "return Finding(True)"),
    _mutant("terms replace the version in force", CHAIN, RULES,
            "return Finding(base == terms_in_force.hex(), found=base[:12]", "return Finding(True, found=base[:12]"),
    _mutant("the first entry that has seen both binds", MODEL, TERMS, "if not self._live[side]:", "if True:"),
    _mutant("terms that bind are not taken back", CHAIN, PICTURE,
            "isinstance(key, bytes) and self.terms.binds(side, key):", "isinstance(key, bytes) and False:"),
    _mutant("a withdrawal before being bound wins", MODEL, TERMS, 'if view.has("ended", proposal, other) or', "if"),
    _mutant("what permits is said under the terms in force", VERSIONS, RULES,
            "return Finding(named_terms == terms_in_force,", "return Finding(True,"),
    _mutant("leaving ends an AGREE to terms that binds nobody yet",
            "test_terms_in_flight.py::test_an_agree_to_terms_from", TERMS,
            "if fallen_by(view, proposal) is not None:", "if False:",
            Change("src/jig/decisions/facts.py", "or terms_ended_by(self.view, self.proposal.id)", "or None")),
    _mutant("a tightening in flight outlasts a joint change", "test_terms_in_flight.py::test_a_tightening_in_flight",
            VIEW, "if position < known[side]:", "if known != (0, 0):"),
    _mutant("one key is one hand for terms", "test_depth.py::test_terms_are_not", TERMS,
            " or self._one_hand(view.cut, side, position, proposal):", ":"),
)  # fmt: skip

TIME = (
    _mutant("a receipt proves what its head holds", STAMPED, STAMPS,
            "bisect_left(self.sizes, position + 1, 0, end)", "bisect_left(self.sizes, position, 0, end)"),
    _mutant("a cosignature proves what its head holds", STAMPED, STAMPS,
            "if self.sizes[i] > position), default", "if self.sizes[i] >= position), default"),
    _mutant("no cosignature on a head that is not there yet", STAMPED, PICTURE,
            "== self.origins[side] and size <= position", "== self.origins[side]"),
    _mutant("MET is strictly before the deadline", STAMPED, VIEW, "and stamp < due:", "and stamp <= due:"),
    _mutant("MISSED from the deadline on, by one's own stamp", STAMPED, VIEW,
            "meta.claimed_at >= due else None", "meta.claimed_at > due else None"),
    _mutant("no stamp of its own makes a duty MET", STAMPED, PICTURE,
            'written("keyset", "", 1 - side)', 'written("keyset", "", side)',
            Change(PICTURE, "name = self.origins[1 - side]", "name = self.origins[side]")),
    _mutant("UNPROVEN opens no gate", STAMPED, STANDING,
            "return self.in_time is True or self.accepted_late", "return self.in_time is not False or self.accepted_late"),
    _mutant("the counterpart may accept what is late", STAMPED, STANDING,
            "return self.in_time is True or self.accepted_late", "return self.in_time is True"),
)  # fmt: skip

KEYS = (
    _mutant("relief ends an officer's authority", AUTHORITY, PEOPLE,
            "held = officer is not None and not relieved and", "held = officer is not None and"),
    _mutant("a kind asks for a role", AUTHORITY, PEOPLE,
            "kept = held and (not needed_roles or role in needed_roles)", "kept = held"),
    _mutant("the newest key set is in force", AUTHORITY, VIEW,
            'found: KeySet | None = self.last("keyset", "", side)',
            'found: KeySet | None = (self.first("keyset", "", side) or (0, None))[1]'),
    _mutant("a counterpart relying on a key is judged at its own cut", RELIEF, VIEW,
            "return found if found is not None and not self.relieved(side, name) else None", "return found"),
    _mutant("a fingerprint of both is no second hand", TWIN, STATE,
            'return not view.has("claimed", key, 1 - side)', "return True"),
    _mutant("a shared key lifts no HOLD", TWIN, STATE,
            "any(_hand_stands(view, one, key, side) for _, (one, key) in", "any(True for _, (one, key) in"),
)  # fmt: skip

EPISODES = (
    _mutant("a leg that ends on a line is taken in fractions", TOUCHES, BOOK,
            "if n == 0 or m_ == 0 or turn(px, py, qx, qy, ax, ay) == 0 or turn(px, py, qx, qy, bx, by) == 0:",
            "if False:"),
    _mutant("crossings follow one another along their leg", TEETH, BOOK,
            "while place > first and along[place - 1] > share:", "while False:"),
    _mutant("a leg over more edges than are listed is taken whole", TEETH, BOOK,
            "if count - first == _MOST:\n            busy[k] = ~j\n            continue",
            "if count - first == _MOST:\n            continue"),
    _mutant("what is listed of a leg taken whole counts no more", TEETH, BOOK,
            "while c < many and crossed[c, LEG] < whole:", "while False:"),
    _mutant("a row is opened only where there is room", OPEN, BOOK,
            "if counts[1] < end - c or counts[2] + end - c > len(out):", "if counts[2] + end - c > len(out):"),
    _mutant("a leg's two rows of cells are both looked at", CORNER, SIFT,
            "found += (stop > start) & (low != top)", "found += 0"),
    _mutant("the boundary belongs to its area", TOUCHES, SIFT,
            "one = ((side_a > 0) & (side_b > 0)) | ((side_a < 0) & (side_b < 0))",
            "one = ((side_a >= 0) & (side_b >= 0)) | ((side_a <= 0) & (side_b <= 0))"),
    _mutant("of a batch, a leg between two aircraft is none", ANY_CUT, BATCH,
            "while k < ends[n, 0] and max(state.busy[k], ~state.busy[k]) < start:", "while False:"),
    _mutant("an aircraft never seen begins with its first point", ANY_CUT, BATCH,
            "t[j - 1], lon[j - 1], lat[j - 1] = t[j] - gap - 1, lon[j], lat[j]",
            "t[j - 1], lon[j - 1], lat[j - 1] = t[j] - 1, lon[j], lat[j]"),
    _mutant("a single point that meets a boundary goes through the kernel", MIXED, SIFT,
            "if meets(held, k, px, py, qx, qy):", "if False:"),
    _mutant("an end halfway between two microseconds is rounded to even", ROUNDED, ROWS,
            "if r < rest or (r == rest and (t0 + q) % 2 == 0):", "if r <= rest:"),
    _mutant("certain is farther inside than the error", CERTAIN, "src/jig/air/episodes_depth.py",
            "return cx * cx + cy * cy > error_m * error_m", "return True"),
)  # fmt: skip

MUTANTS = (*EPISODES, *CUTS, *CONSENT, *RESTRICTIONS, *CHAINS, *TIME, *KEYS)
