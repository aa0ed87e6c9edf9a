"""The script `final-plan`: who tries what, in which order. What comes of it is never written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jig.agreement.wording import N_
from jig.decisions.state import GROUP
from jig.desk.exercise import bodies as say
from jig.desk.exercise import plan_bodies as about
from jig.desk.exercise.cast import Cast
from jig.desk.exercise.script_of_areas import areas
from jig.desk.exercise.script_of_language import language
from jig.desk.exercise.script_of_plans import late_notice, outcome, plans
from jig.desk.exercise.steps import BackUp, PutBack, Scene, State, Step
from jig.desk.exercise.writer import Writer

#: The side that opens the link.
CALLER = 0


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
        *w.both(
            N_("Free information is told, in its author's own language."), "INTEL", "note", say.note("note"), "note"
        ),
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
        w.scene(N_("Areas: stated by each, signed by both"), "C103", 1, "10:00", areas(w)),
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
        State(
            N_("A person is stated as a target, with more than a reference."),
            w.other,
            "TARGETING",
            "target",
            say.person,
        ),
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
    titles = N_("Targets: statement, vetting, whether actionable"), N_("Targets: location, screening, action")
    return [
        w.scene(titles[0], "C049", 2, "10:00", w.maybe_cut(stated)),
        w.scene(titles[1], "C043", 2, "15:00", w.maybe_cut(located)),
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
    titles = N_("Two dates of start, put up while the link is cut"), N_("The date of start, and who may transmit it")
    return [
        w.scene(titles[0], "C130", 3, "09:00", w.cut(*rivals, w.deliver())),
        w.scene(titles[1], "C131", 3, "14:00", settled),
    ]


def _restore(w: Writer) -> list[Scene]:
    again = State(N_("{code} tells what happened."), CALLER, "WATCH", "note", say.note("after_restore"))
    steps = (
        PutBack(CALLER),
        State(N_("{code} tries to state something from the restored store."), CALLER, "WATCH", "note",
              say.note("after_restore")),
        w.deliver(),
        again,
        w.deliver(),
    )  # fmt: skip
    return [w.scene(N_("A node comes back from an old backup"), "C014", 3, "18:00", steps)]


def final_plan(cast: Cast, seed: int) -> tuple[Scene, ...]:
    """Write the scenes of one seed."""
    w = Writer(cast, seed)
    parts = (_beginning, language, _terms, _targets, _date, _restore, plans, late_notice, outcome)
    return tuple(scene for part in parts for scene in part(w))


#: Every scenario by its id.
SCENARIOS: Mapping[str, Callable[[Cast, int], tuple[Scene, ...]]] = {"final-plan": final_plan}
