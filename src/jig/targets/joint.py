"""The joint acts on a target: that it is actionable, and that it is acted on (ToR 2.a.ii, 2.a.iii)."""

from __future__ import annotations

from typing import Any

from jig.decisions.acts import Act
from jig.record.fields import EntryRef
from jig.record.kind import Body
from jig.targets.state import ACTION, ACTIONABLE


class Actionable(Body):
    """Both find one exact version of a target actionable."""

    target: EntryRef


class Action(Body):
    """Both agree to action on one version of a target at one location, found actionable by both before."""

    target: EntryRef
    location: EntryRef
    actionable: EntryRef


def _version(content: Any) -> tuple[str, ...]:
    return (content.target,)


def _all_three(content: Any) -> tuple[str, ...]:
    return (content.target, content.location, content.actionable)


ACTS = (
    Act(ACTIONABLE, Actionable, ("C040", "C049", "C052"), relies=_version, title="Target is actionable"),
    Act(ACTION, Action, ("C041", "C043", "C057"), relies=_all_three, title="Target is agreed for action"),
)
