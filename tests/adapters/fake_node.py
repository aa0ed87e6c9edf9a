"""A serving node that answers what a test tells it to."""

from jig.centre.serving import Answer


class FakeNode:
    """Serving: accepts anything by default; every attribute may be set."""

    def __init__(self):
        self.answer = Answer("ACCEPTED", "", 0, b"answer")
        self.head = b"head\n"
        self.mirror = {0: b"mirror from 0"}
        self.own = {0: b"own from 0", 3: b"own from 3"}
        self.consented = ("OK", b"signed")
        self.taken = []
        self.fault = None
        self.during = None

    def _maybe(self):
        if self.during:
            self.during()
        if self.fault:
            raise self.fault

    def take(self, bundle):
        self._maybe()
        self.taken.append(bundle)
        return self.answer

    def head_of_mirror(self):
        self._maybe()
        return self.head

    def bundle_of_mirror(self, start):
        return self.mirror.get(start)

    def bundle_of_own(self, start, end=None):
        return self.own.get(start)

    def consent(self, statement):
        self.taken.append(statement)
        return self.consented

    def status(self):
        return {"origin": "exercise/AAA/0123456789abcdef", "mode": "EXERCISE", "own": 3, "mirror": 0, "stopped": None}
