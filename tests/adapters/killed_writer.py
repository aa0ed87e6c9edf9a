"""Run as a program: writes three transactions to a new store, killed before its first, second, third ... statement.

Prints, a line a run, the number of the run, how it ended, and how many transactions it had acknowledged.
"""

import os
import signal
import sys
from pathlib import Path

from jig.adapters.sqlite_store import SqliteStore
from jig.record.entry import Sealed

TRANSACTIONS = 3


def write(path, fatal, acknowledge):
    count = 0

    def trace(_):
        nonlocal count
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    store = SqliteStore(path, trace=trace)
    for number in range(TRANSACTIONS):
        with store.transaction():
            store.append("own", number, Sealed(b"own %d" % number, b"s" * 32, b"{}"))
            store.append("mirror", number, Sealed(b"mirror %d" % number, b"s" * 32, None))
            store.put_head("own", number + 1, b"head %d" % number)
            store.set_fact("incarnation", str(number + 1))
        acknowledge()
    store.close()


def run(folder, fatal):
    """Give the exit code (negative: the signal) and the number of acknowledged transactions."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        write(folder / f"{fatal}.sqlite", fatal, lambda: os.write(writer, b"."))
        os._exit(0)
    os.close(writer)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    acknowledged = len(os.read(reader, 100))
    os.close(reader)
    return ended, acknowledged


if __name__ == "__main__":
    fatal, ended = 0, -1
    while ended:
        ended, acknowledged = run(Path(sys.argv[1]), fatal)
        print(fatal, ended, acknowledged)
        fatal += 1
