"""A node's record on disk, in one SQLite file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from jig.adapters.files import sync_folder
from jig.adapters.sqlite_schema import Trace, fault_of, prepare
from jig.centre.ports import Arrival, Kept, StoreFault, Which
from jig.record.entry import Sealed

# A body may hold 256 KiB: a page stays under 32 MiB whatever the counterpart sends.
_PAGE = 128
_SETTINGS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA journal_size_limit = 67108864")


def _untraced(sql: str) -> None:
    """Take no note of a statement."""


class SqliteStore:
    """The `Store` port over SQLite: fsync at every commit, one writer at a time, any number of readers.

    path: the file, created (readable by its owner only) when missing. busy_ms: how long to wait for another writer.
    trace: receives each statement before it is executed. Inside a transaction its thread reads what it wrote; other
    threads and processes read what was committed. Writing outside one raises StoreFault STORE-NO-TRANSACTION.
    Raises StoreFault: STORE-BUSY, STORE-FULL, STORE-CORRUPT, STORE-UNWRITABLE, STORE-IO, STORE-FAULT, STORE-VERSION.
    """

    def __init__(self, path: Path, *, busy_ms: int = 10_000, trace: Trace | None = None) -> None:
        self._path, self._busy_ms, self._trace = path, busy_ms, trace or _untraced
        self._reading, self._writing = threading.Lock(), threading.Lock()
        self._owner: int | None = None
        self._next: dict[str, int] = {}
        _create(path)
        self._writer = self._open()
        self._reader = self._open()

    def transaction(self, *, durable: bool = True) -> AbstractContextManager[None]:
        """Begin an exclusive write; commit durably on leaving (not synced when told so), roll back on an exception.

        Raises StoreFault STORE-NESTED in a thread that already writes, STORE-BUSY when another does not finish in time.
        """
        return self._transaction(durable)

    def size(self, which: Which) -> int:
        """Give the number of entries of a log."""
        if self._mine() and which in self._next:
            return self._next[which]
        rows = self._read("SELECT max(seq) FROM entries WHERE which = ?", (which,))
        return 0 if rows[0][0] is None else rows[0][0] + 1

    def append(self, which: Which, seq: int, sealed: Sealed) -> None:
        """Add the next entry of a log; raises StoreFault STORE-SEQ when seq is not the next."""
        if not self._mine():
            raise StoreFault("STORE-NO-TRANSACTION")
        expected = self._next.setdefault(which, self.size(which))
        if seq != expected:
            raise StoreFault("STORE-SEQ", found=seq, expected=expected)
        self._write(
            "INSERT INTO entries (which, seq, envelope, salt, body) VALUES (?, ?, ?, ?, ?)", (which, seq, *sealed)
        )
        self._next[which] = seq + 1

    def entries(self, which: Which, start: int, end: int) -> Iterator[Sealed]:
        """Stream entries start..end-1, as far as they are there."""
        sql = (
            "SELECT seq, envelope, salt, body FROM entries WHERE which = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
        )
        while rows := self._read(sql, (which, start, end - 1, _PAGE)):
            yield from (Sealed(*row[1:]) for row in rows)
            start = rows[-1][0] + 1

    def arrivals(self, after: int) -> Iterator[Arrival]:
        """Stream what was recorded after an arrival number, in that order."""
        sql = "SELECT arrival, which, seq, envelope, salt, body FROM entries WHERE arrival > ? ORDER BY arrival LIMIT ?"
        while rows := self._read(sql, (after, _PAGE)):
            yield from (Arrival(row[0], row[1], row[2], Sealed(*row[3:])) for row in rows)
            after = rows[-1][0]

    def abandon(self, which: Which, start: int) -> None:
        """Take entries from `start` on out of a log, keeping their envelopes as "abandoned"; their heads go with
        them."""
        rows = self._read("SELECT envelope FROM entries WHERE which = ? AND seq >= ? ORDER BY seq", (which, start))
        for (envelope,) in rows:
            self.keep("abandoned", which, 0, envelope)
        self._write("DELETE FROM entries WHERE which = ? AND seq >= ?", (which, start))
        self._write("DELETE FROM heads WHERE which = ? AND size > ?", (which, start))
        self._write("DELETE FROM cosignatures WHERE which = ? AND size > ?", (which, start))
        self._next.pop(which, None)
        self.set_fact("generation", str(self.generation() + 1))

    def generation(self) -> int:
        """Give a number that changes whenever entries were abandoned."""
        return int(self.fact("generation") or 0)

    def head_sizes(self, which: Which, start: int, end: int) -> list[int]:
        """List the sizes with start <= size <= end of which a head is kept, rising."""
        sql = "SELECT size FROM heads WHERE which = ? AND size BETWEEN ? AND ? ORDER BY size"
        return [row[0] for row in self._read(sql, (which, start, end))]

    def put_head(self, which: Which, size: int, note: bytes) -> None:
        """Keep a signed head of a log; the same size twice keeps the first."""
        self._write("INSERT OR IGNORE INTO heads VALUES (?, ?, ?)", (which, size, note))

    def head(self, which: Which, size: int) -> bytes | None:
        """Give the kept head of a size."""
        found: bytes | None = _only(self._read("SELECT note FROM heads WHERE which = ? AND size = ?", (which, size)))
        return found

    def newest_head(self, which: Which) -> bytes | None:
        """Give the kept head of the greatest size."""
        rows = self._read("SELECT note FROM heads WHERE which = ? ORDER BY size DESC LIMIT 1", (which,))
        found: bytes | None = _only(rows)
        return found

    def put_cosignature(self, which: Which, size: int, time: int, note: bytes) -> None:
        """Keep a head with a cosignature; the same size and time twice keeps the first."""
        self._write("INSERT OR IGNORE INTO cosignatures VALUES (?, ?, ?, ?)", (which, size, time, note))

    def cosignatures(self, which: Which, start: int, end: int) -> list[tuple[int, int, bytes]]:
        """List (size, time, note) with start < size <= end, by size, then time."""
        sql = "SELECT size, time, note FROM cosignatures WHERE which = ? AND size > ? AND size <= ? ORDER BY size, time"
        return list(self._read(sql, (which, start, end)))

    def keep(self, kind: str, code: str, received_at: int, data: bytes) -> None:
        """Keep bytes as received; idempotent for equal kind and bytes."""
        sql = "INSERT OR IGNORE INTO kept (kind, code, received_at, digest, data) VALUES (?, ?, ?, ?, ?)"
        self._write(sql, (kind, code, received_at, hashlib.sha256(data).digest(), data))

    def kept(self, kind: str | None = None) -> list[Kept]:
        """List what was kept, of one kind or of all, in the order of keeping."""
        sql = "SELECT number, kind, code, received_at, data FROM kept WHERE ?1 IS NULL OR kind = ?1 ORDER BY number"
        return [Kept(*row) for row in self._read(sql, (kind,))]

    def kept_size(self, kind: str) -> tuple[int, int]:
        """Give how many of a kind are kept, and how many bytes they are."""
        rows = self._read("SELECT COUNT(*), COALESCE(SUM(LENGTH(data)), 0) FROM kept WHERE kind = ?", (kind,))
        count, size = next(iter(rows))
        return int(count), int(size)

    def has_kept(self, kind: str, digest: bytes) -> bool:
        """Tell whether bytes of this SHA-256 digest are kept."""
        return bool(list(self._read("SELECT 1 FROM kept WHERE kind = ? AND digest = ?", (kind, digest))))

    def fact(self, name: str) -> str | None:
        """Read a small named fact about this node."""
        found: str | None = _only(self._read("SELECT value FROM facts WHERE name = ?", (name,)))
        return found

    def set_fact(self, name: str, value: str | None) -> None:
        """Write or, with None, remove a fact."""
        if value is None:
            self._write("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._write("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def close(self) -> None:
        """Release the file; closing twice is harmless."""
        with self._writing, self._reading:
            self._reader.close()
            self._writer.close()

    def _open(self) -> sqlite3.Connection:
        # SQLite's own transactions only: Python's implicit ones would begin without IMMEDIATE.
        try:
            connection = sqlite3.connect(
                self._path, timeout=self._busy_ms / 1000, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise fault_of(error) from error
        try:
            for sql in _SETTINGS:
                self._run(connection, sql, ())
            prepare(connection, self._trace)
        except sqlite3.Error as error:
            connection.close()
            raise fault_of(error) from error
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _transaction(self, durable: bool) -> Iterator[None]:
        if self._mine():
            raise StoreFault("STORE-NESTED")
        if not self._writing.acquire(timeout=self._busy_ms / 1000):
            raise StoreFault("STORE-BUSY", detail="thread")
        try:
            if not durable:
                self._run(self._writer, "PRAGMA synchronous = NORMAL", ())
            self._run(self._writer, "BEGIN IMMEDIATE", ())
            self._owner, self._next = threading.get_ident(), {}
            yield
            self._run(self._writer, "COMMIT", ())
        finally:
            self._owner = None
            self._undo()
            if not durable:
                self._run(self._writer, "PRAGMA synchronous = FULL", ())
            self._writing.release()

    def _undo(self) -> None:
        # A full disk may already have rolled back by itself, and a commit leaves nothing to undo.
        if self._writer.in_transaction:
            self._run(self._writer, "ROLLBACK", ())

    def _mine(self) -> bool:
        return self._owner == threading.get_ident()

    def _write(self, sql: str, values: Sequence[Any]) -> None:
        if not self._mine():
            raise StoreFault("STORE-NO-TRANSACTION")
        self._run(self._writer, sql, values)

    def _read(self, sql: str, values: Sequence[Any]) -> list[Any]:
        if self._mine():
            return self._run(self._writer, sql, values)
        with self._reading:
            return self._run(self._reader, sql, values)

    def _run(self, connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[Any]:
        self._trace(sql)
        try:
            return connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise fault_of(error) from error


def _only(rows: list[Any]) -> Any:
    return rows[0][0] if rows else None


def _create(path: Path) -> None:
    """Make the file with its final mode before the engine sees it: bodies are for this node only."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        sync_folder(path.parent)
    except OSError as error:
        raise StoreFault("STORE-UNWRITABLE", detail=type(error).__name__) from error
