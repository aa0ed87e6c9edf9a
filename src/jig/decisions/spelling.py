"""How a name is spelt when somebody calls HOLD in a hurry."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

#: Left out: ASCII marks, spaces, soft and other hyphens, dashes, minus. A table of our own: what a library's Unicode
#: says of case and spaces may differ between two nodes, and must not enter the fold.
_MARKS = "\t\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00a0\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_SPELT = str.maketrans(ascii_uppercase, ascii_lowercase, _MARKS)


def sounds_like(subject: str) -> str:
    """Give a name as a HOLD knows it: without ASCII case, spaces and marks.

    Two names that become one by it are held together.
    """
    return subject.translate(_SPELT) or subject
