"""Going on together after a misfortune: the owner's root says where, the counterpart agrees if nothing it acted on
is lost."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence

from jig.centre.node import CONSENTED, Node, Recorded
from jig.centre.picture import Judgement
from jig.record.entry import LOG_ROLE
from jig.record.keyset import KeySet, sign_keyset
from jig.record.kind import Verdict
from jig.record.resume import SignedStatement, Statement, sign_statement
from jig.record.suites import PublicKey, Signer


class ResumeRefused(Exception):
    """A resume that would take back what the counterpart has seen, or that its owner did not sign; `code` is stable."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def propose_resume(
    node: Node, size: int, log_key: PublicKey, root: Sequence[Signer], *, incarnation: int | None = None
) -> SignedStatement:
    """Say, with two root keys, that the own log goes on at `size` under `log_key`.

    incarnation: given when the counterpart agreed to another resume that never came (RESUME-OTHER-PENDING): one more
    than that.
    """
    if not 0 < size <= node.own.size:
        raise ResumeRefused("RESUME-SIZE", found=size, expected=node.own.size)
    number = node.own.incarnation + 1 if incarnation is None else incarnation
    statement = Statement(node.own.origin, node.mirror.origin, size, node.own.tree.root(size), log_key, number)
    return sign_statement(statement, *root)


def consent_to_resume(node: Node, signed: SignedStatement) -> SignedStatement:
    """Agree to the counterpart's resume, recording it first; raises ResumeRefused.

    Refused below any `seen` of the own log: the own side has acted on those entries. What the mirror holds from
    there on is
    abandoned: kept and shown, out of the picture.
    """
    statement = signed.statement
    with node.writing():
        root = node.pairing.counterpart
        signed = signed.of_root(root)
        if statement.log != node.mirror.origin or statement.counterpart != node.own.origin:
            raise ResumeRefused("RESUME-LOG", found=statement.log, expected=node.mirror.origin)
        if not signed.endorsed_by(root):
            raise ResumeRefused("RESUME-NOT-ENDORSED")
        if statement.size < node.own.seen.size:
            raise ResumeRefused("RESUME-BELOW-SEEN", found=statement.size, expected=node.own.seen.size)
        if statement.size > node.mirror.size or node.mirror.tree.root(statement.size) != statement.root:
            raise ResumeRefused("RESUME-ROOT", found=statement.size, expected=node.mirror.size)
        if statement.incarnation <= node.mirror.incarnation:
            raise ResumeRefused("RESUME-INCARNATION", found=statement.incarnation, expected=node.mirror.incarnation + 1)
        if not _consented_before(node, statement):
            _record_consent(node, signed)
    node.witness.raise_to(node.own.size)
    return signed.with_signature(node.log_signer())


def _consented_before(node: Node, statement: Statement) -> bool:
    """Tell whether this very statement was agreed to and its resume is still to come: its owner missed the answer.

    Raises ResumeRefused for another one that is not numbered higher: one number would have two consents.
    """
    agreed = node.consented()
    if agreed is None or agreed.incarnation < statement.incarnation:
        return False
    if agreed.digest != _digest(statement):
        raise ResumeRefused("RESUME-OTHER-PENDING", found=statement.incarnation, expected=agreed.incarnation + 1)
    return True


def _record_consent(node: Node, signed: SignedStatement) -> None:
    size = signed.statement.size
    node.may_append()
    if size < node.mirror.size:
        node.store.abandon("mirror", size)
        node.refresh()
    node.append_of_the_record("resume-consent", {"statement": signed.encode()})
    node.put_head()
    node.store.set_fact("stopped", None)
    node.store.set_fact(CONSENTED, f"{size} {signed.statement.incarnation} {_digest(signed.statement)}")


def _digest(statement: Statement) -> str:
    return hashlib.sha256(statement.payload()).hexdigest()


def resume(node: Node, consented: SignedStatement, keyset: KeySet | None, root: Sequence[Signer]) -> Recorded:
    """Go on at the agreed place: abandon the own branch from there on and append the `resume`; raises ResumeRefused.

    Done a second time it changes nothing: what was said since the log went on must not be abandoned, or it forks.
    """
    statement = consented.statement
    mirror_key = node.mirror.keyset_at(node.mirror.size)
    if mirror_key is None or not consented.consented_by(mirror_key.log_key):
        raise ResumeRefused("RESUME-NOT-CONSENTED")
    with node.writing():
        done = _resumed_before(node, statement)
        if done is not None:
            node.witness.lower_to(node.own.size)
            return done
        if statement.size < node.own.size:
            node.store.abandon("own", statement.size)
            node.refresh()
        body: dict[str, object] = {
            "keyset": base64.b64encode(sign_keyset(keyset, *root)).decode("ascii") if keyset else None,
            "statement": consented.encode(),
        }
        signer = node.keys.log_signer(statement.log_key)
        recorded = node.append(node.draft("resume", LOG_ROLE), body, signer)
        node.store.set_fact("stopped", None)
        node.put_head()
        # Before the commit: a crash in between loses a warning; after it, a note too high would bar every entry.
        node.witness.lower_to(node.own.size)
    return recorded


def _resumed_before(node: Node, statement: Statement) -> Recorded | None:
    """Find the `resume` that the own log went on by already; raises ResumeRefused for another one of that number."""
    for position, signed in node.own.resumes:
        if signed.statement == statement:
            return Recorded(node.own.tree.leaf(position), position, Judgement(Verdict.OK, ()))
    if statement.incarnation <= node.own.incarnation:
        raise ResumeRefused("RESUME-INCARNATION", found=statement.incarnation, expected=node.own.incarnation + 1)
    return None
