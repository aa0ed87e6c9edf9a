"""What the agreement says of deciding together (ToR 1.d.iii-v, 2.a; AP 3)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.decisions import rules_of_words
from jig.decisions.state import EXCHANGE, MOST_FOUNDATIONS, PRE_JIG, phase
from jig.participants.form import Decider
from jig.record.view import Meta, View

__all__ = ["rules_of_words"]


@rule(
    "C049",
    of="position",
    at="cut",
    breaks="WARN",
    broken="The proposal answered is not known here, or was not accepted.",
    consequence="An AGREE to it permits nothing; any other answer stands.",
    next_step="Answer a proposal that this log has seen.",
)
def an_answer_names_a_proposal(proposal: Meta | None) -> Finding:
    """An answer names one exact proposal."""
    return Finding(proposal is not None)


@rule(
    "C049",
    of="agree",
    at="cut",
    broken="There is no such proposal to agree to.",
    consequence="Recorded; it permits nothing.",
    next_step="Answer a proposal that this log has seen.",
)
def agreement_is_to_one_exact_version(proposal: Meta | None) -> Finding:
    """Agreement names one exact version that was proposed."""
    return Finding(proposal is not None)


@rule(
    "C049",
    of="agree",
    at="cut",
    broken="The version was ended by {by} {entry}.",
    consequence="Recorded; an ended version never returns.",
    next_step="Propose a new version.",
)
def an_ended_version_is_not_agreed_to(ended_by: Meta | None, view: View) -> Finding:
    """What either side ended is not agreed to again."""
    by = view.code(ended_by.side) if ended_by else ""
    return Finding(ended_by is None, by=by, entry=_short(ended_by))


@rule(
    "C049",
    of="agree",
    at="cut",
    broken="It relies on what does not stand: {missing}.",
    consequence="Recorded; it permits nothing.",
    next_step="Obtain both agreements to what it relies on first.",
)
def agreement_rests_on_what_stands(missing: tuple[str, ...]) -> Finding:
    """Agreement rests only on agreements that stand."""
    return Finding(not missing, missing=tuple(ref[:12] for ref in missing))


@rule(
    "C025",
    reading="A20",
    of="position",
    at="cut",
    breaks="WARN",
    broken="{decided_by} both decided and transmitted.",
    consequence="The decision is shown without a second person behind it.",
    next_step="Name the national authority that decided.",
)
def who_decided_is_not_who_transmitted(decided_by: Decider, officer_name: str) -> Finding:
    """A decision names the person who decided and another who transmitted it."""
    return Finding(decided_by.name != officer_name, decided_by=decided_by.name)


@rule(
    "C025",
    reading="A20",
    of="agree",
    at="cut",
    broken="{decided_by} both decided and transmitted.",
    consequence="Recorded as information; it permits nothing.",
    next_step="Name the national authority that decided.",
)
def an_agreement_has_two_persons_behind_it(decided_by: Decider, officer_name: str) -> Finding:
    """An agreement was decided by the national authority and transmitted by its representative."""
    return Finding(decided_by.name != officer_name, decided_by=decided_by.name)


@rule(
    "C003",
    reading="A11",
    of="position",
    at="cut",
    breaks="WARN",
    broken="Decided for {found}, transmitted for {expected}.",
    consequence="It counts for nobody's agreement.",
    next_step="Let each participant enter its own decision.",
)
def nobody_enters_the_others_answer(decided_by: Decider, own_code: str) -> Finding:
    """Only the two participants decide, each for itself."""
    return Finding(decided_by.participant == own_code, found=decided_by.participant, expected=own_code)


@rule(
    "C067",
    of="agree",
    at="cut",
    broken="Decided for {found}, transmitted for {expected}.",
    consequence="Recorded as information; it permits nothing.",
    next_step="Let each participant enter its own decision.",
)
def the_liaison_body_decides_nothing(decided_by: Decider, own_code: str) -> Finding:
    """The group is a liaison body: decisions are national."""
    return Finding(decided_by.participant == own_code, found=decided_by.participant, expected=own_code)


@rule(
    "C067",
    of="proposal",
    at="cut",
    broken="There is no joint act {act}.",
    consequence="Recorded as information; nothing can be agreed on it.",
    next_step="Choose one of the joint acts that `jig kinds` lists.",
)
def only_joint_acts_are_proposed(act_name: str, act: object) -> Finding:
    """Only what the agreement makes a joint act is put up for agreement; there are no orders and no tasks."""
    return Finding(act is not None, act=act_name)


@rule(
    "C049",
    of="proposal",
    at="cut",
    broken="It relies on entries that are not known here or were not accepted: {unknown}.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name entries that this log has seen.",
)
def a_proposal_relies_on_known_entries(unknown_references: tuple[str, ...]) -> Finding:
    """A proposal relies only on entries that its author has seen."""
    return Finding(not unknown_references, unknown=tuple(ref[:12] for ref in unknown_references))


@rule(
    "C049",
    of="proposal",
    at="cut",
    broken="It relies on {found} entries or more in turn; at most {expected} can be held together.",
    consequence="Recorded; nothing can be agreed on it.",
    next_step="Name only what it rests on itself.",
)
def a_proposal_rests_on_no_more_than_can_be_judged(too_much: bool) -> Finding:
    """What a proposal relies on, and that in turn, is bounded: every answer to it asks whether all of it stands."""
    return Finding(not too_much, found=MOST_FOUNDATIONS + 1 if too_much else "", expected=MOST_FOUNDATIONS)


# --- terms -----------------------------------------------------------------------------------------------------------


@rule(
    "C028",
    reading="A23",
    of="agree-terms",
    at="cut",
    broken="There are no such terms to agree to.",
    consequence="Recorded; nobody is bound.",
    next_step="Answer a proposal that this log has seen.",
)
def agreement_to_terms_names_a_proposal(proposal: Meta | None) -> Finding:
    """Agreement to terms names one exact proposal."""
    return Finding(proposal is not None)


@rule(
    "C028",
    reading="A23",
    of="agree-terms",
    at="cut",
    broken="The proposed terms were ended by {entry}.",
    consequence="Recorded; nobody is bound.",
    next_step="Propose them anew.",
)
def ended_terms_are_not_agreed_to(ended_by: Meta | None) -> Finding:
    """Terms that either side took back are not agreed to again."""
    return Finding(ended_by is None, entry=_short(ended_by))


@rule(
    "C028",
    reading="A23",
    of="agree-terms",
    at="cut",
    broken="The proposal replaces terms {found}; in force here are {expected}.",
    consequence="Recorded; nobody is bound.",
    next_step="Propose the change on the terms in force.",
)
def terms_replace_the_version_in_force(base: str, terms_in_force: bytes) -> Finding:
    """New terms replace exactly the version that is in force."""
    return Finding(base == terms_in_force.hex(), found=base[:12], expected=terms_in_force.hex()[:12])


@rule(
    "C031",
    reading="A23",
    of="agree-terms",
    at="cut",
    broken="This side's agreement to {other} on the same base is still live.",
    consequence="Recorded; nobody is bound twice on one base.",
    next_step="Withdraw that agreement first, if it does not bind yet.",
)
def one_live_agreement_a_base(locking: str) -> Finding:
    """A side has at most one live agreement to terms on one base."""
    return Finding(not locking, other=locking[:12])


@rule(
    "C031",
    reading="A23",
    of="agree-terms",
    at="cut",
    broken="This side agreed to these terms before.",
    consequence="Recorded; the first agreement counts.",
    next_step="Nothing is required.",
)
def terms_are_agreed_to_once(agreed_before: bool) -> Finding:
    """A side agrees to terms once."""
    return Finding(not agreed_before)


@rule(
    "C028",
    reading="A23",
    of="withdrawal",
    at="cut",
    breaks="VOID",
    broken="These terms bind the author already.",
    consequence="The withdrawal is void; terms are replaced by a joint act only.",
    next_step="Propose new terms on the version in force.",
)
def terms_that_bind_are_not_taken_back(bound: bool) -> Finding:
    """Terms that bind a side are not taken back by it."""
    return Finding(not bound)


@rule(
    "C049",
    of="withdrawal",
    at="cut",
    breaks="WARN",
    broken="What is withdrawn is not known here, or is the counterpart's own statement.",
    consequence="Recorded; it ends whatever of that name may still arrive.",
    next_step="Name a proposal, or a statement of this side.",
)
def a_withdrawal_names_what_is_taken_back(withdrawable: bool) -> Finding:
    """A withdrawal names a proposal, or a statement of its author's own."""
    return Finding(withdrawable)


@rule(
    "C053",
    reading="A25",
    of="tightening",
    at="cut",
    broken="{setting} is {expected}; {found} is not stricter, or one side alone may not change it.",
    consequence="Recorded; the bound stays as it is.",
    next_step="Propose a change of the reading to the counterpart.",
)
def one_side_alone_only_tightens(setting: str, value: int, direction: str, in_force: int | None) -> Finding:
    """One side alone may make a bound stricter where the reading says so, never looser."""
    stricter = in_force is None or (value <= in_force if direction == "LOWER" else value >= in_force)
    return Finding(
        direction != "NONE" and stricter,
        setting=setting,
        found=value,
        expected="UNSET" if in_force is None else in_force,
    )


# --- HOLD ------------------------------------------------------------------------------------------------------------


@rule(
    "C079",
    of="hold",
    at="cut",
    breaks="WARN",
    broken="Nothing is called {unknown} here.",
    consequence="Recorded; it holds what is or will be called so, and nothing else.",
    next_step="Name a target, a plan or a proposal's subject as it is called, or hold everything.",
)
def a_hold_names_what_is_known(unknown_subjects: tuple[str, ...]) -> Finding:
    """A HOLD names what it stops."""
    return Finding(not unknown_subjects, unknown=unknown_subjects)


@rule(
    "C079",
    of="lift",
    at="cut",
    broken="Only the side that called a HOLD lifts it; this HOLD is not known here or is the counterpart's.",
    consequence="Recorded; the HOLD stands.",
    next_step="Ask the caller's side to lift it.",
)
def the_caller_lifts(callers_own: bool) -> Finding:
    """A HOLD is lifted by the side that called it."""
    return Finding(callers_own)


@rule(
    "C079",
    of="lift-confirmation",
    at="cut",
    broken="The lift confirmed is not known here or is this side's own.",
    consequence="Recorded; the HOLD stands.",
    next_step="Name the counterpart's lift.",
)
def the_counterpart_confirms_the_lift(counterparts: bool) -> Finding:
    """A lift ends a HOLD once the counterpart's own entry names it."""
    return Finding(counterparts)


# --- gates -----------------------------------------------------------------------------------------------------------


@rule(
    "C035",
    reading="A24",
    of="agree:common-understanding",
    at="cut",
    broken="The phase is {phase}: the group is not formed.",
    consequence="Recorded; the gate stays closed.",
    next_step="Let both sides agree establishment and formation first.",
)
def understanding_follows_exchange(view: View) -> Finding:
    """Coordination follows information exchange, which follows formation."""
    found = phase(view)
    return Finding(found != PRE_JIG, phase=found, expected=EXCHANGE)


@rule(
    "C131",
    reading="A42",
    of="agree:start-date",
    at="cut",
    breaks="WARN",
    broken="No agreed target stands behind the date.",
    consequence="The date is decided without an initial set.",
    next_step="Name the agreed targets of the initial set.",
)
def the_date_follows_the_initial_set(content: object) -> Finding:
    """The date of start is decided after the initial set is agreed."""
    return Finding(bool(getattr(content, "set_of", ())))


@rule(
    "C044",
    reading="A23",
    of="terms",
    at="cut",
    broken="It names terms {found}; in force at its cut are {expected}.",
    consequence="Recorded; it permits nothing.",
    next_step="State it again under the terms in force.",
)
def stated_under_the_terms_in_force(named_terms: bytes, terms_in_force: bytes) -> Finding:
    """What moves toward action is stated under the terms in force for its author."""
    return Finding(named_terms == terms_in_force, found=named_terms.hex()[:12], expected=terms_in_force.hex()[:12])


def _short(meta: Meta | None) -> str:
    return meta.id.hex()[:12] if meta is not None else ""
