"""What the agreement says of languages (ToR 1.d.ii)."""

from __future__ import annotations

from jig.agreement.finding import Finding
from jig.agreement.rule import rule
from jig.record.view import Meta


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    broken="The entry translated is not known here.",
    consequence="Recorded; it stands beside no original.",
    next_step="Name an entry that this log has seen.",
)
def a_translation_stands_beside_its_original(original: Meta | None) -> Finding:
    """A translation names the original that it stands beside."""
    return Finding(original is not None)


@rule(
    "C022",
    reading="A19",
    of="translation",
    at="cut",
    breaks="WARN",
    broken="The original is the translator's own side's; the receiver is the one to translate.",
    consequence="Shown as the originator's courtesy translation.",
    next_step="Nothing is required.",
)
def the_receiver_translates(received: bool) -> Finding:
    """Whoever receives material translates it."""
    return Finding(received)
