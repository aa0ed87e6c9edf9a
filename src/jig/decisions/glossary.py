"""The glossary's terms as both sides put and signed them, read off the joint acts (ToR 1.d.ii)."""

from __future__ import annotations

from typing import Any

from jig.decisions.state import ended_by, newest_proposals, open_rivals, proposed, stands
from jig.language.glossary import AGREED, DISPUTED, PROPOSED, Term
from jig.record.view import View

ACT = "glossary"


def terms_of(view: View) -> list[Term]:
    """List every term that was put up and not taken back: AGREED by both, DISPUTED where rivals are open, proposed."""
    subjects = sorted({key[1] for key in view.keys("proposals") if isinstance(key, tuple) and key[0] == ACT})
    return [term for subject in subjects for term in _on(view, subject)]


def _on(view: View, subject: str) -> list[Term]:
    live = [one for one in newest_proposals(view, ACT, subject) if ended_by(view, one) is None]
    agreed = [one for one in live if stands(view, one)]
    status = AGREED if agreed else DISPUTED if len(open_rivals(view, ACT, subject)) > 1 else PROPOSED
    return [_term(view, one, status) for one in agreed or live]


def _term(view: View, proposal: bytes, status: str) -> Term:
    made, meta = proposed(view, proposal), view.entry(proposal)
    content: Any = made.content if made is not None else None
    order = [*view.profile.languages, *sorted(content.words.keys() - set(view.profile.languages))]
    words = {lang: content.words[lang] for lang in order if lang in content.words}
    origin = f"{view.code(meta.side)}/{meta.position}" if meta is not None else ""
    return Term(words, status, content.note, content.version, origin)


def together(signed: list[Term], *others: list[Term]) -> list[Term]:
    """Put terms of several origins together: what is signed or put up stands for its own name in every other list."""
    named = {term.name for term in signed if term.status in (AGREED, DISPUTED)}
    found = list(signed)
    for listed in others:
        found += [term for term in listed if term.name not in named]
    return found
