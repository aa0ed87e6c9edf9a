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


def _vetted(content: Any) -> tuple[tuple[str, bytes], ...]:
    return (("vetting", bytes.fromhex(content.target)),)


def _validated_and_screened(content: Any) -> tuple[tuple[str, bytes], ...]:
    return (("validation", bytes.fromhex(content.target)), ("screening", bytes.fromhex(content.location)))


ACTS = (
    Act(
        ACTIONABLE,
        Actionable,
        ("C040", "C049", "C052"),
        relies=_version,
        rests=_vetted,
        title="Target is actionable",
    ),
    Act(
        ACTION,
        Action,
        ("C041", "C043", "C057"),
        relies=_all_three,
        rests=_validated_and_screened,
        title="Target is agreed for action",
    ),
)
