"""A node's disk in memory: the Store port, with snapshots, so that a test can restore an old backup."""

import hashlib
from contextlib import contextmanager
from copy import deepcopy

from jig.centre.ports import Arrival, Kept, StoreFault


class MemoryStore:
    """Store: everything of one transaction is there together, or none of it is. `fails_at_commit` is raised once."""

    def __init__(self):
        self._state = {
            "entries": {"own": [], "mirror": []},
            "arrivals": [],
            "number": 0,
            "heads": {"own": {}, "mirror": {}},
            "cosignatures": {"own": {}, "mirror": {}},
            "kept": [],
            "facts": {},
        }
        self._writing = False
        self.fails_at_commit = None

    def snapshot(self):
        """Give a backup of everything."""
        return _copied(self._state)

    def restore(self, backup):
        """Put a backup in place of everything."""
        self._state = _copied(backup)

    @contextmanager
    def transaction(self, *, durable=True):
        if self._writing:
            raise StoreFault("STORE-NESTED")
        before, self._writing = _copied(self._state), True
        try:
            yield
            fault, self.fails_at_commit = self.fails_at_commit, None
            if fault is not None:
                raise fault
        except BaseException:
            self._state = before
            raise
        finally:
            self._writing = False

    def size(self, which):
        return len(self._state["entries"][which])

    def append(self, which, seq, sealed):
        self._must_write()
        if seq != self.size(which):
            raise StoreFault("STORE-SEQ", found=seq, expected=self.size(which))
        self._state["entries"][which].append(sealed)
        self._state["number"] += 1
        self._state["arrivals"].append(Arrival(self._state["number"], which, seq, sealed))
        return self._state["number"]

    def entries(self, which, start, end):
        return iter(self._state["entries"][which][start:end])

    def arrivals(self, after):
        return iter([arrival for arrival in self._state["arrivals"] if arrival.number > after])

    def abandon(self, which, start):
        self._must_write()
        for sealed in self._state["entries"][which][start:]:
            self.keep("abandoned", which, 0, sealed.envelope)
        del self._state["entries"][which][start:]
        self._state["arrivals"] = [a for a in self._state["arrivals"] if a.which != which or a.seq < start]
        for name in ("heads", "cosignatures"):
            kept = self._state[name][which]
            self._state[name][which] = {key: note for key, note in kept.items() if _size(key) <= start}
        self.set_fact("generation", str(self.generation() + 1))

    def generation(self):
        return int(self.fact("generation") or 0)

    def head_sizes(self, which, start, end):
        return [size for size in sorted(self._state["heads"][which]) if start <= size <= end]

    def put_head(self, which, size, note):
        self._must_write()
        self._state["heads"][which].setdefault(size, note)

    def head(self, which, size):
        return self._state["heads"][which].get(size)

    def newest_head(self, which):
        heads = self._state["heads"][which]
        return heads[max(heads)] if heads else None

    def put_cosignature(self, which, size, time, note):
        self._must_write()
        self._state["cosignatures"][which].setdefault((size, time), note)

    def cosignatures(self, which, start, end):
        kept = self._state["cosignatures"][which]
        return [(*key, kept[key]) for key in sorted(kept) if start < key[0] <= end]

    def keep(self, kind, code, received_at, data):
        self._must_write()
        if not any((k.kind, k.data) == (kind, data) for k in self._state["kept"]):
            self._state["kept"].append(Kept(len(self._state["kept"]) + 1, kind, code, received_at, data))

    def kept(self, kind=None):
        return [kept for kept in self._state["kept"] if kind in (None, kept.kind)]

    def kept_size(self, kind):
        found = self.kept(kind)
        return len(found), sum(len(one.data) for one in found)

    def has_kept(self, kind, digest):
        return any(hashlib.sha256(one.data).digest() == digest for one in self.kept(kind))

    def fact(self, name):
        return self._state["facts"].get(name)

    def set_fact(self, name, value):
        self._must_write()
        self._state["facts"].pop(name, None)
        if value is not None:
            self._state["facts"][name] = value

    def close(self):
        pass

    def _must_write(self):
        if not self._writing:
            raise StoreFault("STORE-NO-TRANSACTION")


def _size(key):
    return key[0] if isinstance(key, tuple) else key


def _copied(state):
    # What lies in the containers is immutable; only the containers are copied.
    return {name: _container(value) for name, value in state.items()}


def _container(value):
    if isinstance(value, dict):
        return {name: _container(item) for name, item in value.items()}
    return list(value) if isinstance(value, list) else deepcopy(value)
