"""What is still to be translated, and what stands translated. Pure functions of a view (ToR 1.d.ii)."""

from __future__ import annotations

from typing import Any, NamedTuple

from jig.language.shifts import SHIFT_SUBJECTS
from jig.language.talks import TALK_SUBJECTS
from jig.language.texts import native
from jig.record.registers import SIDES
from jig.record.rooms import Subject
from jig.record.view import Meta, View

DRAFT = "MACHINE-DRAFT"


class Rendering(NamedTuple):
    """One translation as the registers keep it; its words stay in its entry. replaces: empty when it replaces none."""

    id: bytes
    lang: str
    status: str
    translator: str
    replaces: bytes


class Task(NamedTuple):
    """A received entry that the receiver's linguist has not translated yet.

    side: the receiver's. received_at: by the receiver's own stamp, None while none is in either log. drafted: whether a
    machine's draft stands beside it.
    """

    entry: Meta
    side: int
    lang: str
    into: str
    received_at: int | None
    drafted: bool


def renderings(view: View, entry_id: bytes, side: int) -> list[Rendering]:
    """List a side's translations of an entry that it neither took back nor replaced, in its log's order."""
    written: list[Rendering] = [one for _, one in view.written("translation", entry_id, side)]
    replaced = {one.replaces for one in written if one.replaces and not _ended(view, one.id)}
    return [one for one in written if one.id not in replaced and not _ended(view, one.id)]


def _ended(view: View, entry_id: bytes) -> bool:
    return any(view.has("ended", entry_id, side) for side in SIDES)


def by_a_human(view: View, entry_id: bytes, side: int) -> Rendering | None:
    """Find a side's newest translation of an entry into its own language that a human made or checked."""
    own = native(view, side)
    fit = [one for one in renderings(view, entry_id, side) if one.lang == own and one.status != DRAFT]
    return fit[-1] if fit else None


def draft_translations(view: View, entry_id: bytes, side: int) -> bool:
    """Tell whether all that a side has of an entry in its own language is a machine's draft."""
    own = native(view, side)
    drafted = any(one.lang == own and one.status == DRAFT for one in renderings(view, entry_id, side))
    return drafted and by_a_human(view, entry_id, side) is None


def language_read_in(view: View, entry_id: bytes) -> str:
    """Give the language of an entry's words when its receiver works in another one; empty otherwise."""
    return next((lang for side in SIDES if (lang := view.last("text", entry_id, side))), "")


def read_by_somebody_who_can(view: View, entry_id: bytes, side: int, name: str) -> bool:
    """Tell whether an officer of a side is qualified in the language in which an entry was given."""
    officer, lang = view.officer(side, name), language_read_in(view, entry_id)
    return officer is not None and bool(lang) and lang in officer.languages


def tasks(view: View, side: int | None = None) -> list[Task]:
    """List what is still to be translated, of one receiver or of both: the oldest of each log first."""
    found = []
    for key in view.keys("text"):
        meta = view.entry(key) if isinstance(key, bytes) else None
        if meta is None or side == meta.side or by_a_human(view, meta.id, 1 - meta.side) is not None:
            continue
        reader = 1 - meta.side
        lang, drafted = view.last("text", key, meta.side), draft_translations(view, meta.id, reader)
        stamp = view.stamped(meta.side, meta.position)
        found.append(Task(meta, reader, lang, native(view, reader), stamp, drafted))
    return sorted(found, key=lambda task: (task.side, task.entry.position))


def _receivers(view: View) -> list[str]:
    return [view.code(side) for side in SIDES if any(task.side == side for task in tasks(view))]


def _standing(view: View, code: str) -> dict[str, Any]:
    found = [task for task in tasks(view) if view.code(task.side) == code]
    drafted = [task.entry.id.hex() for task in found if task.drafted]
    return {"state": "OPEN" if found else "DONE", "open": [task.entry.id.hex() for task in found], "drafted": drafted}


SUBJECTS = (Subject("translation-tasks", _receivers, _standing), *TALK_SUBJECTS, *SHIFT_SUBJECTS)
