"""What linguists need of the record: open tasks, both lanes of a conversation, pairs of texts for the memory."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from jig.centre.explain import find
from jig.centre.node import Node, Recorded
from jig.centre.ports import TranslationEngine, Which
from jig.centre.submit import submit
from jig.language.segments import aligned
from jig.language.state import DRAFT, Rendering, by_a_human, language_read_in, renderings, tasks
from jig.language.talks import utterances
from jig.language.texts import native, words_in
from jig.record.registers import SIDES
from jig.record.rooms import kinds
from jig.record.view import Meta

#: The clause under which a received text is translated by its receiver.
CLAUSE = "C022"


class NothingToTranslate(Exception):
    """An entry that holds no words in a language which its receiver does not work in; `code` is stable."""

    def __init__(self, entry: str) -> None:
        super().__init__(entry)
        self.code, self.entry = "NOTHING-TO-TRANSLATE", entry


class NotAConversation(Exception):
    """An entry that opens no conversation; `code` is stable."""

    def __init__(self, entry: str, kind: str) -> None:
        super().__init__(entry)
        self.code, self.entry, self.kind = "NOT-A-CONVERSATION", entry, kind


class Pair(NamedTuple):
    """A sentence and its translation, out of one accepted translation of the record."""

    entry: bytes
    words: dict[str, str]
    translator: str
    status: str
    origin: str


def body_of(node: Node, meta: Meta) -> Any:
    """Give an entry's body as JSON, None when it is withheld or no JSON object."""
    which: Which = "own" if meta.side == node.side else "mirror"
    sealed = next(iter(node.store.entries(which, meta.position, meta.position + 1)))
    try:
        body = json.loads(sealed.body or b"null")
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def words_of_entry(node: Node, meta: Meta) -> str:
    """Give the prose of an entry as it was given."""
    kind = kinds().get(meta.kind)
    body = body_of(node, meta)
    return words_in(body, kind.form) if kind is not None and body is not None else ""


def task_rows(node: Node, *, now: int, side: int | None) -> list[dict[str, Any]]:
    """List open translation tasks with their age: since the receiver's stamp, or the author's claim where none is."""
    view = node.picture.view()
    rows = []
    for task in tasks(view, side):
        since = task.received_at if task.received_at is not None else task.entry.claimed_at
        rows.append({
            "entry": task.entry.id.hex(), "log": view.code(task.entry.side), "seq": task.entry.position,
            "kind": task.entry.kind, "receiver": view.code(task.side), "lang": task.lang, "into": task.into,
            "received_at": task.received_at, "age_s": max(0, now - since), "drafted": task.drafted, "clause": CLAUSE,
        })  # fmt: skip
    return rows


def lane(node: Node, ref: str) -> dict[str, Any]:
    """Give a conversation's utterances in time order, each with the translation that stands beside it.

    pending: whether no human's translation into the other side's language stands yet. Raises UnknownEntry,
    NotAConversation.
    """
    view, meta = node.picture.view(), find(node, ref)
    opened = body_of(node, meta) if meta.kind == "conversation" else None
    if opened is None:
        raise NotAConversation(ref, meta.kind)
    said = utterances(view, meta.id)
    read = {repeated for _, repeated in said if repeated}
    rows = [_row(node, one, repeated, one.id in read) for one, repeated in said]
    return {
        "conversation": meta.id.hex(), "line": opened.get("line"), "subject": opened.get("subject"),
        "parties": opened.get("parties"), "opened_at": opened.get("opened_at"), "utterances": rows,
        "pending": sum(row["pending"] for row in rows),
    }  # fmt: skip


def _row(node: Node, meta: Meta, repeated: bytes, read_back: bool) -> dict[str, Any]:
    view, body = node.picture.view(), body_of(node, meta) or {}
    reader = 1 - meta.side
    human = by_a_human(view, meta.id, reader)
    listed = renderings(view, meta.id, reader)
    shown: Rendering | None = human or (listed[-1] if listed else None)
    translated = (body_of(node, found) or {}) if shown and (found := view.entry(shown.id)) else {}
    return {
        "entry": meta.id.hex(), "log": view.code(meta.side), "number": body.get("number"),
        "said_at": body.get("said_at"), "speaker": body.get("speaker"), "lang": body.get("lang"),
        "text": body.get("text"), "translation": translated.get("text"),
        "into": shown.lang if shown else native(view, reader), "status": shown.status if shown else None,
        "translator": shown.translator if shown else None,
        "pending": human is None and bool(language_read_in(view, meta.id)),
        "reads_back": repeated.hex() or None, "read_back": read_back,
    }  # fmt: skip


def pairs_of_record(node: Node, held: set[bytes]) -> tuple[dict[bytes, list[Pair]], set[bytes]]:
    """Give the sentence pairs of translations that stand, by translation entry, but those held; and all that stand."""
    view = node.picture.view()
    found: dict[bytes, list[Pair]] = {}
    standing: set[bytes] = set()
    for key in view.keys("translation"):
        meta = view.entry(key) if isinstance(key, bytes) else None
        for side in SIDES if meta is not None else ():
            for one in renderings(view, meta.id, side) if meta is not None else ():
                if one.status != DRAFT:
                    standing.add(one.id)
                if one.status != DRAFT and one.id not in held and meta is not None:
                    found[one.id] = _pairs(node, meta, one)
    return found, standing


def _pairs(node: Node, original: Meta, one: Rendering) -> list[Pair]:
    meta = node.picture.view().entry(one.id)
    source, body = body_of(node, original), body_of(node, meta) if meta is not None else None
    if meta is None or source is None or body is None or source.get("lang") in (None, one.lang):
        return []
    origin = f"{node.picture.view().code(meta.side)}/{meta.position}"
    # What is translated of an entry with several texts is its statement; numbers beside it have words of their own.
    words = str(source.get("text") or "") or words_of_entry(node, original)
    beside = aligned(words, str(body.get("text", "")))
    return [Pair(one.id, {str(source["lang"]): a, one.lang: b}, one.translator, one.status, origin) for a, b in beside]


def draft(node: Node, ref: str, officer: str, engine: TranslationEngine) -> tuple[Recorded, str]:
    """Let an engine draft a received entry's translation and record it, as a MACHINE-DRAFT by the engine's name.

    Raises UnknownEntry, NothingToTranslate, EngineFault, and what `submit` raises; then nothing was recorded.
    """
    view, meta = node.picture.view(), find(node, ref)
    lang, words = language_read_in(view, meta.id), words_of_entry(node, meta)
    if meta.side == node.side or not lang or not words:
        raise NothingToTranslate(ref)
    into = native(view, node.side)
    text = engine.translate(words, lang, into)
    body = {"of": meta.id.hex(), "lang": into, "text": text, "translator": engine.name[:200], "status": DRAFT}
    return submit(node, "translation", body, officer), text
