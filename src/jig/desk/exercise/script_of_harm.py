"""The scene of protected places: one is listed, a target there is refused, whatever is said of the place afterwards."""

from __future__ import annotations

from jig.agreement.wording import N_
from jig.desk.exercise import bodies as say
from jig.desk.exercise import harm_bodies as about
from jig.desk.exercise.steps import Scene, State, Step
from jig.desk.exercise.writer import Writer


def protected(w: Writer) -> list[Scene]:
    """List a site and a movement, pass them on, dispute the site, correct it; nothing frees the place."""
    one, two = w.sides()
    listed: list[Step] = [
        State(N_("A protected site is stated, with its organisation's consent."), one, "WATCH", "site", about.site, "site"),
        State(N_("A humanitarian movement is stated."), one, "WATCH", "movement", about.movement, "movement"),
        State(N_("The organisation's consent for a further addressee is recorded."), one, "WATCH", "site-consent", about.consent),
        State(N_("The site is passed on to that addressee."), one, "WATCH", "site-relay", about.relay),
        w.deliver(),
        *w.both(N_("{code} takes note of the site by name."), "OPS", "site-ack", about.taken("site", "HQ")),
        *w.both(N_("{code} takes note of the movement, down to the executing unit."), "OPS", "site-ack", about.taken("movement", "UNIT")),
        State(N_("A target is stated at the protected place."), two, "TARGETING", "target", about.target_there),
        State(N_("{code} disputes the site; it stays in force."), two, "LEGAL", "site-challenge", about.challenge),
        State(N_("The movement sets out."), one, "WATCH", "movement-status", about.status("movement", "DEPARTED")),
        w.deliver(),
        *w.both(N_("{code} states the version of the protected list that it holds."), "WATCH", "list-digest", about.version),
        w.deliver(),
    ]  # fmt: skip
    removed: tuple[Step, ...] = (
        *w.proposed(
            N_("The site is put up for removal as an error of identity."), two, "removal",
            say.proposal("site-removal", about.SITE, "site_removal", about.removal),
        ),
        *w.agreed("removal"),
        State(N_("A target is stated at the place that was listed."), two, "TARGETING", "target", about.target_there),
        w.deliver(),
    )  # fmt: skip
    return [
        w.scene(N_("Protected places and movements"), "C007", 4, "07:00", tuple(listed)),
        w.scene(N_("A site listed in error: its place stays protected"), "C138", 4, "08:00", removed),
    ]
