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
from jig.adapters.sqlite_recent import Recent
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
        self._recent = Recent()
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
        mine = self._mine()
        if mine and which in self._recent.sizes:
            return self._recent.sizes[which]
        newest = self._read("SELECT max(seq) FROM entries WHERE which = ?", (which,))[0][0]
        found = 0 if newest is None else int(newest) + 1
        if mine:
            self._recent.sizes[which] = found
        return found

    def append(self, which: Which, seq: int, sealed: Sealed) -> int:
        """Add the next entry of a log, give its arrival number; raises StoreFault STORE-SEQ for another seq."""
        if not self._mine():
            raise StoreFault("STORE-NO-TRANSACTION")
        expected = self.size(which)
        if seq != expected:
            raise StoreFault("STORE-SEQ", found=seq, expected=expected)
        arrival = self._write(
            "INSERT INTO entries (which, seq, envelope, salt, body) VALUES (?, ?, ?, ?, ?)", (which, seq, *sealed)
        )
        self._recent.sizes[which] = seq + 1
        if self._recent.arrival is not None:
            self._recent.arrival = arrival
        return arrival

    def entries(self, which: Which, start: int, end: int) -> Iterator[Sealed]:
        """Stream entries start..end-1, as far as they are there."""
        sql = (
            "SELECT seq, envelope, salt, body FROM entries WHERE which = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?"
        )
        while start < end and (rows := self._read(sql, (which, start, end - 1, _PAGE))):
            yield from (Sealed(*row[1:]) for row in rows)
            start = rows[-1][0] + 1

    def arrivals(self, after: int) -> Iterator[Arrival]:
        """Stream what was recorded after an arrival number, in that order."""
        sql = "SELECT arrival, which, seq, envelope, salt, body FROM entries WHERE arrival > ? ORDER BY arrival LIMIT ?"
        while (known := self._newest_arrival()) is None or known > after:
            rows = self._read(sql, (after, _PAGE))
            if not rows:
                return
            yield from (Arrival(row[0], row[1], row[2], Sealed(*row[3:])) for row in rows)
            after = rows[-1][0]

    def _newest_arrival(self) -> int | None:
        """Give the newest arrival number inside a transaction, None outside one."""
        if not self._mine():
            return None
        if self._recent.arrival is None:
            self._recent.arrival = self._read("SELECT max(arrival) FROM entries", ())[0][0] or 0
        return self._recent.arrival

    def abandon(self, which: Which, start: int) -> None:
        """Take entries from `start` on out of a log, keeping their envelopes as "abandoned"; their heads go with
        them."""
        rows = self._read("SELECT envelope FROM entries WHERE which = ? AND seq >= ? ORDER BY seq", (which, start))
        for (envelope,) in rows:
            self.keep("abandoned", which, 0, envelope)
        self._write("DELETE FROM entries WHERE which = ? AND seq >= ?", (which, start))
        self._write("DELETE FROM heads WHERE which = ? AND size > ?", (which, start))
        self._write("DELETE FROM cosignatures WHERE which = ? AND size > ?", (which, start))
        self._recent.forget()
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
        self._recent.head(which, size, note)

    def head(self, which: Which, size: int) -> bytes | None:
        """Give the kept head of a size."""
        if self._mine():
            self.newest_head(which)
            newest = self._recent.heads[which]
            if newest is None or newest[0] <= size:
                return newest[1] if newest is not None and newest[0] == size else None
        found: bytes | None = _only(self._read("SELECT note FROM heads WHERE which = ? AND size = ?", (which, size)))
        return found

    def newest_head(self, which: Which) -> bytes | None:
        """Give the kept head of the greatest size."""
        mine = self._mine()
        if not mine or which not in self._recent.heads:
            rows = self._read("SELECT size, note FROM heads WHERE which = ? ORDER BY size DESC LIMIT 1", (which,))
            if not mine:
                return rows[0][1] if rows else None
            self._recent.heads[which] = rows[0] if rows else None
        newest = self._recent.heads[which]
        return newest[1] if newest else None

    def put_cosignature(self, which: Which, size: int, time: int, note: bytes) -> None:
        """Keep a head with a cosignature; the same size and time twice keeps the first."""
        self._write("INSERT OR IGNORE INTO cosignatures VALUES (?, ?, ?, ?)", (which, size, time, note))

    def cosignatures(self, which: Which, start: int, end: int) -> list[tuple[int, int, bytes]]:
        """List (size, time, note) with start < size <= end, by size, then time."""
        if start >= end:
            return []
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
        mine = self._mine()
        if mine and name in self._recent.facts:
            return self._recent.facts[name]
        found: str | None = _only(self._read("SELECT value FROM facts WHERE name = ?", (name,)))
        if mine:
            self._recent.facts[name] = found
        return found

    def set_fact(self, name: str, value: str | None) -> None:
        """Write or, with None, remove a fact."""
        if value is None:
            self._write("DELETE FROM facts WHERE name = ?", (name,))
        else:
            self._write("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))
        self._recent.facts[name] = value

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
            self._owner = threading.get_ident()
            self._recent.begin(self._run(self._writer, "PRAGMA data_version", ())[0][0])
            yield
            self._run(self._writer, "COMMIT", ())
        except BaseException:
            self._recent.forget()
            raise
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

    def _write(self, sql: str, values: Sequence[Any]) -> int:
        """Execute a writing statement; give the number of the row it added last."""
        if not self._mine():
            raise StoreFault("STORE-NO-TRANSACTION")
        return self._execute(self._writer, sql, values).lastrowid or 0

    def _read(self, sql: str, values: Sequence[Any]) -> list[Any]:
        if self._mine():
            return self._run(self._writer, sql, values)
        # The writing connection has the newest pages at hand; the other reads them anew after every commit.
        if self._writing.acquire(blocking=False):
            try:
                return self._run(self._writer, sql, values)
            finally:
                self._writing.release()
        with self._reading:
            return self._run(self._reader, sql, values)

    def _run(self, connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._execute(connection, sql, values).fetchall()
        except sqlite3.Error as error:
            raise fault_of(error) from error

    def _execute(self, connection: sqlite3.Connection, sql: str, values: Sequence[Any]) -> sqlite3.Cursor:
        self._trace(sql)
        try:
            return connection.execute(sql, values)
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
