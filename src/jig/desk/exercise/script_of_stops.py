"""The script's scenes of stopping and doubting: parties and partners, dissent, whose forces, overlaps, STOP."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.exercise import stop_bodies as about
from jig.desk.exercise.steps import Scene, State, Step
from jig.desk.exercise.writer import Writer


def parties(w: Writer) -> list[Scene]:
    """Register a party on both sides, another on one only, and an area of partner forces."""
    one, _ = w.sides()
    stated: list[Step] = [
        *w.both(N_("{code} registers a party to the cessation."), "OPS", "coh-party", about.party(1)),
        State(N_("{code} alone registers another party."), one, "OPS", "coh-party", about.party(2)),
        State(N_("{code} states where partner forces are."), w.other, "OPS", "partner-area", about.partner("B", 400)),
        w.deliver(),
    ]
    return [w.scene(N_("Parties to the cessation, partner forces"), "C009", 1, "17:00", w.maybe_cut(stated))]


def whose_forces(w: Writer) -> list[Scene]:
    """Ask whose forces are somewhere; the answer is NO, and evidence to the contrary comes later."""
    p, o = w.planner, w.other
    asked: list[Step] = [
        State(N_("{code} asks whose forces are at a place."), o, "WATCH", "whose-forces", about.question("F"), "whose"),
        w.deliver(),
        State(N_("{code} answers by name."), p, "WATCH", "whose-forces-answer",
              about.answer("whose", "NO")),
        w.deliver(),
        State(N_("{code} states what it came to know later."), o, "INTEL", "forces-evidence",
              about.evidence("whose", "YES")),
        w.deliver(),
    ]  # fmt: skip
    return [w.scene(N_("Whose forces are there"), "C068", 4, "08:00", tuple(asked))]


def compared_again(w: Writer) -> list[Scene]:
    """Compare the plan with the one that came since; the overlap is resolved by officers of both sides."""
    again: tuple[Step, ...] = (
        *w.both(N_("{code} states what its node found of overlaps with the newer plan."), "OPS",
                "deconfliction-verdict", about.compared("plan A")),
        w.deliver(),
        *w.both(N_("{code} resolves the overlap by name."), "OPS", "overlap-resolution",
                about.resolved("plan A")),
        w.deliver(),
    )  # fmt: skip
    return [w.scene(N_("An overlap of two plans"), "C042", 5, "02:00", again)]


def stops(w: Writer) -> list[Scene]:
    """Call STOP by voice and by entry; each is taken by name and lifted by two hands."""
    p, o = w.planner, w.other
    called: list[Step] = [
        State(N_("{code} calls STOP on the line."), o, "WATCH", "call", about.call("A"), "stop call"),
        w.deliver(),
        State(N_("{code} calls STOP for everything."), p, "WATCH", "stop", about.stop, "stop"),
        w.deliver(),
    ]
    for name, caller, other in (("stop call", o, p), ("stop", p, o)):
        called += [
            State(N_("{officer} takes the STOP by name."), other, "WATCH", "stop-taken", about.taken(name)),
            w.deliver(),
            State(N_("{code}, which called it, lifts the STOP."), caller, "WATCH", "lift", about.lift(name), f"lift of {name}"),
            w.deliver(),
            State(N_("{code} confirms the lift."), other, "WATCH", "lift-confirmation",
                  about.confirmation(f"lift of {name}")),
            w.deliver(),
        ]  # fmt: skip
    return [w.scene(N_("STOP: called, taken, lifted"), "C045", 5, "03:00", tuple(called))]
