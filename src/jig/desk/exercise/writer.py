"""Writes scenes in the order and with the cuts that a seed chooses."""

from __future__ import annotations

import random

from jig.agreement.wording import N_
from jig.desk.exercise import bodies as say
from jig.desk.exercise.cast import Cast
from jig.desk.exercise.steps import Body, Cut, Deliver, Mend, Scene, State, Step


class Writer:
    """Writes scenes; the seed chooses who speaks first, who gives first, and where the link is cut besides."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.dice = random.Random(f"script {seed}")
        self.planner, self.other = cast.planner, 1 - cast.planner
        self.heads = {0: "SNR", 1: "SNR"}

    def sides(self) -> tuple[int, int]:
        """Both sides, in the order the seed chooses."""
        first = self.dice.randrange(2)
        return first, 1 - first

    def deliver(self) -> Step:
        """Bring both nodes to hold the same."""
        return Deliver(self.dice.randrange(2))

    def both(self, what: str, role: str, kind: str, body: Body, name: str = "") -> list[Step]:
        """Let both sides state the same kind of thing, neither having seen the other's."""
        return [State(what, side, role, kind, body, name and f"{name} {side}") for side in self.sides()]

    def agreed(self, name: str) -> list[Step]:
        """Let both representatives answer a proposal, one after the other or at once, and deliver their answers."""
        answers: list[Step] = [self.answer(side, name) for side in self.sides()]
        if self.dice.randrange(2):
            answers.insert(1, self.deliver())
        return [*answers, self.deliver()]

    def answer(self, side: int, name: str, role: str = "") -> State:
        """Let an officer, the representative by default, transmit an agreement."""
        what = N_("{officer} transmits that the national authority agrees.")
        return State(what, side, role or self.heads[side], "position", say.answer(name))

    def proposed(self, what: str, side: int, name: str, body: Body, role: str = "") -> list[Step]:
        """Put something up for agreement and deliver it."""
        return [State(what, side, role or self.heads[side], "proposal", body, name), self.deliver()]

    def cut(self, *steps: Step) -> tuple[Step, ...]:
        """Let steps happen while the link is cut."""
        return (Cut(), *steps, Mend(), self.deliver())

    def maybe_cut(self, steps: list[Step]) -> tuple[Step, ...]:
        """Cut the link in some of the scenes that go on all the same."""
        return self.cut(*steps) if self.dice.randrange(4) == 0 else tuple(steps)

    def scene(self, title: str, clause: str, day: int, clock: str, steps: tuple[Step, ...]) -> Scene:
        """Put steps under a title."""
        codes = {"planner": self.cast.teams[self.planner].code, "other": self.cast.teams[self.other].code}
        return Scene(title, clause, day, clock, steps, codes)
