"""What a participant states when both must agree: proposals, positions, withdrawals, HOLD and its lifting, leaving."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from jig.agreement.register import REGISTER, UnknownSetting
from jig.agreement.rule import rules_of
from jig.decisions.acts import Act, Mode, acts
from jig.decisions.state import Proposed, bound_by, consents_ended_by, draft_translations, ended_by, proposed, stands
from jig.participants.form import Decider
from jig.record.facts import Facts, Stated, Unreadable, faults_of
from jig.record.fields import EntryRef, Instant, Lang, Name, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write
from jig.record.registers import SIDES
from jig.record.view import Meta

DECIDERS = frozenset({"SNR", "DEPUTY"})
Subject = Annotated[str, Field(min_length=1, max_length=120)]


class Answer(StrEnum):
    """The answers to a proposal. Only AGREE moves anything toward action; silence is not among them."""

    AGREE = "AGREE"
    DISAGREE = "DISAGREE"
    DEFER = "DEFER"
    CONDITIONAL = "CONDITIONAL"
    HOLD = "HOLD"


class Proposal(Body):
    """One exact version of what both are asked to agree, with all that it relies on."""

    act: Annotated[str, Field(max_length=64)]
    subject: Subject
    content: dict[str, Any]
    relies_on: Annotated[tuple[EntryRef, ...], Field(max_length=64, strict=False)] = ()
    lang: Lang
    text: Text


class Position(Body):
    """One participant's answer to a proposal: who decided it, under what authority, when."""

    proposal: EntryRef
    answer: Annotated[Answer, Field(strict=False)]
    conditions: Text = ""
    decided_by: Decider
    authority_ref: Annotated[str, Field(min_length=1, max_length=200)]
    decided_at: Instant
    dissent: Text = ""
    lang: Lang
    text: Text


class Withdrawal(Body):
    """A participant takes back its agreement to a proposal, or a statement of its own that others rely on."""

    entry: EntryRef
    reason: Text
    lang: Lang


class Hold(Body):
    """Stop: everything named, or everything at all, is held from the moment a node knows of it."""

    scope: Literal["ALL", "SUBJECTS"]
    subjects: Annotated[tuple[Subject, ...], Field(max_length=256, strict=False)] = ()
    watch_officer: Name
    lang: Lang
    text: Text


class Lift(Body):
    """The caller's side lifts one HOLD; it ends when the counterpart confirms this very lift."""

    hold: EntryRef
    watch_officer: Name
    lang: Lang
    text: Text


class LiftConfirmation(Body):
    """The counterpart's hand under a lift."""

    lift: EntryRef
    watch_officer: Name


class Leave(Body):
    """A participant leaves: every consent ends at once, a later return revives none."""

    reason: Text
    evidence: Annotated[tuple[EntryRef, ...], Field(max_length=256, strict=False)] = ()
    lang: Lang


class Tightening(Body):
    """One side alone makes a bound stricter where the reading says that it may."""

    setting: Annotated[str, Field(max_length=64)]
    value: Annotated[int, Field(ge=0, le=2**53 - 1)]
    lang: Lang
    text: Text


class ProposalFacts(Facts):
    """Facts about a proposal. Its content is read with the form of its act."""

    body: Proposal

    def __init__(self, stated: Stated, body: Proposal) -> None:
        super().__init__(stated, body)
        self.act: Act | None = acts().get(body.act)
        self.content: Any = None
        if self.act is not None:
            try:
                self.content = self.act.content.model_validate(body.content)
            except ValidationError as error:
                raise Unreadable([(c, f"content.{p}", f, e) for c, p, f, e in faults_of(error)]) from error

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """Rules about any proposal, and about this act's."""
        return ("proposal", f"propose:{self.body.act}")

    @property
    def act_name(self) -> str:
        """The act proposed."""
        return self.body.act

    @cached_property
    def unknown_references(self) -> tuple[str, ...]:
        """References that lead to no accepted entry within the cut."""
        metas = [(ref, self.meta(ref)) for ref in self.body.relies_on]
        return tuple(ref for ref, meta in metas if meta is None or meta.verdict is not Verdict.OK)

    @cached_property
    def proposed(self) -> Proposed:
        """What the proposal puts up for agreement, as the registers keep it."""
        relies = tuple(bytes.fromhex(ref) for ref in self.body.relies_on)
        extra = self.act.relies(self.content) if self.act else ()
        return Proposed(
            self.body.act, self.body.subject, self.content, relies + tuple(bytes.fromhex(ref) for ref in extra)
        )


class PositionFacts(Facts):
    """Facts about an answer."""

    body: Position

    @property
    def effect(self) -> Effect:
        """Only AGREE needs authority; every other answer can only restrict."""
        return Effect.PERMISSIVE if self.agrees else Effect.RESTRICTIVE

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """Rules about any answer; for an AGREE also those of two-handed acts and of this act."""
        if not self.agrees:
            return ("position",)
        kind = "agree-terms" if self.act is not None and self.act.mode is Mode.TERMS else "agree"
        return ("position", kind, f"agree:{self.proposed.act}" if self.proposed else "agree:")

    @property
    def agrees(self) -> bool:
        """Whether the answer is AGREE."""
        return self.body.answer is Answer.AGREE

    @property
    def answer(self) -> str:
        """The answer's code."""
        return self.body.answer.value

    @property
    def decided_by(self) -> Decider:
        """Who decided."""
        return self.body.decided_by

    @cached_property
    def proposal(self) -> Meta | None:
        """The proposal answered, None when it is unknown or was refused."""
        return self.known(self.body.proposal, "proposal")

    @cached_property
    def proposed(self) -> Proposed | None:
        """What was proposed."""
        if self.proposal is None:
            return None
        found: Proposed | None = self.view.last("proposal", self.proposal.id, self.proposal.side)
        return found

    @cached_property
    def act(self) -> Act | None:
        """The act proposed."""
        return acts().get(self.proposed.act) if self.proposed else None

    @property
    def content(self) -> Any:
        """The content proposed."""
        return self.proposed.content if self.proposed else None

    @property
    def subject(self) -> str:
        """The subject proposed on."""
        return self.proposed.subject if self.proposed else ""

    @cached_property
    def ended_by(self) -> Meta | None:
        """What ended the proposal or what it relies on, None when nothing did."""
        return consents_ended_by(self.view, self.proposal.id) if self.proposal else None

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The consents that the proposal relies on and that do not stand at this cut."""
        if self.proposed is None:
            return ()
        metas = [self.view.entry(ref) for ref in self.proposed.relies_on]
        return tuple(m.id.hex() for m in metas if m and m.kind == "proposal" and not stands(self.view, m.id))

    @cached_property
    def machine_draft(self) -> bool:
        """Whether all that this side has of the proposal in its own language is a machine's draft."""
        return self.proposal is not None and draft_translations(self.view, self.proposal.id, self.side)

    @property
    def base(self) -> str:
        """The digest of the terms that a proposal of terms would replace."""
        return str(getattr(self.content, "base", ""))

    @cached_property
    def agreed_before(self) -> bool:
        """Whether this side already agreed to these terms."""
        return self.proposal is not None and self.view.has("terms.agree", self.proposal.id, self.side)

    @cached_property
    def locking(self) -> str:
        """Another proposal on the same base to which this side's AGREE is still live; empty when there is none."""
        for key, cell in self.view.registers.cells("terms.agree", self.side).items():
            position = cell[0] if isinstance(cell, tuple) else cell.positions[0]
            if position < self.view.cut[self.side] and isinstance(key, bytes) and self._live_on_base(key):
                return key.hex()
        return ""

    def _live_on_base(self, other: bytes) -> bool:
        rival = proposed(self.view, other)
        same = rival is not None and rival.content.base == self.base and other != self.proposal_id
        return same and ended_by(self.view, other) is None

    @property
    def proposal_id(self) -> bytes:
        """The id of the proposal, empty when unknown."""
        return self.proposal.id if self.proposal else b""


class WithdrawalFacts(Facts):
    """Facts about a withdrawal."""

    body: Withdrawal

    @cached_property
    def target(self) -> Meta | None:
        """What is withdrawn, None when unknown at this cut."""
        return self.meta(self.body.entry)

    @property
    def withdrawable(self) -> bool:
        """Whether it is a proposal of either side or a statement of the author's own."""
        return self.target is not None and (self.target.kind == "proposal" or self.target.side == self.side)

    @cached_property
    def bound(self) -> bool:
        """Whether the author is already bound by it as terms: then it binds, and the withdrawal is void."""
        return self.target is not None and bound_by(self.view, self.target.id, self.side)


class HoldFacts(Facts):
    """Facts about a HOLD."""

    body: Hold


class LiftFacts(Facts):
    """Facts about a lift."""

    body: Lift

    @cached_property
    def hold(self) -> Meta | None:
        """The HOLD lifted, whatever its verdict."""
        found = self.meta(self.body.hold)
        return found if found is not None and found.kind == "hold" else None

    @property
    def callers_own(self) -> bool:
        """Whether the author's side called that HOLD."""
        return self.hold is not None and self.hold.side == self.side


class LiftConfirmationFacts(Facts):
    """Facts about a lift's confirmation."""

    body: LiftConfirmation

    @cached_property
    def lift(self) -> Meta | None:
        """The lift confirmed."""
        return self.known(self.body.lift, "lift")

    @property
    def counterparts(self) -> bool:
        """Whether the lift is the counterpart's."""
        return self.lift is not None and self.lift.side == self.other


class LeaveFacts(Facts):
    """Facts about leaving."""

    body: Leave


class TighteningFacts(Facts):
    """Facts about a bound made stricter."""

    body: Tightening

    @property
    def setting(self) -> str:
        """The setting's name."""
        return self.body.setting

    @property
    def value(self) -> int:
        """The value stated."""
        return self.body.value

    @cached_property
    def direction(self) -> str:
        """LOWER or HIGHER where one side may tighten alone, NONE otherwise."""
        try:
            found = REGISTER.setting(self.body.setting).tighten
        except UnknownSetting:
            return "NONE"
        return found if found in ("LOWER", "HIGHER") else "NONE"

    @property
    def in_force(self) -> int | None:
        """The value in force at this cut."""
        found = self.view.setting(self.body.setting) if self.direction != "NONE" else None
        return found if isinstance(found, int) else None


def _proposed(facts: ProposalFacts, verdict: Verdict) -> Iterable[Write]:
    key = (facts.body.act, facts.body.subject)
    ended = _own_versions_ended(facts.stated, key)
    if verdict is not Verdict.OK:
        # A refused new version still ends the old one: nobody goes on with a version its author has left.
        return [("proposal.refused", facts.stated.id, key), *ended]
    return [("proposal", facts.stated.id, facts.proposed), ("proposals", key, facts.stated.id), *ended]


def _own_versions_ended(stated: Stated, key: tuple[str, str]) -> list[Write]:
    act = acts().get(key[0])
    last = stated.view.last("proposals", key, stated.side)
    return [("ended", last, stated.id)] if last is not None and act is not None and act.mode is Mode.CONSENT else []


def _proposed_unread(raw: Any, stated: Stated) -> Iterable[Write]:
    """A new version that cannot be read ends the old one as a refused one does."""
    act, subject = (raw.get("act"), raw.get("subject")) if isinstance(raw, dict) else (None, None)
    return _own_versions_ended(stated, (act, subject)) if isinstance(act, str) and isinstance(subject, str) else []


def _positioned(facts: PositionFacts, verdict: Verdict) -> Iterable[Write]:
    if not facts.agrees:
        target = bytes.fromhex(facts.body.proposal)
        answer: list[Write] = [("answer", target, facts.answer)]
        if facts.body.answer in (Answer.DISAGREE, Answer.HOLD) or facts.agreed_before:
            # Terms are agreed to once, so there any other answer takes the AGREE back for good while it binds nobody.
            answer.append(("ended", target, facts.stated.id))
        return answer
    if verdict is not Verdict.OK or facts.proposal is None:
        return _said_only(facts)
    table = "terms.agree" if facts.act is not None and facts.act.mode is Mode.TERMS else "agree"
    value = (facts.stated.id, facts.stated.entry.key, facts.view.cut[facts.other])
    return [("answer", facts.proposal.id, "AGREE"), (table, facts.proposal.id, value), *_said_only(facts)]


def _said_only(facts: PositionFacts) -> list[Write]:
    """Write which proposal on a subject a side last said AGREE to, whatever became of either."""
    target = bytes.fromhex(facts.body.proposal)
    if facts.proposed is not None:
        return [("agree.said", (facts.proposed.act, facts.proposed.subject), target)]
    refused = next((key for side in SIDES if (key := facts.view.last("proposal.refused", target, side))), None)
    return [("agree.said", refused, target)] if refused is not None else []


def _withdrawn(facts: WithdrawalFacts, verdict: Verdict) -> Iterable[Write]:
    return [] if verdict is Verdict.VOID else [("ended", bytes.fromhex(facts.body.entry), facts.stated.id)]


def _withdrawn_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    target = raw.get("entry") if isinstance(raw, dict) else None
    if isinstance(target, str) and len(target) == 64:
        try:
            return [("ended", bytes.fromhex(target), entry_id)]
        except ValueError:
            return []
    return []


def _position_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """An answer that cannot be read is no AGREE; one that says anything but AGREE says it all the same."""
    if not isinstance(raw, dict) or raw.get("answer") not in tuple(Answer) or raw["answer"] == Answer.AGREE:
        return []
    ended = list(_withdrawn_unread({"entry": raw.get("proposal")}, entry_id))
    said: list[Write] = [("answer", target, raw["answer"]) for _, target, _ in ended]
    return [*said, *ended] if raw["answer"] in (Answer.DISAGREE, Answer.HOLD) else said


def _held(facts: HoldFacts, verdict: Verdict) -> Iterable[Write]:
    subjects = facts.body.subjects if facts.body.scope == "SUBJECTS" and facts.body.subjects else ("*",)
    return [("hold", subject, facts.stated.id) for subject in subjects]


def _held_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    return [("hold", "*", entry_id)]


def _lifted(facts: LiftFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK or facts.hold is None:
        return []
    return [("lift", facts.hold.id, (facts.stated.id, facts.stated.entry.key))]


def _confirmed(facts: LiftConfirmationFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK or facts.lift is None:
        return []
    return [("lift.confirmed", facts.lift.id, (facts.stated.id, facts.stated.entry.key))]


def _left(facts: LeaveFacts, verdict: Verdict) -> Iterable[Write]:
    return [("left", "", facts.stated.id)]


def _left_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    return [("left", "", entry_id)]


def _tightened(facts: TighteningFacts, verdict: Verdict) -> Iterable[Write]:
    if verdict is not Verdict.OK:
        return []
    return [("tightened", (facts.setting, facts.view.terms.changed.get(facts.setting, b"")), facts.value)]


def rules_exist_for(act: str) -> bool:
    """Tell whether any rule guards an act (used by the documentation's checks)."""
    return bool(rules_of(f"agree:{act}", "cut") or rules_of(f"propose:{act}", "cut"))


_WATCH = frozenset({"WATCH", "SNR", "DEPUTY"})
KINDS = (
    Kind(
        "proposal",
        Proposal,
        Effect.PERMISSIVE,
        ProposalFacts,
        _proposed,
        clauses=("C028", "C031", "C040", "C041", "C049"),
        superseding=_proposed_unread,
        title="Proposal",
    ),
    Kind(
        "position",
        Position,
        Effect.PERMISSIVE,
        PositionFacts,
        _positioned,
        roles=DECIDERS,
        clauses=("C025", "C040", "C049"),
        unreadable=_position_unread,
        title="Position on a proposal",
    ),
    Kind(
        "withdrawal",
        Withdrawal,
        Effect.RESTRICTIVE,
        WithdrawalFacts,
        _withdrawn,
        clauses=("C049",),
        unreadable=_withdrawn_unread,
        title="Withdrawal of a consent or statement",
    ),
    Kind(
        "hold",
        Hold,
        Effect.RESTRICTIVE,
        HoldFacts,
        _held,
        clauses=("C007", "C079"),
        unreadable=_held_unread,
        title="HOLD",
    ),
    Kind("lift", Lift, Effect.PERMISSIVE, LiftFacts, _lifted, roles=_WATCH, clauses=("C079",), title="Lifting a HOLD"),
    Kind(
        "lift-confirmation",
        LiftConfirmation,
        Effect.PERMISSIVE,
        LiftConfirmationFacts,
        _confirmed,
        roles=_WATCH,
        clauses=("C079",),
        title="Confirmation of a lift",
    ),
    Kind(
        "leave",
        Leave,
        Effect.RESTRICTIVE,
        LeaveFacts,
        _left,
        clauses=("C132", "C133"),
        unreadable=_left_unread,
        title="Leaving",
    ),
    Kind(
        "tightening",
        Tightening,
        Effect.RESTRICTIVE,
        TighteningFacts,
        _tightened,
        clauses=("C007", "C053", "C055"),
        title="A bound made stricter by one side",
    ),
)
