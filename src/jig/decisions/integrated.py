"""What integrated operations on deliberate targets wait for: both authorisations, and an agreed procedure (ToR 2)."""

from __future__ import annotations

from jig.decisions.state import GROUP, stands
from jig.record.registers import SIDES
from jig.record.view import View

#: The act by which both national authorities authorise; the agreed procedure that goes with it.
ACT, PROCEDURE = "integrated", "PROC-INT"
AUTHORISATION = "AUTHORISATION"


def lacking(view: View) -> tuple[str, ...]:
    """Name what integrated operations still wait for at a cut or frontier; empty when nothing."""
    agreed = view.terms.document("PROCEDURE", PROCEDURE) is not None
    return (*(() if authorised(view) else (AUTHORISATION,)), *(() if agreed else (PROCEDURE,)))


def authorised(view: View) -> bool:
    """Tell whether both authorisations stand: each side's last AGREE is to one and the same proposal, and it stands.

    Taking back a later authorisation must not bring an earlier one into force again.
    """
    first, second = (view.last("agree.said", (ACT, GROUP), side) for side in SIDES)
    return first is not None and first == second and stands(view, first)
