"""Every kind of answer, and what an integrated operation waits for; a leaving and a return."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.decisions.integrated import ACT
from jig.decisions.state import GROUP
from jig.desk.exercise import answer_bodies as reply
from jig.desk.exercise import bodies as say
from jig.desk.exercise.steps import Scene, State, Step
from jig.desk.exercise.writer import Writer


def answers(w: Writer) -> list[Scene]:
    """Put integrated operations up twice: a HOLD ends the first; the second waits, is agreed on a condition, agreed."""
    p, o = w.planner, w.other
    what = N_("The authorisation of integrated operations is put up for agreement.")
    again = N_("The authorisation of integrated operations is put up anew.")
    body = say.proposal(ACT, GROUP, "integrated", reply.authorisation)
    held: list[Step] = [
        *w.proposed(what, p, "integrated 1", body),
        w.answer(p, "integrated 1"),
        _reply(w, N_("{officer} transmits: HOLD."), o, "integrated 1", "HOLD"),
        w.deliver(),
    ]
    waited: list[Step] = [
        *w.proposed(again, p, "integrated 2", body),
        w.answer(p, "integrated 2"),
        _reply(w, N_("{officer} transmits that the decision is put off."), o, "integrated 2", "DEFER"),
        w.deliver(),
        _reply(w, N_("{officer} transmits an agreement on a condition."), o, "integrated 2", "CONDITIONAL"),
        w.deliver(),
        _marked(w, N_("A target is marked integrated on the strength of that.")),
        w.deliver(),
        w.answer(o, "integrated 2"),
        w.deliver(),
        _marked(w, N_("The target is marked integrated once more.")),
        State(N_("A final plan is marked integrated."), p, "OPS", "plan", reply.integrated_plan),
        w.deliver(),
    ]
    return [
        w.scene(N_("An answer that stops"), "C049", 3, "19:00", w.maybe_cut(held)),
        w.scene(N_("Answers that open nothing, and integrated operations"), "C036", 3, "20:00", w.maybe_cut(waited)),
    ]


def _reply(w: Writer, what: str, side: int, name: str, answer: str) -> State:
    return State(what, side, w.heads[side], "position", reply.answer(name, answer))


def _marked(w: Writer, what: str) -> State:
    return State(what, w.planner, "TARGETING", "target", reply.integrated_target)


def leaving(w: Writer) -> list[Scene]:
    """Let one side leave: all is frozen; it comes back by what both agree anew, and nothing old comes with it."""
    side = w.dice.randrange(2)
    target = State(N_("A target is stated after that."), 1 - side, "TARGETING", "target", reply.late_target)
    gone: list[Step] = [
        State(N_("{code} leaves."), side, w.heads[side], "leave", reply.leave),
        w.deliver(),
        target,
        State(N_("{officer} tries to transmit an agreement to what was proposed before."), 1 - side,
              w.heads[1 - side], "position", say.answer(f"start {w.planner}")),
        w.deliver(),
    ]  # fmt: skip
    back: list[Step] = [
        *w.proposed(
            N_("The establishment is put up for agreement anew."), side, "establishment anew",
            say.proposal("establishment", GROUP, "establishment_anew", say.establishment),
        ),
        *w.agreed("establishment anew"),
        *w.proposed(
            N_("The formation is put up for agreement anew."), 1 - side, "formation anew",
            say.proposal("formation", GROUP, "formation", reply.formation_anew),
        ),
        *w.agreed("formation anew"),
        State(N_("{officer} repeats an agreement from before the leaving."), side, w.heads[side], "position",
              say.answer("action A")),
        target,
        w.deliver(),
    ]  # fmt: skip
    return [
        w.scene(N_("One side leaves"), "C132", 7, "09:00", w.maybe_cut(gone)),
        w.scene(N_("It comes back: nothing old comes with it"), "C133", 7, "15:00", w.maybe_cut(back)),
    ]
