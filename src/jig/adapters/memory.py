"""A node's translation memory on disk: national, never signed; imported units, and those of the record beside them.

Found by the rarest word beginnings, and pairs of them, that a text shares with a segment (SQLite's FTS5), then scored
one by one: a hundred thousand segments are never read for one question.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

from jig.adapters.tmx import Unit
from jig.centre.ports import StoreFault
from jig.language.words import folded, words_of

FILE = Path("language") / "memory.sqlite"
#: Candidates that are scored at most; beyond it only rarer words are asked for.
MOST_CANDIDATES = 6_000
_KEY = 5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, origin TEXT NOT NULL, translator TEXT NOT NULL, status TEXT NOT NULL,
    entry BLOB, same BLOB UNIQUE);
CREATE INDEX IF NOT EXISTS unit_entry ON unit (entry) WHERE entry IS NOT NULL;
CREATE TABLE IF NOT EXISTS segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL, lang TEXT NOT NULL, text TEXT NOT NULL,
    length INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS segment_unit ON segment (unit);
CREATE VIRTUAL TABLE IF NOT EXISTS beginning USING fts5 (keys, content='', detail=none, tokenize='unicode61');
CREATE VIRTUAL TABLE IF NOT EXISTS beginnings USING fts5vocab ('beginning', 'row');
"""


class Match(NamedTuple):
    """A segment like the one asked for. score: 0 to 1, by insertions and deletions of characters over both lengths."""

    score: float
    text: str
    lang: str
    unit: Unit


class Memory:
    """The memory of one node's folder, or an empty one that is not kept (path None). Raises StoreFault."""

    def __init__(self, path: Path | None) -> None:
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, exist_ok=True)
            self._db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None)
            self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _SCHEMA)
        except sqlite3.Error as fault:
            raise StoreFault("MEMORY-UNREADABLE", found=str(fault)[:200]) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self._db.close()

    @property
    def size(self) -> int:
        """How many units it holds."""
        return int(self._db.execute("SELECT count(*) FROM unit").fetchone()[0])

    def add(self, units: Iterable[Unit]) -> int:
        """Take units in, all or none; one that is held already, words and all, is not taken twice. Gives how many."""
        count = 0
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for unit in units:
                count += self._add(unit, None)
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return count

    def _add(self, unit: Unit, entry: bytes | None) -> int:
        row = (unit.origin, unit.translator, unit.status, entry, _same(unit, entry))
        made = self._db.execute(
            "INSERT OR IGNORE INTO unit (origin, translator, status, entry, same) VALUES (?,?,?,?,?)", row
        )
        if not made.rowcount:
            return 0
        for lang, text in unit.words.items():
            cursor = self._db.execute(
                "INSERT INTO segment (unit, lang, text, length) VALUES (?,?,?,?)",
                (made.lastrowid, lang, text, len(text)),
            )
            keys = " ".join(keys_of(text))
            self._db.execute("INSERT INTO beginning (rowid, keys) VALUES (?,?)", (cursor.lastrowid, keys))
        return 1

    def entries(self) -> set[bytes]:
        """Give the record's translations whose sentences are held."""
        rows = self._db.execute("SELECT DISTINCT entry FROM unit WHERE entry IS NOT NULL")
        return {bytes(row[0]) for row in rows}

    def keep_in_step(self, fresh: dict[bytes, list[Unit]], standing: set[bytes]) -> None:
        """Take in the record's new units, by entry; let go of those whose entry stands no longer."""
        self._db.execute("BEGIN IMMEDIATE")
        for gone in self.entries() - standing:
            self._db.execute("DELETE FROM segment WHERE unit IN (SELECT id FROM unit WHERE entry = ?)", (gone,))
            self._db.execute("DELETE FROM unit WHERE entry = ?", (gone,))
        for entry, units in fresh.items():
            for unit in units:
                self._add(unit, entry)
        self._db.execute("COMMIT")

    def units(self) -> Iterator[Unit]:
        """Stream every unit, in the order in which they came."""
        for (number,) in self._db.execute("SELECT id FROM unit ORDER BY id"):
            yield self._unit(number)

    def _unit(self, number: int) -> Unit:
        origin, translator, status = self._db.execute(
            "SELECT origin, translator, status FROM unit WHERE id = ?", (number,)
        ).fetchone()
        words = self._db.execute("SELECT lang, text FROM segment WHERE unit = ? ORDER BY id", (number,))
        return Unit(dict(words), origin, translator, status)

    def find(self, text: str, lang: str, *, at_least: float = 0.7, most: int = 10) -> list[Match]:
        """Find the segments of a language that are like a text, the likest first; scores from `at_least` up."""
        from rapidfuzz import fuzz, process

        rows = self._candidates(text, lang, at_least)
        asked = like(text)
        found = process.extract(
            asked, [like(row[2]) for row in rows], scorer=fuzz.ratio, score_cutoff=at_least * 100, limit=most
        )
        kept = [Match(round(score / 100, 4), rows[at][2], lang, self._unit(rows[at][1])) for _, score, at in found]
        return sorted(kept, key=lambda match: (-match.score, match.text, match.unit.origin))

    def _candidates(self, text: str, lang: str, at_least: float) -> Sequence[tuple[int, int, str]]:
        counted = []
        for key in dict.fromkeys(keys_of(text)):
            row = self._db.execute("SELECT doc FROM beginnings WHERE term = ?", (key,)).fetchone()
            counted += [(int(row[0]), key)] if row is not None else []
        asked: list[str] = []
        total = 0
        for count, key in sorted(counted):
            if asked and total + count > MOST_CANDIDATES:
                break
            asked.append(key)
            total += count
        if not asked:
            return []
        # Shorter or longer than this, no text can reach the score (2 x common / sum of lengths).
        least, most = len(text) * at_least / (2 - at_least), len(text) * (2 - at_least) / at_least
        with closing(self._db.execute(
            "SELECT id, unit, text FROM segment WHERE id IN (SELECT rowid FROM beginning WHERE beginning MATCH ?)"
            " AND lang = ? AND length BETWEEN ? AND ?",
            (_any(asked), lang, int(least) - 2, int(most) + 2),
        )) as rows:  # fmt: skip
            return rows.fetchall()


def like(text: str) -> str:
    """Write a text as it is compared: case and spacing do not count."""
    return " ".join(text.casefold().replace("ё", "е").split())


def keys_of(text: str) -> list[str]:
    """Give the beginnings of a text's words, alone and by neighbours: inflection changes ends, and pairs are rare."""
    parts = (part for word in words_of(text) for part in folded(word.text).replace("'", "-").split("-"))
    found = [part[:_KEY] for part in parts if part]
    return list(dict.fromkeys([*found, *(f"{one}0{other}" for one, other in pairwise(found))]))


def _any(keys: Iterable[str]) -> str:
    return " OR ".join(f'"{key}"' for key in keys)


def _same(unit: Unit, entry: bytes | None) -> bytes:
    """Give what tells a unit from every other one: its words, where they come from, its standing."""
    parts = [unit.origin, unit.status, *(part for pair in unit.words.items() for part in pair)]
    return hashlib.sha256((entry or b"") + "\0".join(parts).encode("utf-8", "replace")).digest()[:16]
