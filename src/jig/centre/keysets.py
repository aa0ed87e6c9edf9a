"""Keys come and go by key sets that the offline root signs: the first one, accreditation, a new log key."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

from jig.centre.node import Node, Recorded
from jig.centre.ports import Store
from jig.record.entry import LOG_ROLE, NOTHING_SEEN, Entry, Sealed, seal_entry
from jig.record.keyset import KeySet, Officer, Root, sign_keyset
from jig.record.merkle import Tree
from jig.record.note import Checkpoint, sign_head
from jig.record.suites import PublicKey, Signer


class OfficerFault(Exception):
    """An officer who cannot be accredited so; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def found_log(
    store: Store,
    root: Root,
    root_signers: Sequence[Signer],
    log_signer: Signer,
    terms: bytes,
    now: int,
    officers: Sequence[Officer] = (),
) -> Sealed:
    """Begin a log with its first key set; nothing is paired yet."""
    keyset = KeySet(root, 0, None, log_signer.public, tuple(officers), now)
    draft = Entry(root.origin, 0, None, NOTHING_SEEN, now, "0" * 64, LOG_ROLE, "keyset", terms, b"\x00" * 32)
    sealed = seal_entry(draft, _body(keyset, root_signers), log_signer)
    tree = Tree()
    tree.append(sealed.id)
    with store.transaction():
        store.append("own", 0, sealed)
        store.put_head("own", 1, sign_head(Checkpoint(root.origin, 1, tree.root()), log_signer))
    return sealed


def accredit(node: Node, officer: Officer, root_signers: Sequence[Signer]) -> Recorded:
    """Name an officer in a new key set; one of that name with another key or other roles replaces the old entry.

    Raises OfficerFault when the key is named already, OwnLogOlder or KeyMissing.
    """
    current = serving(node, _newest(node))
    if any(o.key == officer.key and o.name != officer.name for o in current.officers):
        raise OfficerFault("OFFICER-KEY-REPEATED", found=officer.key.fingerprint)
    others = tuple(o for o in current.officers if o.name != officer.name)
    return issue(node, replace(current, officers=(*others, officer)), root_signers)


def remove(node: Node, name: str, root_signers: Sequence[Signer]) -> Recorded:
    """Leave an officer out of a new key set; raises OfficerFault when nobody is named so."""
    if _newest(node).officer(name) is None:
        raise OfficerFault("OFFICER-UNKNOWN", found=name)
    current = serving(node, _newest(node))
    return issue(node, replace(current, officers=tuple(o for o in current.officers if o.name != name)), root_signers)


def rotate(node: Node, log_key: PublicKey, root_signers: Sequence[Signer]) -> Recorded:
    """Put a new log key in force, the old one still signing the key set that says so."""
    return issue(node, replace(serving(node, _newest(node)), log_key=log_key), root_signers)


def serving(node: Node, keyset: KeySet) -> KeySet:
    """Give a key set without the officers who were relieved.

    A key set accredits anew whom it names: one that is made for another reason must not undo a relief on the way.
    """
    view = node.picture.view()
    kept = tuple(officer for officer in keyset.officers if not view.relieved(node.side, officer.name))
    return replace(keyset, officers=kept)


def issue(node: Node, keyset: KeySet, root_signers: Sequence[Signer]) -> Recorded:
    """Append the next key set, with the version and chain that the log asks for."""
    with node.writing():
        node.may_append()
        current = _newest(node)
        following = replace(keyset, version=current.version + 1, prev=current.digest, issued_at=node.clock.now())
        recorded = node.append_of_the_record("keyset", _body(following, root_signers))
        node.put_head()
    node.witness.raise_to(node.own.size)
    return recorded


def _newest(node: Node) -> KeySet:
    return node.own.keysets[-1][2]


def _body(keyset: KeySet, root_signers: Sequence[Signer]) -> dict[str, object]:
    return {"keyset": base64.b64encode(sign_keyset(keyset, *root_signers)).decode("ascii")}
