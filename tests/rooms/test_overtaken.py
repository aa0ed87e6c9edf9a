"""record.md, A late restrictive entry: what crossed an ending on its way is overtaken, what came before it is not."""

import pytest

from jig.operations.state import plan_standing
from rooms_fake import PLAN_LABEL, Way


@pytest.mark.parametrize("ending", ["withdraw", "hold"])
def test_what_its_ender_had_seen_is_not_overtaken(ending):
    """C049, C079: a plan that both knew of is withdrawn or held, not overtaken."""
    way = Way().ready()
    agreed, _ = way.to_permitted()

    way.see(0)
    _ = way.withdraw(0, agreed.action) if ending == "withdraw" else way.hold(0)
    way.see(1)

    shown = plan_standing(way.view(), PLAN_LABEL)
    assert shown["state"] == {"withdraw": "WITHDRAWN", "hold": "HELD"}[ending]
    assert shown["overtaken"] == []
