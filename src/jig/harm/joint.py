"""The joint act on a protected site: taking it off the list, as an error of identity or of place (ToR Pre.3)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from jig.decisions.acts import Act
from jig.harm.state import REMOVAL
from jig.record.fields import EntryRef, Name
from jig.record.kind import Body


class Adviser(Body):
    """A side's legal adviser who looked into it."""

    participant: Annotated[str, Field(min_length=1, max_length=16)]
    name: Name


class Removal(Body):
    """One statement of a site was in error: what stood there is another thing, or it stands elsewhere.

    correction: the statement that is right, where the place was wrong.
    """

    site: EntryRef
    error: Literal["IDENTITY", "PLACE"]
    correction: EntryRef | None = None
    legal_advisers: Annotated[tuple[Adviser, ...], Field(max_length=8, strict=False)]


def _relies(content: Any) -> tuple[str, ...]:
    return (content.site,)


ACTS = (Act(REMOVAL, Removal, ("C007", "C138"), relies=_relies, title="Removal of a protected site listed in error"),)
