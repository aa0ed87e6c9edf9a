"""The tables of a node's SQLite file, and the refusal of a file that is not one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from jig.centre.ports import StoreFault

#: Receives each SQL statement before it is executed.
Trace = Callable[[str], None]

VERSION = 2
# A file of version 1 stays one: its tables take more pages, and the same statements.
_READ = (1, VERSION)
# "JIGR": tells a node's file apart from any other program's.
APPLICATION = 0x4A494752

# Each entry is one commit, and each page of it is written: hence few indexes, and numbers that only an abandoned branch
# lets be given again (`generation` tells).
TABLES = (
    """CREATE TABLE entries (
        arrival INTEGER PRIMARY KEY, which TEXT NOT NULL CHECK (which IN ('own', 'mirror')),
        seq INTEGER NOT NULL, envelope BLOB NOT NULL, salt BLOB NOT NULL, body BLOB, UNIQUE (which, seq)) STRICT""",
    """CREATE TABLE heads (
        which TEXT NOT NULL, size INTEGER NOT NULL, note BLOB NOT NULL, PRIMARY KEY (which, size))
        STRICT, WITHOUT ROWID""",
    """CREATE TABLE cosignatures (
        which TEXT NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL, note BLOB NOT NULL,
        PRIMARY KEY (which, size, time)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE kept (
        number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, code TEXT NOT NULL, received_at INTEGER NOT NULL,
        digest BLOB NOT NULL, data BLOB NOT NULL, UNIQUE (kind, digest)) STRICT""",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)

_CODES = {
    sqlite3.SQLITE_BUSY: "STORE-BUSY",
    sqlite3.SQLITE_LOCKED: "STORE-BUSY",
    sqlite3.SQLITE_FULL: "STORE-FULL",
    sqlite3.SQLITE_CORRUPT: "STORE-CORRUPT",
    sqlite3.SQLITE_NOTADB: "STORE-CORRUPT",
    sqlite3.SQLITE_READONLY: "STORE-UNWRITABLE",
    sqlite3.SQLITE_CANTOPEN: "STORE-UNWRITABLE",
    sqlite3.SQLITE_PERM: "STORE-UNWRITABLE",
    sqlite3.SQLITE_IOERR: "STORE-IO",
}


def fault_of(error: sqlite3.Error) -> StoreFault:
    """Name an error of the engine by a stable code: STORE-BUSY, -FULL, -CORRUPT, -UNWRITABLE, -IO or -FAULT.

    `detail` is the engine's own name of the error, for the log.
    """
    # The low byte is the error, the rest its flavour (SQLite, "Result and Error Codes").
    base = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return StoreFault(_CODES.get(base, "STORE-FAULT"), detail=getattr(error, "sqlite_errorname", type(error).__name__))


def prepare(connection: sqlite3.Connection, trace: Trace) -> None:
    """Create the tables in an empty file, accept them in a known one; raises StoreFault STORE-VERSION for any other.

    Two processes may open a new file at once: whoever is second finds the tables there.
    """

    def run(sql: str) -> sqlite3.Cursor:
        trace(sql)
        return connection.execute(sql)

    if _known(_identity(run)):
        return
    run("BEGIN IMMEDIATE")
    try:
        found = _identity(run)
        if not _known(found):
            if found != (0, 0) or run("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                raise StoreFault("STORE-VERSION", found=found[1], expected=VERSION)
            for table in TABLES:
                run(table)
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {VERSION}")
        run("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _known(found: tuple[int, int]) -> bool:
    return found[0] == APPLICATION and found[1] in _READ


def _identity(run: Callable[[str], sqlite3.Cursor]) -> tuple[int, int]:
    return run("PRAGMA application_id").fetchone()[0], run("PRAGMA user_version").fetchone()[0]
