"""What rules ask about one entry: looked up once, when a rule first asks, at its author's cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from jig.record.entry import Entry
from jig.record.keyset import Officer
from jig.record.kind import Body, Effect, Kind
from jig.record.texts import faults_of_texts
from jig.record.view import Meta, View


class Stated(NamedTuple):
    """An entry about to be judged: its place, its officer (None when its key is no longer an officer's), its cut."""

    kind: Kind
    side: int
    position: int
    id: bytes
    entry: Entry
    officer: Officer | None
    view: View


class Unreadable(Exception):
    """A body that its form cannot read: all faults together, each (code, path, found, expected).

    params: for each fault the further values that its sentence names; empty when there are none.
    """

    def __init__(self, faults: list[tuple[str, str, str, str]], params: Sequence[Mapping[str, str | int]] = ()) -> None:
        super().__init__("; ".join(f"{code} {path}" for code, path, _, _ in faults))
        self.faults = faults
        self.params = params or tuple({} for _ in faults)


#: More faults of one body than these nobody mends at a time.
MOST_FAULTS = 100


class Facts:
    """The facts of one entry; rooms add theirs in a subclass, one cached property a fact."""

    def __init__(self, stated: Stated, body: Any) -> None:
        self.stated = stated
        self.view: View = stated.view
        self.body = body

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """The names under which rules about this entry are registered."""
        return (self.stated.kind.name,)

    @property
    def effect(self) -> Effect:
        """What this entry can do to what is permitted."""
        return self.stated.kind.effect

    @property
    def side(self) -> int:
        """The author's side."""
        return self.stated.side

    @property
    def other(self) -> int:
        """The counterpart's side."""
        return 1 - self.stated.side

    @property
    def own_code(self) -> str:
        """The author's participant code."""
        return self.view.code(self.stated.side)

    @property
    def officer(self) -> Officer | None:
        """The officer who transmitted this entry, None when its key is no officer's at this position."""
        return self.stated.officer

    @property
    def officer_name(self) -> str:
        """The transmitting officer's name, empty when unknown."""
        return self.stated.officer.name if self.stated.officer else ""

    @property
    def role(self) -> str:
        """The role in which the entry was transmitted."""
        return self.stated.entry.role

    @property
    def needed_roles(self) -> frozenset[str]:
        """The roles that may transmit such an entry; empty when any accredited officer may."""
        return self.stated.kind.roles

    @cached_property
    def relieved(self) -> bool:
        """Whether the officer was relieved before this entry."""
        return self.officer is not None and self.view.relieved(self.side, self.officer.name)

    @property
    def named_terms(self) -> bytes:
        """The digest of the terms that the author named."""
        return self.stated.entry.agreement

    @property
    def terms_in_force(self) -> bytes:
        """The digest of the terms in force at the author's cut."""
        return self.view.terms.digest

    def meta(self, ref: str | None) -> Meta | None:
        """Find an entry within the cut."""
        return None if ref is None else self.view.entry(ref)

    def known(self, ref: str | None, *kinds: str) -> Meta | None:
        """Find an accepted entry of one of these kinds within the cut."""
        found = self.meta(ref)
        return found if found is not None and found.kind in kinds and found.verdict.value == "OK" else None


def read_body(form: type[Body], data: bytes) -> Body:
    """Read body bytes with a form; raises Unreadable with all faults."""
    from pydantic import ValidationError

    texts = faults_of_texts(data)
    try:
        found = form.model_validate_json(data)
    except ValidationError as error:
        raise Unreadable(sorted([*faults_of(error), *texts])[:MOST_FAULTS]) from error
    if texts:
        raise Unreadable(sorted(texts)[:MOST_FAULTS])
    return found


#: What is missing has no value; what must not be said is not said again by the fault that refuses it.
_NOT_REPEATED = frozenset({"missing", "CONTACT-IN-TEXT"})


def faults_of(error: Any) -> list[tuple[str, str, str, str]]:
    """Turn the faults a form found into (code, path, found, expected), by path; no wording. At most MOST_FAULTS.

    Every judgement that is not kept stays in memory: twenty thousand faults of one body would be a weapon.
    """
    faults = []
    for item in error.errors(include_url=False):
        path = ".".join(str(part) for part in item["loc"])
        context = item.get("ctx") or {}
        expected = ", ".join(f"{name}={value}" for name, value in sorted(context.items()) if name != "error")
        found = str(item.get("input"))[:80] if item["type"] not in _NOT_REPEATED else ""
        faults.append((f"FORM-{item['type'].upper().replace('_', '-')}", path, found, expected))
    return sorted(faults)[:MOST_FAULTS]
