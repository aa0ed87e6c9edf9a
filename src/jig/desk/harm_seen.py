"""What any command shows of what is protected: no place unasked, no contact ever, and every screening noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from jig.centre.node import Node
    from jig.centre.picture import Judgement

WITHHELD = "WITHHELD"
#: Kinds whose words an organisation gave; fields of theirs that say where. One at a time, `jig harm show` shows them.
SPOKEN = frozenset(
    {"site", "site-consent", "site-relay", "site-ack", "site-challenge", "movement", "movement-status", "screening"}
)
_WHERE = {"site": ("position", "extent", "radius_m"), "movement": ("route", "stops", "way_back", "half_width_m")}


def seen_of(kind: str, body: Any) -> Any:
    """Give a body, or the faults of one, as it is shown: its place withheld where it is what is protected, and what looks like a contact
    masked, for the counterpart may have sealed one all the same."""
    if kind not in SPOKEN:
        return body
    if not isinstance(body, dict):
        return _masked(body)
    held = dict.fromkeys(_WHERE.get(kind, ()), WITHHELD)
    return {name: held[name] if name in held else _masked(value) for name, value in body.items()}


def _masked(value: Any) -> Any:
    from jig.harm.words import mask

    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list | tuple):
        return type(value)(_masked(one) for one in value)
    return {name: _masked(one) for name, one in value.items()} if isinstance(value, dict) else value


def contacts_in(kind: str, body: Any) -> list[dict[str, Any]]:
    """List where a body of these kinds holds what looks like a contact or a plate: path and which; never the text."""
    from jig.harm.words import contact_in

    if kind not in SPOKEN or not isinstance(body, dict):
        return []
    texts = [(name, value) for name, value in body.items() if isinstance(value, str)]
    found = [(name, contact_in(value)) for name, value in texts if len(value) != 64]
    return [{"path": name, "code": "SITE-CONTACT", "params": {"found": what}} for name, what in found if what]


def note_screening(opened: Node, folder: Path, officer: str, kind: str, judgement: Judgement) -> None:
    """Note that an officer was shown what is protected near what was not yet stated; raises OSError."""
    from jig.adapters.views import note_view

    near = [one for one in judgement.findings if "distance_m" in one.facts or _screens(one.code)]
    if near:
        sites = sorted({str(one.facts["site"]) for one in near if not one.kept and "site" in one.facts})
        note_view(folder, opened.clock.now(), officer, "preview", {"kind": kind, "sites": sites})


def _screens(code: str) -> bool:
    return "protected" in code or code.endswith("no_plan_meets_a_movement_under_way")
