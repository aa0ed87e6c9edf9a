"""The scene of areas: a common map, a designated area, one that both plot differently, and who holds what."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.areas.state import COMMON_MAP, CONTROL, DESIGNATED, PROXIMITY
from jig.desk.exercise import area_bodies as plot
from jig.desk.exercise.bodies import EDITION
from jig.desk.exercise.steps import State, Step
from jig.desk.exercise.writer import Writer

_CLASS = 1


def areas(w: Writer) -> tuple[Step, ...]:
    """Both state areas; what both sign under one digest is in force, what they plot differently is not."""
    one, _ = w.sides()
    layers: dict[str, tuple[str, int | None]] = {
        COMMON_MAP: ("A", None),
        DESIGNATED: ("A", _CLASS),
        PROXIMITY: ("B", None),
    }
    stated: list[Step] = [
        *w.both(N_("An area of the common map is plotted."), "INTEL", "area", plot.area(COMMON_MAP, "A"), "map"),
        *w.both(N_("An area is put forward as designated."), "INTEL", "area", plot.area(DESIGNATED, "A", _CLASS), "designated"),
        *w.both(N_("A second one is plotted by both, not alike."), "INTEL", "area", plot.area(DESIGNATED, "F", _CLASS, wider=one)),
        *w.both(N_("{code} says who holds the ground."), "INTEL", "area", plot.area(CONTROL, "F", holders=(0, 2))),
        State(N_("An area where formations are close together is plotted."), one, "INTEL", "area", plot.area(PROXIMITY, "B"), f"close {one}"),
        w.deliver(),
    ]  # fmt: skip
    named = {COMMON_MAP: f"map {one}", DESIGNATED: f"designated {one}", PROXIMITY: f"close {one}"}
    sets: list[Step] = [
        State(N_("What both stated alike is put together as a version of the layer."), one, "INTEL", "area-set",
              plot.area_set(layer, spot, named[layer], EDITION, area_class))
        for layer, (spot, area_class) in layers.items()
    ]  # fmt: skip
    return (
        *stated,
        *sets,
        w.deliver(),
        *w.proposed(N_("The layers are put up to be signed."), one, "areas", plot.signing(layers, EDITION)),
        *w.agreed("areas"),
    )
