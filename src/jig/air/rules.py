"""What the agreement says of the grounding and its record (ToR 3, 3.a-c; AP 3.d), by what is stated."""

from __future__ import annotations

from jig.air import rules_of_determination, rules_of_notices, rules_of_observations, rules_of_order

__all__ = ["rules_of_determination", "rules_of_notices", "rules_of_observations", "rules_of_order"]
