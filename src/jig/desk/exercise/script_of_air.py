"""The scene of the grounding: who flies is told beforehand, what is seen is held against it, an officer alleges."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.exercise import air_bodies as air_say
from jig.desk.exercise.steps import State, Step
from jig.desk.exercise.writer import Writer


def air(w: Writer) -> tuple[Step, ...]:
    """Both report; the provider gives notice in time, at short notice, and for where the adversary is."""
    settings = w.cast.profile.settings
    provider = next((side for side in (0, 1) if w.cast.teams[side].code == settings.get("notice.provider")), w.planner)
    watcher, dice = 1 - provider, w.dice
    exempt = [str(one) for one in _listed(settings.get("exempt.list"))]
    short = [one for one in _listed(settings.get("notice.short_notice_missions")) if one in exempt]
    routed = list(w.cast.profile.codes.get("mission", {}))
    nil = dice.randrange(2)
    told: list[Step] = [
        *w.both(N_("{code} states a line of the air order of battle."), "OPS", "order-line", air_say.line),
        *(
            State(N_("{code} reports the day's changes."), side, "OPS", "order-change", air_say.change(side == nil))
            for side in w.sides()
        ),
        State(N_("{code} gives notice of an exempt flight, the day before."), provider, "OPS", "flight-notice",
              air_say.notice("EX-FLIGHT-1", exempt[-1], 2, "09:00", exempt=True), "flight 1"),
        State(N_("{code} gives notice of an exempt flight at short notice."), provider, "OPS", "flight-notice",
              air_say.notice("EX-FLIGHT-2", short[0], 1, "16:00", exempt=True, reason=True), "flight 2"),
        State(N_("{code} gives notice of a flight to where the adversary is."), provider, "OPS", "flight-notice",
              air_say.notice("EX-FLIGHT-3", routed[0], 2, "12:00", exempt=False), "flight 3"),
        State(N_("{code} registers a means of looking."), watcher, "INTEL", "measure", air_say.measure("EX-RADAR")),
        State(N_("{code} states what it covered."), watcher, "INTEL", "measure-coverage",
              air_say.coverage("EX-RADAR")),
        State(N_("{code} saw a flight inside the designated area."), watcher, "INTEL", "observation",
              air_say.observation("EX-SEEN-1"), "seen"),
        w.deliver(),
    ]  # fmt: skip
    alleged: list[Step] = [
        State(N_("An officer of {code} alleges a violation."), watcher, "OPS", "alleged-violation",
              air_say.allegation("EX-VIOLATION-1", "seen"), "alleged"),
        w.deliver(),
        *(
            State(N_("{code} states its own position on it."), side, "SNR", "violation-position",
                  air_say.view_of("alleged", side == watcher))
            for side in w.sides()
        ),
        w.deliver(),
        State(N_("{code} asks both sides who flew there."), watcher, "WATCH", "who-flew",
              air_say.question("EX-WHO-1", "seen"), "who"),
        w.deliver(),
        State(N_("{code} answers who flew."), provider, "WATCH", "who-flew-answer", air_say.reply("who")),
        w.deliver(),
    ]  # fmt: skip
    return (*told, *alleged)


def _listed(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []
