"""Base64 with exactly one spelling for each byte string (record format, section 1; RFC 4648, 3.5 and 4)."""

import binascii

from jig.record.errors import Malformed


def encode(data: bytes) -> str:
    """Spell bytes with padding and without line breaks."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def decode(text: str | bytes) -> bytes:
    """Read the one spelling that `encode` gives.

    Raises Malformed B64-SPELLING.
    """
    try:
        spelled = text.encode("ascii") if isinstance(text, str) else text
        data = binascii.a2b_base64(spelled, strict_mode=True)
    except ValueError as error:
        raise Malformed("B64-SPELLING") from error
    # Unused trailing bits would let anyone make a second spelling, hence a second entry id, of a signed envelope.
    if binascii.b2a_base64(data, newline=False) != spelled:
        raise Malformed("B64-SPELLING")
    return data
