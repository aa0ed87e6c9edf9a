"""What a rule answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from jig.agreement.rule import Rule

Fact: TypeAlias = "str | int | bool | tuple[str | int, ...] | None"


class Finding:
    """One rule's answer about one entry or subject, with the facts that explain it.

    kept: True, False, or None when UNPROVEN; None never opens a gate. facts: plain values by name, which fill the
    placeholders of the rule's wording. `rule` is filled in by `Rule.apply`; a finding is otherwise never changed.

    A hand-written class and not a frozen dataclass: a fold makes one a rule and an entry, and a frozen dataclass costs
    three times as much to build.
    """

    __slots__ = ("facts", "kept", "rule")

    kept: bool | None
    facts: Mapping[str, Fact]
    rule: Rule | None

    def __init__(self, kept: bool | None, **facts: Fact) -> None:
        self.kept = kept
        self.facts = facts
        self.rule = None

    @property
    def clause(self) -> str:
        """The clause id of the rule that answered; empty outside a rule."""
        return self.rule.clause if self.rule else ""

    @property
    def reading(self) -> str:
        """The reading id of the rule that answered; empty when it relies on none."""
        return self.rule.reading if self.rule else ""

    @property
    def code(self) -> str:
        """The stable code of this finding: the id of the rule that answered; empty outside a rule."""
        return self.rule.id if self.rule else ""

    def as_json(self) -> dict[str, object]:
        """Answer the finding as JSON-safe values; tuples become lists."""
        facts = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in self.facts.items()}
        return {"clause": self.clause, "code": self.code, "facts": facts, "kept": self.kept, "reading": self.reading}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return (self.code, self.kept, self.facts) == (other.code, other.kept, other.facts)

    def __hash__(self) -> int:
        return hash((self.code, self.kept, tuple(sorted(self.facts))))

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={fact!r}" for name, fact in self.facts.items())
        return f"<Finding {self.code} kept={self.kept} {facts}>"
