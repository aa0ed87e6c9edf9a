"""Runs in the words of the design's executable model, told to the real fold: what both must agree on.

A run is a list of rows (side, seen, kind, ref, arg, officer, at) in a causal order; `ref` is the row it names, or "T0".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jig.agreement.terms import first_terms
from jig.decisions.state import ended_by, holds_on, left, stands
from jig.record.kind import Verdict
from properties.runs import Dice
from properties.sides import CODES, PROFILE
from properties.story import Said, Story

#: The model's deadline: a stamp of 100 is in time, 101 is not.
DEADLINE = 100
KINDS = (
    "receipt", "propose", "agree", "agree", "agree", "disagree", "withdraw", "plan", "plan", "hold", "lift", "liftack",
    "relieve", "accredit", "leave", "receipt", "exhibit", "tpropose", "tagree", "tagree", "tagree", "twithdraw",
)  # fmt: skip
TERMS = ("receipt", "tpropose", "tagree", "tagree", "tagree", "twithdraw", "tagree")
NAMES = {
    "agree": "propose", "disagree": "propose", "withdraw": "propose", "plan": "propose", "lift": "hold",
    "liftack": "lift", "tagree": "tpropose", "twithdraw": "tpropose",
}  # fmt: skip
#: What the model judges and the record's own kinds do not: their verdicts are not compared.
UNJUDGED = ("receipt", "exhibit", "accredit")


_BACK = {"agree": "withdraw", "tagree": "twithdraw"}


class Row(NamedTuple):
    """One entry as the model has it; its number in the run is its uid."""

    side: int
    seen: int
    kind: str
    ref: Any = None
    arg: Any = None
    officer: str = "snr"
    at: int = 0


class Outcome(NamedTuple):
    """What the model and the fold must both say. Entries are named by their number in the run."""

    refused: list[int]
    consents: list[int]
    ended: list[int]
    held: list[int]
    left: list[bool]
    chain: list[Any]
    bound: list[list[int]]
    deadlines: dict[int, str]


def rows(data: bytes) -> list[Row]:
    """Make the run that these bytes choose."""
    dice, made, known, sizes = Dice(data), [], [0, 0], [0, 0]
    kinds = dice.of((KINDS, KINDS, TERMS))

    def say(row: Row | None) -> None:
        if row is not None:
            made.append(row)
            sizes[row.side] += 1

    while dice.left:
        side = dice.below(2)
        if dice.below(4) == 0:
            known[side] = min(sizes[1 - side], known[side] + dice.of((0, 1, 2, 99)))
            continue
        say(_row(dice, made, side, known[side], dice.of(kinds)))
        if made and made[-1].kind in ("propose", "tpropose"):
            # So that deep states are reached: now and then both agree at once to what was just proposed.
            number, kind = len(made) - 1, {"propose": "agree", "tpropose": "tagree"}[made[-1].kind]
            author = made[-1].side
            if dice.below(4):
                say(Row(author, known[author], kind, number, at=80))
            if dice.below(4):
                # Now and then without having seen the author's own AGREE, and taken back at once.
                known[1 - author] = max(known[1 - author], sizes[author] - (dice.below(3) == 1))
                say(Row(1 - author, known[1 - author], kind, number, at=80))
                if dice.below(4) == 1:
                    say(Row(1 - author, known[1 - author], _BACK[kind], number))
                known[author] = max(known[author], sizes[1 - author] * dice.below(2))
    return made


def _row(dice: Dice, made: list[Row], side: int, known: int, kind: str) -> Row | None:
    logs = [[n for n, one in enumerate(made) if one.side == s] for s in (0, 1)]
    visible = sorted(logs[side] + logs[1 - side][:known])
    ref, arg, officer, at = None, None, dice.of(("snr", "snr", "dep")), 60 + dice.below(81)
    if kind == "leave" and dice.below(4):
        kind = "receipt"
    if kind in NAMES or kind == "tpropose":
        named = [n for n in visible if made[n].kind == NAMES.get(kind, "tpropose")]
        among = [*(["T0"] if kind == "tpropose" else []), *named][-4:]
        if not among:
            return None
        # The newest most often: agreements meet only where both answer the same.
        ref = dice.of((among[-1], among[-1], *among))
    if kind in ("relieve", "accredit"):
        ref = "snr"
    if kind == "exhibit":
        arg = [dice.below(len(logs[side]) + 2), 60 + dice.below(81)]
    seen = dice.below(known + 1) if dice.below(6) == 1 else known
    if isinstance(ref, int) and made[ref].side != side:
        seen = max(seen, logs[1 - side].index(ref) + 1)
    return Row(side, seen, kind, ref, arg, officer, at)


def fold(run: Sequence[Row]) -> Outcome:
    """Tell the run to the real fold and read the same things off it."""
    story, said = Story(), dict[int, Said]()
    # Two entries the model knows nothing of stand in front: each side's key set.
    for side in (0, 1):
        story.keys(side, at=0)
    for number, row in enumerate(run):
        said[number] = _say(story, said, row, run)
    view, numbers = story.picture.view(), {one.id: number for number, one in said.items()}
    proposals = [n for n, row in enumerate(run) if row.kind == "propose"]
    terms = [n for n, row in enumerate(run) if row.kind == "tpropose"]
    judged = [n for n, row in enumerate(run) if row.kind not in UNJUDGED]
    gone = left(view)
    metas = {n: view.entry(said[n].id) for n, row in enumerate(run) if row.kind == "plan"}
    status = {True: "MET", False: "MISSED", None: "UNPROVEN"}
    return Outcome(
        [n for n in judged if story.verdicts[said[n].id] is not Verdict.OK],
        [n for n in proposals if stands(view, said[n].id)],
        [n for n in proposals if ended_by(view, said[n].id) is not None],
        sorted(numbers[hold] for hold in holds_on(view, "*")),
        [CODES[side] in gone for side in (0, 1)],
        ["T0", *(numbers[one] for one in story.picture.terms.proposals[1:])],
        [[n for n in terms if view.has("terms.bound", said[n].id, side)] for side in (0, 1)],
        {n: status[view.proven_before(meta, DEADLINE + 1)] for n, meta in metas.items() if meta is not None},
    )


def _say(story: Story, said: Mapping[int, Said], row: Row, run: Sequence[Row]) -> Said:
    how: dict[str, Any] = {"at": row.at, "seen": row.seen and row.seen + 1}
    officer = "deputy" if row.officer == "dep" else "snr"
    ref = said[row.ref].ref if isinstance(row.ref, int) else ""
    words = {"watch_officer": "W", "lang": "en", "text": ""}
    if row.kind in ("agree", "tagree", "disagree"):
        answer = "DISAGREE" if row.kind == "disagree" else "AGREE"
        return story.answer(row.side, ref, answer, officer=officer, **how)
    if row.kind == "propose":
        content = {"authority_text": f"by {row.side}"}
        return story.propose(row.side, "integrated", f"S{len(said)}", content, officer=officer, **how)
    if row.kind == "tpropose":
        change = {"item": "PROCEDURE", "id": "SOP", "version": str(len(said)), "digest": "d" * 64}
        content = {"base": _base(said, run, row.ref).hex(), "changes": [change]}
        return story.propose(row.side, "terms", "TERMS", content, officer=officer, **how)
    if row.kind == "relieve":
        return story.relief(row.side, "snr", officer=officer, **how)
    if row.kind == "accredit":
        return story.keys(row.side, **how)
    if row.kind == "exhibit":
        size, time = row.arg
        return story.say(row.side, "exhibit", {"size": size + 1, "time": time}, **how)
    kind, body = {
        "withdraw": ("withdrawal", {"entry": ref, "reason": "r", "lang": "en"}),
        "twithdraw": ("withdrawal", {"entry": ref, "reason": "r", "lang": "en"}),
        "plan": ("note", {"lang": "en", "text": "stands for a plan: told in time or not"}),
        "hold": ("hold", {"scope": "ALL", "subjects": [], **words}),
        "lift": ("lift", {"hold": ref, **words}),
        "liftack": ("lift-confirmation", {"lift": ref, "watch_officer": "W"}),
        "leave": ("leave", {"reason": "r", "lang": "en"}),
        "receipt": ("receipt", {}),
    }[row.kind]
    return story.say(row.side, kind, body, officer, **how)


def _base(said: Mapping[int, Said], run: Sequence[Row], ref: Any) -> bytes:
    """The digest that the terms would have, had the proposal named as base come into force on its own base."""
    if ref == "T0":
        return first_terms(PROFILE).digest
    return hashlib.sha256(_base(said, run, run[ref].ref) + said[ref].id).digest()


def expected_by(module: Any, run: Sequence[Row]) -> Outcome:
    """Run the design's model, given as its loaded module."""
    names, model = ("A", "B"), corrected(module)
    for number, row in enumerate(run):
        arg = tuple(row.arg) if row.arg is not None else None
        entry = module.E(names[row.side], number, row.seen, row.kind, row.ref, arg, row.officer, row.at)
        model.add(entry)
    judged = [n for n, row in enumerate(run) if row.kind not in UNJUDGED]
    plans = [n for n, row in enumerate(run) if row.kind == "plan"]
    shown = model.picture()
    # The model masks `go` by a leaving and leaves consents alone; the prose ends every consent at once.
    gone = shown["left"]
    consents = [n for n in shown["consent"] if all(_after_leaving(model, run, n, side) for side in (0, 1))]
    return Outcome(
        [n for n in judged if model.verdict[n] != "OK"],
        consents,
        shown["ended"],
        shown["held"],
        list(gone),
        [ref if ref == "T0" else int(ref) for ref in shown["chain"]],
        [sorted(model.tbound[name]) for name in names],
        {n: model.deadline(n, DEADLINE) for n in plans},
    )


def corrected(module: Any) -> Any:
    """The model with what it leaves out: a leaving ends what either side agreed to without knowledge of it.

    record.md says of leaving that it ends every consent at once and that a return revives nothing; the model masks `go`
    and lets an AGREE to terms from before a leaving bind after the return. Here a leaving ends such terms as a
    withdrawal by the leaver would: unless it was bound by them before. The model asks `before(tend, ...)` wherever a
    withdrawal matters, so that one answer suffices.
    """

    class Corrected(module.Fold):  # type: ignore[misc,name-defined]
        def before(self, table: Any, side: str, vid: Any, cut: Any) -> bool:
            found = super().before(table, side, vid, cut)
            return bool(found or (table is self.tend and self._fell(vid, cut)))

        def _fell(self, vid: Any, cut: Any) -> bool:
            within = [(side, k, one) for side, k, one in self.pos.values() if k < cut[side]]
            for leaver, gone, _ in [one for one in within if one[2].kind == "leave"]:
                if self.tbound[leaver].get(vid, gone + 1) <= gone:
                    continue
                for side, k, one in within:
                    agreed = one.kind == "tagree" and one.ref == vid and self.verdict[one.uid] == "OK"
                    if agreed and (k < gone if side == leaver else self.eff[side][k] <= gone):
                        return True
            return False

    return Corrected()


def _after_leaving(model: Any, run: Sequence[Row], proposal: int, side: int) -> bool:
    """Whether a side's first accepted AGREE came after its own last leaving and had seen the other's."""
    mine, theirs = ([n for n, row in enumerate(run) if row.side == one] for one in (side, 1 - side))
    agree = next(n for n in mine if run[n].kind == "agree" and run[n].ref == proposal and model.verdict[n] == "OK")
    seen = max(run[n].seen for n in mine if n <= agree)
    own_ok = all(n < agree for n in mine if run[n].kind == "leave")
    return own_ok and all(place < seen for place, n in enumerate(theirs) if run[n].kind == "leave")
