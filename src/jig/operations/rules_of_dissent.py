"""What the agreement says of doubts: they are shown to whoever decides (ToR 2.a, 2.c)."""

from __future__ import annotations

from typing import Any

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.operations.dissent import unseen
from jig.operations.said import Planned
from jig.record.view import View
from jig.targets.state import version


@rule(
    "C049",
    of="dissent",
    at="cut",
    broken="No target, location, plan or proposal of that entry is known here.",
    consequence="Recorded; it is shown beside nothing.",
    next_step="Name what it is about by its exact entry.",
)
def a_doubt_is_about_something_known(label: str) -> Finding:
    """A dissenting note names what it is about."""
    return Finding(bool(label))


@rule(
    "C049",
    of="agree:actionable",
    at="cut",
    breaks="WARN",
    broken="Dissenting notes that the decision does not say were seen: {notes}.",
    consequence="Recorded and shown; a note stops nothing by itself.",
    next_step="Show the notes to whoever decides and name them as seen.",
)
def whoever_finds_it_actionable_has_seen_the_doubts(view: View, body: Any, content: Any) -> Finding:
    """Whoever agrees that a target is actionable has seen every dissenting note on it."""
    return _seen(view, body.dissents_seen, content.target)


@rule(
    "C043",
    of="agree:action",
    at="cut",
    breaks="WARN",
    broken="Dissenting notes that the decision does not say were seen: {notes}.",
    consequence="Recorded and shown; a note stops nothing by itself.",
    next_step="Show the notes to whoever decides and name them as seen.",
)
def whoever_agrees_to_action_has_seen_the_doubts(view: View, body: Any, content: Any) -> Finding:
    """Whoever agrees to action has seen every dissenting note on the target."""
    return _seen(view, body.dissents_seen, content.target)


def _seen(view: View, seen: tuple[str, ...], target: str) -> Finding:
    found = version(view, target)
    notes = unseen(view, seen, found.label) if found is not None else ()
    return Finding(not notes, notes=notes)


@rule(
    "C069",
    of="acknowledgement",
    at="cut",
    needs="said",
    breaks="WARN",
    broken="Dissenting notes that the acknowledgement does not say were seen: {notes}.",
    consequence="Recorded and shown; a note stops nothing by itself.",
    next_step="Show the notes to whoever acknowledges and name them as seen.",
)
def whoever_acknowledges_has_seen_the_doubts(view: View, body: Any, said: Planned) -> Finding:
    """Whoever acknowledges a plan has seen every dissenting note on it and on its target."""
    found = version(view, said.target)
    notes = unseen(view, body.dissents_seen, said.label, *(() if found is None else (found.label,)))
    return Finding(not notes, notes=notes)
