"""The nearest alternatives of a plan as they are told: shown to humans, never applied, none near what is protected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jig.agreement.wording import N_
from jig.desk.faults import UNUSABLE, Failed, Fault
from jig.desk.harm_screen import WHY
from jig.desk.meeting_words import number
from jig.desk.options import frontier_text
from jig.desk.output import DESK
from jig.operations.deconfliction import Separations
from jig.operations.deconfliction_alternatives import CORRIDOR, HEIGHT, TIME, Alternative, nearest
from jig.places.volume import Volume

if TYPE_CHECKING:
    from jig.centre.node import Node
    from jig.harm.screening import Bounds, Site

_SHIFTS = {
    (TIME, True): N_("{plan} ({participant}), {shift} s later"),
    (TIME, False): N_("{plan} ({participant}), {shift} s earlier"),
    (HEIGHT, True): N_("{plan} ({participant}), {shift} m higher"),
    (HEIGHT, False): N_("{plan} ({participant}), {shift} m lower"),
    (CORRIDOR, True): N_("{plan} ({participant}), its routes {shift} m to {bearing} degrees"),
}


@dataclass(frozen=True)
class Protected:
    """A list of protected places. amiss: what is wrong with it; then nothing passes it."""

    sites: Sequence[Site]
    bounds: Bounds
    version: str
    amiss: str = ""

    def why_not(self, volumes: Sequence[Volume]) -> str:
        """Say why they do not pass: the code of what stops, warns or was not screened first; empty when nothing was."""
        from jig.centre.protecting import hold
        from jig.harm.screening import NOTHING_FOUND
        from jig.places.figures import figure_of

        figures = [(one.feature, figure_of(one.shape), 0) for one in volumes]
        held = hold(figures, self.sites, self.bounds, amiss=self.amiss)
        return next((one.why for one in held if one.result != NOTHING_FOUND), "")


def protected_of(node: Node, folder: Path, officer: str = "") -> Protected:
    """Give what a node knows as protected; a list that is too old lets nothing pass. That it was asked is kept."""
    from jig.adapters.views import note_view
    from jig.centre.protecting import LIST_STALE, bounds_of, own_version, sites_of, stale

    view = node.picture.view()
    now, version = node.clock.now(), own_version(view)
    note_view(folder, now, officer, "alternatives", {"list_version": version})
    return Protected(sites_of(view), bounds_of(view.setting), version, LIST_STALE if stale(view, now) else "")


def protected_in_file(file: Path) -> Protected:
    """Read the protected places of a file, with the buffer of the first profile; raises Failed where one cannot be."""
    from jig.adapters.site_files import Reads, read_figures
    from jig.agreement.profile import load_profile, profile_names
    from jig.centre.protecting import bounds_of_profile, version_of
    from jig.desk.harm_screen import both_read, fault_of
    from jig.harm.screening import Site

    loaded = load_profile(profile_names()[0])
    (listed,) = both_read((file,), lambda path: read_figures(path, Reads(loaded.name)))
    faults = [fault_of(fault, file) for one in listed for fault in one.faults]
    if faults:
        raise Failed(UNUSABLE, *faults)
    sites = [
        Site(one.id or str(at), one.type or "OTHER", one.figure, one.ce90_mm)
        for at, one in enumerate(listed)
        if one.figure is not None
    ]
    return Protected(sites, bounds_of_profile(loaded, None), version_of(sites))


@dataclass(frozen=True)
class Asked:
    """What alternatives are looked for by. frontier: of the node whose plans were compared too, if one was."""

    added: Separations
    every: bool = False
    protected: tuple[Protected, ...] = ()
    frontier: Mapping[str, int] | None = None

    def why_not(self, volumes: Sequence[Volume]) -> str:
        """Say why a list lets them not pass, the first that does not; empty when all do."""
        return next((why for one in self.protected if (why := one.why_not(volumes))), "")

    def touched(self, volumes: Sequence[Volume]) -> bool:
        """Say whether any list stops, warns, or cannot be held against them."""
        return self.why_not(volumes) != ""

    @property
    def version(self) -> str:
        """The versions of the lists, empty where none was given."""
        return " ".join(one.version for one in self.protected)

    @property
    def known(self) -> str:
        """Where what is known ends."""
        return frontier_text(dict(self.frontier)) if self.frontier else DESK.words(N_("this file"))


def alternatives(plan: Sequence[Volume], others: Sequence[Volume], asked: Asked) -> list[dict[str, Any]]:
    """Say and give the nearest alternatives of one participant's plan; says so where there is none, and why."""
    why = asked.why_not(plan)
    if why:
        DESK.say(
            N_("No alternative is shown for {plan}; held against the protected places: {why}."),
            plan=plan[0].plan,
            why=DESK.words(WHY[why]),
        )
        return []
    found = nearest(plan, others, asked.added, all_participants=asked.every, touches=asked.touched)
    if not found:
        DESK.say(
            N_(
                "No alternative is shown for {plan}: it meets nothing, or no shift that was tried is without a conflict found."
            ),
            plan=plan[0].plan,
        )
    return [_told(one, plan[0], asked) for one in found]


def _told(one: Alternative, plan: Volume, asked: Asked) -> dict[str, Any]:
    named = {"plan": plan.plan, "participant": plan.participant}
    bearing = number(one.bearing_deg or 0)
    shift = DESK.words(_SHIFTS[one.kind, one.shift >= 0], **named, shift=abs(one.shift), bearing=bearing)
    said = _said(shift, asked)
    DESK.console.print(said, markup=False)
    return {
        **named,
        "kind": one.kind,
        "shift": one.shift,
        "unit": "s" if one.kind == TIME else "m",
        "bearing_deg": one.bearing_deg,
        "applied": False,
        "clears": False,
        "list_version": asked.version or None,
        "why": said,
    }


def _said(shift: str, asked: Asked) -> str:
    if not asked.protected:
        return DESK.words(
            N_(
                "{shift}: no conflict found with what is known at {known}. It is not applied; protected places were not compared here; humans decide."
            ),
            shift=shift,
            known=asked.known,
        )
    return DESK.words(
        N_(
            "{shift}: no conflict found with what is known at {known}, and nothing protected found by list version {version}. It is not applied; to find nothing permits nothing; humans decide."
        ),
        shift=shift,
        known=asked.known,
        version=", ".join(one[:12] for one in asked.version.split()),
    )


def of_plan(name: str, volumes: Sequence[Volume], asked: Asked) -> list[dict[str, Any]]:
    """Give the alternatives of every participant's plan of a name; raises Failed where no volume bears it."""
    sides = sorted({volume.participant for volume in volumes if volume.plan == name})
    if not sides:
        raise Failed(UNUSABLE, Fault("PLAN-NOT-FOUND", path="--alternatives", found=name))
    found: list[dict[str, Any]] = []
    for side in sides:
        plan = [volume for volume in volumes if (volume.plan, volume.participant) == (name, side)]
        found += alternatives(plan, volumes, asked)
    return found
