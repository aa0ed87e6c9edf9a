"""The second half of the script `final-plan`: from the first notice of a plan to its assessment."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.exercise import bodies as say
from jig.desk.exercise import place_bodies as place
from jig.desk.exercise import plan_bodies as about
from jig.desk.exercise.steps import Again, Preview, Scene, State, Step
from jig.desk.exercise.writer import Writer


def plans(w: Writer) -> list[Scene]:
    """Give plans that do not count, then the one that does, and deconflict it."""
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
        Preview(N_("The final plan is looked at before signing, as the other side will see it."), p, "OPS", "plan",
                whole, "plan A"),
        State(N_("The final plan is signed and given."), p, "OPS", "plan", whole, "plan A"),
        w.deliver(),
        State(N_("The receiver's linguist puts it into the receiver's language."), o, "LINGUIST", "translation",
              say.translation("plan A", "plan", place="A")),
        State(N_("{code} acknowledges the plan and reads it back."), o, "WATCH", "acknowledgement",
              about.acknowledgement("A")),
        w.deliver(),
    )  # fmt: skip
    alike: list[Step] = [
        State(N_("The receiver reads the aim back in its own notation."), o, "INTEL", "readback",
              place.readback("plan A", "aim", "A")),
        State(N_("{code} sees that the two sides write the place's name in two ways."), o, "OPS", "discrepancy",
              place.difference("A"), "difference A"),
        w.deliver(),
        *w.both(N_("{code} closes the difference for its own side."), "INTEL", "discrepancy-close",
                place.closing("A", "difference A")),
        w.deliver(),
    ]  # fmt: skip
    return [
        w.scene(N_("Final plans with something amiss"), "C074", 4, "09:00", w.maybe_cut(tries)),
        w.scene(N_("The final plan of {planner}"), "C069", 4, "11:00", given),
        w.scene(N_("One place, one name"), "C030", 4, "13:00", w.maybe_cut(alike)),
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
        State(N_("{code} states the third party's air-defence line again."), *third,
              about.air_defence("A", third=True)),
        w.deliver(),
    ]  # fmt: skip


def late_notice(w: Writer) -> list[Scene]:
    """Give a plan late; take the consent behind it back while something is done for it elsewhere."""
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
        w.scene(N_("A final plan on the very day"), "C069", 5, "00:10", w.maybe_cut(given)),
        w.scene(N_("A consent is withdrawn while the link is cut"), "C049", 5, "01:00",
                w.cut(*crossing, w.deliver(), Again(w.dice.randrange(2)))),
    ]  # fmt: skip


def outcome(w: Writer) -> list[Scene]:
    """Hold everything, lift it, carry the plan out, assess it."""
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
