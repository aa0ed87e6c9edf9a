"""What follows from an entry about deciding together: what it writes to its author's registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jig.decisions.acts import Mode, acts
from jig.decisions.bodies import Answer
from jig.decisions.facts import (
    HoldFacts,
    LeaveFacts,
    LiftConfirmationFacts,
    LiftFacts,
    PositionFacts,
    ProposalFacts,
    TighteningFacts,
    WithdrawalFacts,
)
from jig.decisions.spelling import sounds_like
from jig.decisions.state import ended_with
from jig.record.facts import Stated
from jig.record.kind import Verdict, Write
from jig.record.registers import SIDES


def after_proposed(facts: ProposalFacts, verdict: Verdict) -> Iterable[Write]:
    """A proposal stands open under its id, and ends its author's older version of the same act."""
    key = (facts.body.act, facts.body.subject)
    ended = after_own_versions_ended(facts.stated, key)
    if verdict is not Verdict.OK:
        # A refused new version still ends the old one: nobody goes on with a version its author has left.
        return [("proposal.refused", facts.stated.id, key), *ended]
    named: list[Write] = [] if facts.view.has("subjects", key[1], facts.side) else [("subjects", key[1], True)]
    return [("proposal", facts.stated.id, facts.proposed), ("proposals", key, facts.stated.id), *named, *ended]


def after_own_versions_ended(stated: Stated, key: tuple[str, str]) -> list[Write]:
    """End the last version that the same side proposed of a consent; versions of terms stand beside one another."""
    act = acts().get(key[0])
    last = stated.view.last("proposals", key, stated.side)
    return [("ended", last, stated.id)] if last is not None and act is not None and act.mode is Mode.CONSENT else []


def after_proposed_unread(raw: Any, stated: Stated) -> Iterable[Write]:
    """A new version that cannot be read ends the old one as a refused one does."""
    act, subject = (raw.get("act"), raw.get("subject")) if isinstance(raw, dict) else (None, None)
    return after_own_versions_ended(stated, (act, subject)) if isinstance(act, str) and isinstance(subject, str) else []


def after_positioned(facts: PositionFacts, verdict: Verdict) -> Iterable[Write]:
    """An AGREE counts once accepted; a DISAGREE or HOLD ends what it names, unless terms bind already."""
    if not facts.agrees:
        target = bytes.fromhex(facts.body.proposal)
        answer: list[Write] = [("answer", target, facts.answer)]
        if facts.body.answer in (Answer.DISAGREE, Answer.HOLD) or facts.agreed_before:
            # Terms are agreed to once, so there any other answer takes the AGREE back for good while it binds nobody.
            answer.append(("ended", target, facts.stated.id))
        return answer
    if verdict is not Verdict.OK or facts.proposal is None:
        return after_said_only(facts)
    table = "terms.agree" if facts.act is not None and facts.act.mode is Mode.TERMS else "agree"
    value = (facts.stated.id, facts.stated.entry.key, facts.view.cut[facts.other])
    given: list[Write] = [("answer", facts.proposal.id, "AGREE"), (table, facts.proposal.id, value)]
    given += [("terms.agree.on", facts.base, facts.proposal.id)] if table == "terms.agree" else []
    given += [("rests.on", one, facts.proposal.id) for one in (facts.act.rests(facts.content) if facts.act else ())]
    return [*given, ("agree.to", facts.stated.id, facts.proposal.id), *after_said_only(facts)]


def after_said_only(facts: PositionFacts) -> list[Write]:
    """Write which proposal on its subject a side last said AGREE to, whatever became of that AGREE or of the
    proposal."""
    target = bytes.fromhex(facts.body.proposal)
    if facts.proposed is not None:
        return [("agree.said", (facts.proposed.act, facts.proposed.subject), target)]
    refused = next((key for side in SIDES if (key := facts.view.last("proposal.refused", target, side))), None)
    return [("agree.said", refused, target)] if refused is not None else []


def after_withdrawn(facts: WithdrawalFacts, verdict: Verdict) -> Iterable[Write]:
    """What is taken back is ended, unless its author is bound by it."""
    return [] if verdict is Verdict.VOID else [("ended", one, facts.stated.id) for one in facts.ends]


def _named(raw: Any, name: str) -> bytes | None:
    """Read the entry id that a member of an unreadable body names."""
    ref = raw.get(name) if isinstance(raw, dict) else None
    if not isinstance(ref, str) or len(ref) != 64:
        return None
    try:
        return bytes.fromhex(ref)
    except ValueError:
        return None


def after_withdrawn_unread(raw: Any, stated: Stated) -> Iterable[Write]:
    """A withdrawal that cannot be read ends what it names, if that much can be read."""
    target = _named(raw, "entry")
    if target is None:
        return []
    return [("ended", one, stated.id) for one in ended_with(stated.view, target, stated.side)]


def after_position_unread(raw: Any, stated: Stated) -> Iterable[Write]:
    """An answer that cannot be read is no AGREE; one that says anything but AGREE says it all the same."""
    target = _named(raw, "proposal")
    if target is None or raw.get("answer") == Answer.AGREE:
        return []
    # What nobody can make out is not a side's AGREE any longer: doubt never permits.
    answer = raw["answer"] if raw.get("answer") in tuple(Answer) else "UNREADABLE"
    said: list[Write] = [("answer", target, answer)]
    bound_to_be = stated.view.has("terms.agree", target, stated.side)
    ends = answer in (Answer.DISAGREE, Answer.HOLD) or bound_to_be
    return [*said, ("ended", target, stated.id)] if ends else said


def after_held(facts: HoldFacts, verdict: Verdict) -> Iterable[Write]:
    """A HOLD stands on each subject named, or on everything."""
    subjects = facts.body.subjects if facts.body.scope == "SUBJECTS" and facts.body.subjects else ("*",)
    return [("hold", key, facts.stated.id) for key in dict.fromkeys(map(sounds_like, subjects))]


def after_held_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A HOLD that cannot be read holds everything."""
    return [("hold", "*", entry_id)]


def after_lifted(facts: LiftFacts, verdict: Verdict) -> Iterable[Write]:
    """A lift stands beside the HOLD that it names."""
    if verdict is not Verdict.OK or facts.hold is None:
        return []
    return [("lift", facts.hold.id, (facts.stated.id, facts.stated.entry.key))]


def after_confirmed(facts: LiftConfirmationFacts, verdict: Verdict) -> Iterable[Write]:
    """A confirmation stands beside the lift that it names."""
    if verdict is not Verdict.OK or facts.lift is None:
        return []
    return [("lift.confirmed", facts.lift.id, (facts.stated.id, facts.stated.entry.key))]


def after_left(facts: LeaveFacts, verdict: Verdict) -> Iterable[Write]:
    """The leaving stands."""
    return [("left", "", facts.stated.id)]


def after_left_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A leaving that cannot be read is a leaving."""
    return [("left", "", entry_id)]


def after_tightened(facts: TighteningFacts, verdict: Verdict) -> Iterable[Write]:
    """The bound stands until both agree to another in knowledge of it."""
    if verdict is not Verdict.OK:
        return []
    return [("tightened", facts.setting, facts.value)]
