"""The script `final-plan`: who tries what, in which order. What comes of it is never written here."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from jig.agreement.wording import N_
from jig.decisions.state import GROUP
from jig.desk.exercise import bodies as say
from jig.desk.exercise import plan_bodies as about
from jig.desk.exercise.cast import Cast
from jig.desk.exercise.steps import Again, BackUp, Body, Cut, Deliver, Mend, Preview, PutBack, Scene, State, Step

#: The side that opens the link, and the one that answers it.
CALLER, ANSWERER = 0, 1


class Writer:
    """Writes scenes; the seed chooses who speaks first, who gives first, and where the link is cut besides."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.dice = random.Random(f"script {seed}")
        self.planner, self.other = cast.planner, 1 - cast.planner
        self.heads = {0: "SNR", 1: "SNR"}

    def sides(self) -> tuple[int, int]:
        """Both sides, in the order the seed chooses."""
        first = self.dice.randrange(2)
        return first, 1 - first

    def deliver(self) -> Step:
        """Bring both nodes to hold the same."""
        return Deliver(self.dice.randrange(2))

    def both(self, what: str, role: str, kind: str, body: Body, name: str = "") -> list[Step]:
        """Let both sides state the same kind of thing, neither having seen the other's."""
        return [State(what, side, role, kind, body, name and f"{name} {side}") for side in self.sides()]

    def agreed(self, name: str) -> list[Step]:
        """Let both representatives answer a proposal, one after the other or at once, and deliver their answers."""
        answers: list[Step] = [self.answer(side, name) for side in self.sides()]
        if self.dice.randrange(2):
            answers.insert(1, self.deliver())
        return [*answers, self.deliver()]

    def answer(self, side: int, name: str, role: str = "") -> State:
        """Let an officer, the representative by default, transmit an agreement."""
        what = N_("{officer} transmits that the national authority agrees.")
        return State(what, side, role or self.heads[side], "position", say.answer(name))

    def proposed(self, what: str, side: int, name: str, body: Body, role: str = "") -> list[Step]:
        """Put something up for agreement and deliver it."""
        return [State(what, side, role or self.heads[side], "proposal", body, name), self.deliver()]

    def cut(self, *steps: Step) -> tuple[Step, ...]:
        """Let steps happen while the link is cut."""
        return (Cut(), *steps, Mend(), self.deliver())

    def maybe_cut(self, steps: list[Step]) -> tuple[Step, ...]:
        """Cut the link in some of the scenes that go on all the same."""
        return self.cut(*steps) if self.dice.randrange(4) == 0 else tuple(steps)

    def scene(self, title: str, clause: str, day: int, clock: str, steps: tuple[Step, ...]) -> Scene:
        """Put steps under a title."""
        codes = {"planner": self.cast.teams[self.planner].code, "other": self.cast.teams[self.other].code}
        return Scene(title, clause, day, clock, steps, codes)


def _beginning(w: Writer) -> list[Scene]:
    one, two = w.sides()
    formed: list[Step] = [
        *w.proposed(
            N_("The establishment of the group is put up for agreement."), one, "establishment",
            say.proposal("establishment", GROUP, "establishment", say.establishment),
        ),
        *w.agreed("establishment"),
        *w.proposed(
            N_("The formation of the group is put up for agreement."), two, "formation",
            say.proposal("formation", GROUP, "formation", say.formation),
        ),
        *w.agreed("formation"),
        *w.both(N_("The post of senior representative is entered on the roster."), "SNR", "post", say.post),
        w.deliver(),
    ]  # fmt: skip
    told: list[Step] = [
        *w.both(N_("Free information is told, in its author's own language."), "INTEL", "note", say.note("note"), "note"),
        w.deliver(),
        *(
            State(
                N_("The receiver's linguist puts it into the receiver's language."), side, "LINGUIST", "translation",
                say.translation(f"note {1 - side}", "note", place="F"),
            )
            for side in w.sides()
        ),
        State(
            N_("A target is stated before the information is commonly understood."), w.planner, "TARGETING", "target",
            say.target("A"),
        ),
        w.deliver(),
    ]  # fmt: skip
    return [
        w.scene(N_("Establishment and formation"), "C013", 0, "09:00", tuple(formed)),
        w.scene(N_("Information exchange"), "C014", 1, "08:30", w.maybe_cut(told)),
        w.scene(N_("The gate of commonly understood information"), "C038", 1, "12:00", _gate(w)),
    ]


def _gate(w: Writer) -> tuple[Step, ...]:
    wrong = w.dice.randrange(2)
    return (
        *w.proposed(
            N_("The information is put up as commonly understood."), 1 - wrong, "understanding",
            say.proposal("common-understanding", GROUP, "understanding", say.understanding),
        ),
        State(
            N_("{officer}, an operations officer, tries to transmit the agreement."), wrong, "OPS", "position",
            say.answer("understanding"),
        ),
        w.deliver(),
        *w.agreed("understanding"),
        BackUp(CALLER),
    )  # fmt: skip


def _terms(w: Writer) -> list[Scene]:
    steps = (
        *w.proposed(
            N_("The formats of targets and strikes and the procedure of strikes are put up for agreement."), w.planner,
            "terms", say.proposal("terms", "TERMS", "terms", say.terms),
        ),
        *w.agreed("terms"),
        State(
            N_("One side alone asks for fresher intelligence than the reading does."), w.other, w.heads[w.other],
            "tightening", say.tightening,
        ),
        w.deliver(),
    )  # fmt: skip
    return [w.scene(N_("Formats and procedures"), "C028", 2, "08:00", steps)]


def _targets(w: Writer) -> list[Scene]:
    owners = {"A": w.planner, "B": w.other}
    stated: list[Step] = [
        State(N_("A person is stated as a target, with more than a reference."), w.other, "TARGETING", "target", say.person),
        *(
            State(N_("A target is stated."), side, "TARGETING", "target", say.target(key), f"target {key}")
            for key, side in owners.items()
        ),
        w.deliver(),
    ]
    for key, side in owners.items():
        stated += w.both(N_("The target is vetted by {code}."), "TARGETING", "vetting", say.vetting(key))
        given = say.proposal("actionable", w.cast.labels[key], "actionable", say.actionable(key), place=key)
        what = N_("The target is put up as actionable.")
        stated.append(State(what, side, w.heads[side], "proposal", given, f"actionable {key}"))
    stated.append(w.deliver())
    for key in owners:
        stated += w.agreed(f"actionable {key}")
    located = [step for key, side in owners.items() for step in _located(w, key, side)]
    return [
        w.scene(N_("Targets: proposed, vetted, found actionable"), "C049", 2, "10:00", w.maybe_cut(stated)),
        w.scene(N_("Targets: located, validated, screened, agreed for action"), "C043", 2, "15:00", w.maybe_cut(located)),
    ]


def _located(w: Writer, key: str, owner: int) -> list[Step]:
    screened = say.screening(key, owner)
    given = say.proposal("action", w.cast.labels[key], "action", say.action(key, owner), place=key)
    return [
        *w.both(N_("{code} gives the mensurated location."), "INTEL", "location", say.location(key), f"location {key}"),
        *w.both(N_("{code} validates the target, with its legal attestation."), "TARGETING", "validation",
                say.validation(key)),
        w.deliver(),
        *w.both(N_("{code} screens the location and signs its precautions."), "LEGAL", "screening", screened),
        w.deliver(),
        *w.proposed(N_("Action on the target is put up for agreement."), owner, f"action {key}", given),
        *w.agreed(f"action {key}"),
    ]  # fmt: skip


def _date(w: Writer) -> list[Scene]:
    days = {w.planner: about.EXECUTION_DAY, w.other: about.EXECUTION_DAY + 1}
    rivals: list[Step] = []
    for side in w.sides():
        given = say.proposal("start-date", GROUP, "start_date", say.start_date(days[side]), date=f"D+{days[side]}")
        what = N_("{code} puts a date of start up for agreement.")
        rivals.append(State(what, side, w.heads[side], "proposal", given, f"start {side}"))
    wanted, other = f"start {w.planner}", w.other
    back = about.withdrawal(f"start {other}", "start_withdrawn")
    w.heads[other] = "DEPUTY"
    settled: tuple[Step, ...] = (
        State(N_("{code} takes its own date back."), other, "SNR", "withdrawal", back),
        State(N_("The senior representative of {code} is relieved."), other, "DEPUTY", "relief", about.relief("SNR")),
        State(N_("{officer}, relieved, tries once more to transmit an agreement."), other, "SNR", "position",
              say.answer(wanted)),
        w.deliver(),
        *w.agreed(wanted),
    )  # fmt: skip
    return [
        w.scene(N_("Two dates of start, put up while the link is cut"), "C130", 3, "09:00", w.cut(*rivals, w.deliver())),
        w.scene(N_("The date is decided; a representative is relieved"), "C131", 3, "14:00", settled),
    ]


def _restore(w: Writer) -> list[Scene]:
    again = State(
        N_("{code} tells what happened."), CALLER, "WATCH", "note", say.note("after_restore")
    )
    steps = (
        PutBack(CALLER),
        State(N_("{code} tries to state something from the restored store."), CALLER, "WATCH", "note",
              say.note("after_restore")),
        w.deliver(),
        again,
        w.deliver(),
    )  # fmt: skip
    return [w.scene(N_("A node comes back from an old backup"), "C014", 3, "18:00", steps)]


def _plan(w: Writer) -> list[Scene]:
    p, o = w.planner, w.other
    whole = about.plan("A", "plan")
    tries: list[Step] = [
        State(N_("A final plan is given without its time and its forces."), p, "OPS", "plan",
              about.plan("A", "plan", without=("window", "composition"))),
        w.deliver(),
        State(N_("A final plan is given whose aim was copied wrongly."), p, "OPS", "plan",
              about.plan("A", "plan", off_m=9_000)),
        w.deliver(),
    ]  # fmt: skip
    given: tuple[Step, ...] = (
        Preview(N_("The final plan is looked at before signing, as the other side will see it."), p, "OPS", "plan", whole,
                "plan A"),
        State(N_("The final plan is signed and given."), p, "OPS", "plan", whole, "plan A"),
        w.deliver(),
        State(N_("The receiver's linguist puts it into the receiver's language."), o, "LINGUIST", "translation",
              say.translation("plan A", "plan", place="A")),
        State(N_("{code} acknowledges the plan and reads it back."), o, "WATCH", "acknowledgement",
              about.acknowledgement("A")),
        w.deliver(),
    )  # fmt: skip
    return [
        w.scene(N_("Final plans that do not count"), "C074", 4, "09:00", w.maybe_cut(tries)),
        w.scene(N_("The final plan of {planner}"), "C069", 4, "11:00", given),
        w.scene(N_("Deconfliction"), "C081", 4, "15:00", w.maybe_cut(_deconflicted(w))),
    ]


def _deconflicted(w: Writer) -> list[Step]:
    roles = w.cast.profile.role_holders("THIRD-PARTY-CONFIRMER")
    speaker = next((side for side in (0, 1) if w.cast.teams[side].code in roles), w.planner)
    third = (speaker, "WATCH", "air-defence")
    return [
        *w.both(N_("{code} records the flight-safety call."), "OPS", "flight-safety-call", about.call("A")),
        *w.both(N_("{code} states its own air-defence line."), "WATCH", "air-defence", about.air_defence("A")),
        State(N_("{code} states the third party's air-defence line."), *third,
              about.air_defence("A", third=True, obtained=False)),
        w.deliver(),
        State(N_("{code} states the third party's air-defence line again."), *third, about.air_defence("A", third=True)),
        w.deliver(),
    ]  # fmt: skip


def _late(w: Writer) -> list[Scene]:
    p, o = w.planner, w.other
    given: list[Step] = [
        State(N_("{code} gives a final plan of its own, on the very day."), o, "OPS", "plan",
              about.plan("B", "plan_late", late=True), "plan B"),
        w.deliver(),
        State(N_("{code} acknowledges the plan and accepts it though late."), p, "WATCH", "acknowledgement",
              about.acknowledgement("B", late=True)),
        w.deliver(),
    ]  # fmt: skip
    crossing: list[Step] = [
        State(N_("{code} takes back its agreement to that action."), p, w.heads[p], "withdrawal",
              about.withdrawal("action B", "action_withdrawn", place="B")),
        State(N_("{code} states its own air-defence line, not knowing."), o, "WATCH", "air-defence",
              about.air_defence("B")),
    ]  # fmt: skip
    w.dice.shuffle(crossing)
    return [
        w.scene(N_("A late notice"), "C069", 5, "00:10", w.maybe_cut(given)),
        w.scene(N_("A consent is withdrawn while the link is cut"), "C049", 5, "01:00",
                w.cut(*crossing, w.deliver(), Again(w.dice.randrange(2)))),
    ]  # fmt: skip


def _end(w: Writer) -> list[Scene]:
    p, o = w.planner, w.other
    held: tuple[Step, ...] = (
        State(N_("{code} calls a HOLD on everything."), o, "WATCH", "hold", about.hold, "hold"),
        w.deliver(),
        State(N_("{code}, which called it, lifts the HOLD."), o, "WATCH", "lift", about.lift, "lift"),
        w.deliver(),
        State(N_("{code} confirms the lift."), p, "WATCH", "lift-confirmation", about.lift_confirmation),
        w.deliver(),
    )
    done: list[Step] = [
        State(N_("The plan is reported as carried out."), p, "OPS", "execution", about.execution("A"), "execution"),
        w.deliver(),
    ]
    assessed = (
        *w.both(N_("{code} tells what it knows of the effects."), "INTEL", "assessment", about.assessment),
        w.deliver(),
        w.deliver(),
    )
    return [
        w.scene(N_("A HOLD and its lifting"), "C079", 5, "04:00", held),
        w.scene(N_("Execution"), "C043", 5, "07:40", tuple(done)),
        w.scene(N_("Assessment"), "C082", 5, "16:00", assessed),
    ]


def final_plan(cast: Cast, seed: int) -> tuple[Scene, ...]:
    """Write the scenes of one seed."""
    w = Writer(cast, seed)
    parts = (_beginning, _terms, _targets, _date, _restore, _plan, _late, _end)
    return tuple(scene for part in parts for scene in part(w))


#: Every scenario by its id.
SCENARIOS: Mapping[str, Callable[[Cast, int], tuple[Scene, ...]]] = {"final-plan": final_plan}
