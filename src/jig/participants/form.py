"""What a participant states about its own people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from jig.record.facts import Facts
from jig.record.fields import Lang, Name, Text
from jig.record.kind import Body, Effect, Kind, Verdict, Write

#: Every role an officer may be accredited in, with what it is for.
ROLES = {
    "SNR": "senior national representative: transmits national decisions (ToR 1.d.iii)",
    "DEPUTY": "recorded deputy of the representative",
    "INTEL": "intelligence (ToR 1.d.iv)",
    "TARGETING": "targeting: vetting and validation (ToR 1.d.i)",
    "OPS": "operations (ToR 1.d.v)",
    "AIR": "air operations",
    "LEGAL": "operational law",
    "LINGUIST": "translation (ToR 1.d.ii)",
    "WATCH": "watch officer",
    "MONITOR": "ceasefire monitor",
    "SUPPORT": "logistics, protection, communications (ToR 1.d.vi)",
}


class Decider(Body):
    """The person who decided: never the one who transmits, never the liaison body itself."""

    participant: Annotated[str, Field(min_length=1, max_length=16)]
    name: Name
    post: Name
    rank_code: Annotated[str, Field(max_length=16)]


class Relief(Body):
    """An officer is relieved: from here on the officer's key permits nothing."""

    officer: Name
    reason: Text
    lang: Lang


class Post(Body):
    """A post of the roster is filled by an officer, with the counterpart's post it is paired with."""

    post: Name
    officer: Name
    rank_code: Annotated[str, Field(max_length=16)]
    expertise: Annotated[tuple[str, ...], Field(max_length=16, strict=False)]
    paired_with: Annotated[str, Field(max_length=200)]
    dispensation: Text = ""


class ReliefFacts(Facts):
    """Facts about a relief."""

    body: Relief

    @property
    def officer_relieved(self) -> str:
        """The name given."""
        return self.body.officer

    @property
    def accredited_once(self) -> bool:
        """Whether any key set of the author's side, as far as this cut shows, named such an officer."""
        keysets = self.view.written("keyset", "", self.side)
        return any(keyset.officer(self.body.officer) is not None for _, keyset in keysets)


class PostFacts(Facts):
    """Facts about a post."""

    body: Post

    @property
    def rank_code(self) -> str:
        """The rank code of the officer who fills the post."""
        return self.body.rank_code

    @property
    def post(self) -> str:
        """The post."""
        return self.body.post

    @property
    def dispensation(self) -> str:
        """Why a lower rank is accepted, in the participant's own words."""
        return self.body.dispensation

    @property
    def senior_grade(self) -> str:
        """The rank code that a senior representative holds at least (reading A18)."""
        return str(self.view.setting("rank.snr_grade"))

    @property
    def counterpart_rank(self) -> str | None:
        """The rank code on the counterpart's paired post, None when it is not filled."""
        found: Post | None = self.view.last("post", self.body.paired_with, self.other)
        return None if found is None else found.rank_code


def _relieved(facts: ReliefFacts, verdict: Verdict) -> Iterable[Write]:
    return [("relieved", facts.body.officer, True)] if verdict is Verdict.OK else []


def _relieved_unread(raw: Any, entry_id: bytes) -> Iterable[Write]:
    """A relief that cannot be read relieves whom it names, if that much can be read."""
    officer = raw.get("officer") if isinstance(raw, dict) else None
    return [("relieved", officer, True)] if isinstance(officer, str) and 0 < len(officer) <= 200 else []


def _posted(facts: PostFacts, verdict: Verdict) -> Iterable[Write]:
    return [("post", facts.body.post, facts.body)] if verdict is Verdict.OK else []


KINDS = (
    Kind(
        "relief",
        Relief,
        Effect.RESTRICTIVE,
        ReliefFacts,
        _relieved,
        clauses=("C025",),
        unreadable=_relieved_unread,
        title="Relief of an officer",
    ),
    Kind(
        "post",
        Post,
        Effect.NEUTRAL,
        PostFacts,
        _posted,
        roles=frozenset({"SNR", "DEPUTY"}),
        clauses=("C016", "C017", "C018", "C019", "C020", "C024", "C027", "C029", "C032"),
        title="Post of the roster",
    ),
)
