"""Alarms of a node that is served: a STOP not taken, what is protected and not taken, delivered or exchanged in time,
an incident that nobody asked about, and who flew not answered.

The server looks at its own clock; the record changes by none of it. Each alarm is said once, and kept in a private file.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from jig.adapters.views import append_private
from jig.agreement.wording import N_
from jig.centre.node import Node
from jig.centre.ports import StoreFault
from jig.centre.remind import ALARMING, Reminder, asked_due, protected_due, stops_due
from jig.desk.due import WHAT
from jig.desk.output import DESK, instant
from jig.desk.stop import names_of, say_stop, stop_row
from jig.operations.state import struck_after_stop
from jig.operations.stops import STRUCK, representatives, stop_standing

ALARM_FILE = "alarms.jsonl"
EVERY_S = 1.0
#: What asks every site, movement and execution is asked anew at every so manieth look: a delivery must not wait for it.
SELDOM = 30
#: So many are raised at one look; the others follow at the next, for a list of thousands is taken by name one by one.
MOST = 20
STOP_ANSWER = "STOP-ANSWER"


class Watch:
    """Looks every second, between two deliveries, until it is ended."""

    def __init__(self, node: Node, folder: Path, in_turn: Callable[[Callable[[], None]], None]) -> None:
        self._node, self._folder, self._in_turn = node, folder, in_turn
        self._said: set[tuple[str, str, str]] = set()
        self._stops: list[Reminder] = []
        self._rest: list[Reminder] = []
        self._struck: dict[str, Any] = {}
        self._at: Any = None
        self._looks = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._end.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            try:
                self._in_turn(self.look)
            except StoreFault as fault:
                # What this node cannot read now it may read in a second; until then nobody is told that all is well.
                self._raise("STORE", fault.code, "UNREAD", {})
            if self._end.wait(EVERY_S):
                return

    def look(self) -> None:
        """Take up what was recorded since, and raise what is due by this node's clock."""
        self._node.refresh()
        frontier, view = self._node.picture.frontier, self._node.picture.view()
        if frontier != self._at:
            self._stops, self._at = stops_due(view), frontier
        if self._looks % SELDOM == 0:
            self._rest, self._struck = [*protected_due(view), *asked_due(view)], struck_after_stop(view)
        self._looks += 1
        now = self._node.clock.now()
        for one in self._stops:
            self._stop(one, now)
        for name, found in self._struck.items():
            self._raise(STRUCK, name, found["known"], found)
        overdue = (one for one in self._rest if one.state(now) == "OVERDUE")
        fresh = (one for one in overdue if (one.code, one.subject, "OVERDUE") not in self._said)
        for one in islice(fresh, MOST):
            self._raise(one.code, one.subject, "OVERDUE", {"due": one.due})

    def _stop(self, one: Reminder, now: int) -> None:
        view = self._node.picture.view()
        found = stop_standing(view, one.subject)
        if found is not None:
            row, called = stop_row(found, now), representatives(view)
            self._raise(one.code, one.subject, row["state"], {**row, "representatives": called})

    def _raise(self, code: str, subject: str, state: str, more: dict[str, Any]) -> None:
        if (code, subject, state) in self._said:
            return
        self._said.add((code, subject, state))
        now = self._node.clock.now()
        row = {**more, "at": now, "code": code, "subject": subject, "state": state}
        try:
            append_private(self._folder / ALARM_FILE, row)
        except OSError:
            # Said all the same: a full disk is no reason for silence.
            DESK.say(N_("The alarm file cannot be written."))
        if code == STOP_ANSWER:
            say_stop(more, more["representatives"])
        elif code == STRUCK:
            names = names_of(more["raised_to"])
            DESK.say(N_("ALARM {at}: plan {plan} of {by}, carried out after a STOP. Call both representatives: {names}."),
                     at=instant(now), plan=more["plan"], by=more["by"], names=names)  # fmt: skip
        elif code in ALARMING:
            DESK.say(N_("ALARM {at}: {what}"), at=instant(now), what=DESK.words(WHAT[code], subject=subject))
        else:
            DESK.say(N_("ALARM {at}: the record cannot be read ({found})."), at=instant(now), found=subject)
