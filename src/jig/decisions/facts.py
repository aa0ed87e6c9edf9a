"""What rules ask about proposals, answers, HOLDs and their like, at the author's cut."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pydantic import ValidationError

from jig.agreement.register import REGISTER, UnknownSetting
from jig.decisions.acts import Act, Mode, acts
from jig.decisions.bodies import Answer, Hold, Leave, Lift, LiftConfirmation, Position, Proposal, Tightening, Withdrawal
from jig.decisions.state import (
    Proposed,
    bound_by,
    consents_ended_by,
    ended_with,
    nothing_called,
    rests_on_too_much,
    stands,
    terms_ended_by,
)
from jig.language.state import draft_translations, read_by_somebody_who_can
from jig.language.term import name_of
from jig.participants.form import Decider
from jig.record.facts import Facts, Stated, Unreadable, faults_of
from jig.record.kind import Effect, Verdict
from jig.record.view import Meta


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

    @property
    def subject(self) -> str:
        """What is proposed on."""
        return self.body.subject

    @property
    def term_name(self) -> str:
        """The name under which the term in a glossary's proposal is kept."""
        return name_of(self.content.words.get(self.view.profile.languages[0], ""))

    @cached_property
    def unknown_references(self) -> tuple[str, ...]:
        """References that lead to no accepted entry within the cut."""
        metas = [(ref, self.meta(ref)) for ref in self.body.relies_on]
        return tuple(ref for ref, meta in metas if meta is None or meta.verdict is not Verdict.OK)

    @cached_property
    def too_much(self) -> bool:
        """Whether it rests on more than a proposal may rest on."""
        return rests_on_too_much(self.view, self.proposed.relies_on)

    @cached_property
    def proposed(self) -> Proposed:
        """What the proposal puts up for agreement, as the registers keep it."""
        extra = self.act.relies(self.content) if self.act else ()
        relies = tuple(bytes.fromhex(ref) for ref in (*self.body.relies_on, *extra))
        return Proposed(self.body.act, self.body.subject, self.content, self.view.world.entries.shared(relies))


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
        if self.proposal is None:
            return None
        return consents_ended_by(self.view, self.proposal.id) or terms_ended_by(self.view, self.proposal.id)

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
    def original_read_by(self) -> str:
        """The officer who read the original to whoever decided; empty when nobody is named."""
        return self.body.original_read_by

    @cached_property
    def reader_qualified(self) -> bool:
        """Whether that officer is accredited and qualified in the language of the original."""
        known = self.proposal is not None
        return known and read_by_somebody_who_can(self.view, self.proposal_id, self.side, self.original_read_by)

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
        """Another proposal on the same base to which this side's AGREE is still live; empty when there is none.

        Only the last can be: none is accepted while another lives, and what ended does not come back.
        """
        last: bytes | None = self.view.last("terms.agree.on", self.base, self.side)
        live = last is not None and last != self.proposal_id and terms_ended_by(self.view, last) is None
        return last.hex() if live and last is not None else ""

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
    def ends(self) -> tuple[bytes, ...]:
        """What it ends: what it names, and the proposal too where it names this side's own AGREE to one."""
        return ended_with(self.view, bytes.fromhex(self.body.entry), self.side)

    @cached_property
    def bound(self) -> bool:
        """Whether the author is already bound by it as terms: then it binds, and the withdrawal is void."""
        return any(bound_by(self.view, one, self.side) for one in self.ends)


class HoldFacts(Facts):
    """Facts about a HOLD."""

    body: Hold

    @cached_property
    def unknown_subjects(self) -> tuple[str, ...]:
        """Subjects named that nothing bears at this cut."""
        return nothing_called(self.view, self.body.subjects) if self.body.scope == "SUBJECTS" else ()


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
