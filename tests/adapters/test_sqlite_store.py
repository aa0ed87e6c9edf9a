"""A node's disk: what was committed stays, in order, whatever happens around it."""

import sqlite3
import stat
import threading
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jig.adapters.sqlite_store import SqliteStore
from jig.centre.ports import Arrival, StoreFault
from jig.record.entry import Sealed


def sealed(word):
    return Sealed(b"envelope " + word.encode(), b"s" * 32, word.encode())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.sqlite"


@pytest.fixture
def store(path):
    store = SqliteStore(path)
    yield store
    store.close()


def test_everything_written_comes_back_after_reopening(path):
    """ToR 1.b: a record outlives the process that wrote it."""
    store = SqliteStore(path)
    with store.transaction():
        store.append("own", 0, sealed("a"))
        store.append("mirror", 0, Sealed(b"b", b"t" * 32, None))
        store.put_head("own", 1, b"head 1")
        store.put_cosignature("own", 1, 77, b"cosigned")
        store.keep("unreadable", "JSON-SYNTAX", 5, b"\xff")
        store.set_fact("incarnation", "2")
    store.close()

    again = SqliteStore(path)

    assert list(again.entries("own", 0, 9)) == [sealed("a")]
    assert list(again.entries("mirror", 0, 9)) == [Sealed(b"b", b"t" * 32, None)]
    assert (again.newest_head("own"), again.newest_head("mirror")) == (b"head 1", None)
    assert again.cosignatures("own", 0, 1) == [(1, 77, b"cosigned")]
    assert [tuple(kept) for kept in again.kept()] == [(1, "unreadable", "JSON-SYNTAX", 5, b"\xff")]
    assert again.fact("incarnation") == "2"
    again.close()


@given(st.lists(st.sampled_from(["own", "mirror"]), max_size=300))
def test_arrivals_give_both_logs_in_the_order_of_recording(tmp_path_factory, order):
    """record.md, Cut and frontier: own and mirrored entries interleave as this node recorded them."""
    store = SqliteStore(tmp_path_factory.mktemp("order") / "r.sqlite")
    sizes = {"own": 0, "mirror": 0}
    expected = []
    with store.transaction():
        for number, which in enumerate(order, 1):
            one = sealed(f"{which} {sizes[which]}")
            store.append(which, sizes[which], one)
            expected.append(Arrival(number, which, sizes[which], one))
            sizes[which] += 1

    found = list(store.arrivals(0))

    assert found == expected
    assert list(store.arrivals(len(order) // 2)) == expected[len(order) // 2 :]
    assert {which: store.size(which) for which in sizes} == sizes
    store.close()


def test_an_exception_leaves_nothing_of_its_transaction(store):
    """record.md, Bundle: refused whole."""
    with store.transaction():
        store.append("own", 0, sealed("stays"))

    def refused():
        with store.transaction():
            store.append("own", 1, sealed("goes"))
            store.set_fact("stopped", "yes")
            raise KeyError

    with pytest.raises(KeyError):
        refused()

    assert list(store.entries("own", 0, 9)) == [sealed("stays")]
    assert store.fact("stopped") is None
    with store.transaction():
        store.append("own", 1, sealed("next"))
    assert [arrival.number for arrival in store.arrivals(0)] == [1, 2]


@pytest.mark.parametrize("seq", [0, 2, -1])
def test_only_the_next_entry_of_a_log_is_taken(store, seq):
    """record-format 4: seq counts without gaps."""
    with store.transaction():
        store.append("own", 0, sealed("a"))

    with pytest.raises(StoreFault) as fault, store.transaction():
        store.append("own", seq, sealed("b"))

    assert (fault.value.code, fault.value.params) == ("STORE-SEQ", {"found": seq, "expected": 1})
    assert store.size("own") == 1


def test_a_second_writer_elsewhere_is_seen_and_continued(path, store):
    """One process writes at a time; a transaction sees everything committed before it."""
    other = SqliteStore(path)
    with store.transaction():
        store.append("own", 0, sealed("first"))

    with other.transaction():
        other.append("own", 1, sealed("second"))

    assert list(store.entries("own", 0, 9)) == [sealed("first"), sealed("second")]
    with store.transaction():
        store.append("own", 2, sealed("third"))
    assert other.size("own") == 3
    other.close()


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(path):
    one, two = SqliteStore(path, busy_ms=50), SqliteStore(path, busy_ms=50)

    with one.transaction(), pytest.raises(StoreFault) as fault, two.transaction():
        two.set_fact("never", "written")

    assert fault.value.code == "STORE-BUSY"
    assert one.fact("never") is None
    one.close()
    two.close()


def test_a_thread_reads_its_own_writes_and_others_read_what_was_committed(store):
    seen = []

    def look():
        seen.append((store.size("own"), store.fact("mode")))

    with store.transaction():
        store.append("own", 0, sealed("a"))
        store.set_fact("mode", "EXERCISE")
        inside = (store.size("own"), store.fact("mode"), list(store.entries("own", 0, 1)))
        reader = threading.Thread(target=look)
        reader.start()
        reader.join()

    assert inside == (1, "EXERCISE", [sealed("a")])
    assert seen == [(0, None)]
    look()
    assert seen[1] == (1, "EXERCISE")


def test_writing_needs_a_transaction_and_transactions_do_not_nest(store):
    with pytest.raises(StoreFault) as loose:
        store.append("own", 0, sealed("a"))
    with pytest.raises(StoreFault) as fact:
        store.set_fact("a", "b")
    with pytest.raises(StoreFault) as nested, store.transaction(), store.transaction():
        pass

    assert [fault.value.code for fault in (loose, fact, nested)] == [
        "STORE-NO-TRANSACTION",
        "STORE-NO-TRANSACTION",
        "STORE-NESTED",
    ]
    with store.transaction():
        store.append("own", 0, sealed("a"))
    assert store.size("own") == 1


def test_what_is_kept_twice_is_kept_once_and_the_first_head_of_a_size_stays(store):
    """record-format 6: another head of a size is a fork's evidence, and never replaces the first."""
    with store.transaction():
        store.put_head("mirror", 3, b"first")
        store.put_head("mirror", 3, b"rival")
        store.put_head("mirror", 10, b"later")
        store.put_head("mirror", 9, b"older")
        store.keep("bundle", "BUNDLE-MAGIC", 1, b"x")
        store.keep("bundle", "BUNDLE-MAGIC", 2, b"x")
        store.keep("branch", "ABANDONED", 3, b"x")
        store.set_fact("stopped", "FORK")
        store.set_fact("stopped", None)

    assert (store.head("mirror", 3), store.head("mirror", 4)) == (b"first", None)
    assert store.newest_head("mirror") == b"later"
    assert [(kept.kind, kept.received_at) for kept in store.kept()] == [("bundle", 1), ("branch", 3)]
    assert [kept.kind for kept in store.kept("branch")] == ["branch"]
    assert store.fact("stopped") is None


def test_cosignatures_are_listed_above_start_up_to_end(store):
    with store.transaction():
        for size in (4, 2, 3, 1):
            store.put_cosignature("own", size, 100 + size, bytes([size]))
        store.put_cosignature("mirror", 3, 9, b"theirs")

    assert store.cosignatures("own", 1, 3) == [(2, 102, b"\x02"), (3, 103, b"\x03")]


def test_a_range_is_streamed_and_a_writer_in_between_does_not_disturb_it(store):
    with store.transaction():
        for seq in range(300):
            store.append("own", seq, sealed(str(seq)))

    stream = store.entries("own", 10, 290)
    first = next(stream)
    with store.transaction():
        store.append("own", 300, sealed("late"))

    assert first == sealed("10")
    assert [one.body for one in stream] == [str(seq).encode() for seq in range(11, 290)]


@pytest.mark.parametrize("sql", ["PRAGMA user_version = 3", "PRAGMA application_id = 7", "CREATE TABLE other (x)"])
def test_a_file_of_another_version_or_program_is_refused_untouched(path, sql):
    """A downgrade must not write into what it does not understand."""
    if "CREATE" not in sql:
        SqliteStore(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute(sql)
    raw.close()

    with pytest.raises(StoreFault) as fault:
        SqliteStore(path)

    assert fault.value.code == "STORE-VERSION"


def test_a_damaged_file_is_named_as_such(path):
    path.write_bytes(b"this is not a database, and never was one" * 100)

    with pytest.raises(StoreFault) as fault:
        SqliteStore(path)

    assert fault.value.code == "STORE-CORRUPT"


def test_a_full_disk_is_named_and_loses_nothing_committed(path):
    store = SqliteStore(path)
    with store.transaction():
        store.append("own", 0, sealed("stays"))
    store._writer.execute("PRAGMA max_page_count = 30")

    with pytest.raises(StoreFault) as fault, store.transaction():
        store.keep("bundle", "X", 1, b"z" * 1_000_000)

    assert fault.value.code == "STORE-FULL"
    assert list(store.entries("own", 0, 9)) == [sealed("stays")]
    with store.transaction():
        store.append("own", 1, sealed("room again"))
    store.close()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreFault) as fault:
        SqliteStore(tmp_path / "missing" / "record.sqlite")

    assert fault.value.code == "STORE-UNWRITABLE"


def test_the_file_is_for_its_owner_only(path, store):
    """Bodies that were not released to anybody else lie in it."""
    with store.transaction():
        store.set_fact("a", "b")

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert set(modes.values()) == {0o600}
    assert "record.sqlite-wal" in modes


def test_every_statement_is_shown_to_the_trace_before_it_runs(path):
    seen = []
    store = SqliteStore(path, trace=seen.append)
    seen.clear()

    with store.transaction():
        store.append("own", 0, sealed("a"))

    assert [sql.split()[0] for sql in seen] == ["BEGIN", "PRAGMA", "SELECT", "INSERT", "COMMIT"]
    store.close()


def test_what_another_process_commits_is_known_at_the_next_transaction(path):
    """record.md, Resume: two processes of one node write in turn; neither may trust what it remembers."""
    ours, theirs = SqliteStore(path), SqliteStore(path)
    with ours.transaction():
        ours.append("own", 0, sealed("a"))
        ours.put_head("mirror", 1, b"head 1")
        remembered = (ours.size("own"), ours.fact("stopped"), ours.newest_head("mirror"), list(ours.arrivals(1)))

    with theirs.transaction():
        theirs.append("own", 1, sealed("b"))
        theirs.put_head("mirror", 2, b"head 2")
        theirs.set_fact("stopped", "FORK")
    with ours.transaction():
        now = (ours.size("own"), ours.fact("stopped"), ours.newest_head("mirror"), [a.seq for a in ours.arrivals(1)])

    assert remembered == (1, None, b"head 1", [])
    assert now == (2, "FORK", b"head 2", [1])
    ours.close()
    theirs.close()


def test_what_is_rolled_back_is_forgotten(store):
    """record.md, Entry: nothing is remembered that is not there."""
    with store.transaction():
        store.append("own", 0, sealed("a"))

    with suppress(RuntimeError), store.transaction():
        store.append("own", 1, sealed("b"))
        store.put_head("own", 2, b"head 2")
        store.set_fact("stopped", "FORK")
        raise RuntimeError
    with store.transaction():
        found = (store.size("own"), store.fact("stopped"), store.newest_head("own"))
        number = store.append("own", 1, sealed("c"))

    assert found == (1, None, None)
    assert [arrival.number for arrival in store.arrivals(0)] == [1, number]


def test_a_file_of_the_first_version_is_written_as_it_is(path):
    """Decision 0021: the same statements, other tables."""
    old = [
        """CREATE TABLE entries (arrival INTEGER PRIMARY KEY AUTOINCREMENT, which TEXT NOT NULL, seq INTEGER NOT NULL,
            envelope BLOB NOT NULL, salt BLOB NOT NULL, body BLOB, UNIQUE (which, seq)) STRICT""",
        """CREATE TABLE heads (which TEXT NOT NULL, size INTEGER NOT NULL, note BLOB NOT NULL,
            PRIMARY KEY (which, size)) STRICT""",
        """CREATE TABLE cosignatures (which TEXT NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL,
            note BLOB NOT NULL, PRIMARY KEY (which, size, time)) STRICT""",
        """CREATE TABLE kept (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, code TEXT NOT NULL,
            received_at INTEGER NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL, UNIQUE (kind, digest)) STRICT""",
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "PRAGMA application_id = 1246316370",
        "PRAGMA user_version = 1",
    ]
    plain = sqlite3.connect(path)
    for sql in old:
        plain.execute(sql)
    plain.close()

    store = SqliteStore(path)
    with store.transaction():
        number = store.append("own", 0, sealed("a"))
        store.put_head("own", 1, b"head 1")
        store.put_head("own", 1, b"another")

    assert (number, store.newest_head("own"), list(store.entries("own", 0, 9))) == (1, b"head 1", [sealed("a")])
    store.close()
