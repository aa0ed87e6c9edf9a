"""JSON documents of any size, piece by piece: what they list comes one by one, and only the rest is held."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from typing import Any

#: Characters read at a time; of one value that must be held whole, of all that a document holds beside its list.
CHUNK, MOST_VALUE = 1 << 20, 1 << 26
#: What is cut off may be wrong so near to the end of what was read.
_NEAR_END, _NUMBER = 64, 3
_SPACE = " \t\r\n"


class TooLarge(Exception):
    """A value that would have to be held whole and is larger than `MOST_VALUE`."""


class Pieces:
    """Text that is read on as far as it is asked. read: gives the next bytes, none at the end.

    Raises ValueError where the text is no JSON, RecursionError where it is nested too deeply, TooLarge.
    """

    def __init__(self, read: Callable[[int], bytes], start: bytes = b"") -> None:
        encoding = json.detect_encoding(start[:4])
        self._decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)("replace")
        self._read, self._ended = read, False
        self._text, self._at, self._dropped = self._decoder.decode(start), 0, 0
        # Numbers stay their decimal text.
        self._json = json.JSONDecoder(parse_float=str, parse_constant=str)

    @property
    def taken(self) -> int:
        """How many characters were taken so far."""
        return self._dropped + self._at

    def _more(self, least: int = CHUNK) -> bool:
        """Read on; says whether anything came."""
        if self._ended:
            return False
        data = self._read(max(least, CHUNK))
        self._ended = not data
        self._dropped += self._at
        self._text = self._text[self._at :] + self._decoder.decode(data, not data)
        self._at = 0
        return True

    def peek(self) -> str:
        """Give the next character that is no blank; none at the end."""
        while True:
            while self._at < len(self._text):
                char = self._text[self._at]
                if char not in _SPACE:
                    return char
                self._at += 1
            if not self._more():
                return ""

    def take(self, chars: str) -> str:
        """Take the next character, one of these."""
        char = self.peek()
        if not char or char not in chars:
            raise json.JSONDecodeError("Expecting one of " + chars, "", 0)
        self._at += 1
        return char

    def value(self) -> Any:
        """Take the next value whole."""
        self.peek()
        while True:
            wrong: json.JSONDecodeError | None = None
            try:
                found, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                wrong, end = fault, fault.pos
                if not fault.msg.startswith("Unterminated string") and end < len(self._text) - _NEAR_END:
                    raise
            # A number that ends with what was read may go on: "1", "1.", "1e", "1e+".
            goes_on = wrong is None and len(self._text) - end < _NUMBER and self._text[end - 1].isdigit()
            if wrong is None and (not goes_on or self._ended):
                self._at = end
                return found
            held = len(self._text) - self._at
            if held > MOST_VALUE:
                raise TooLarge
            if not self._more(held) and wrong is not None:
                raise wrong

    def listed(self) -> Iterator[Any]:
        """Take a list, element by element."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield self.value()
            if self.take(",]") == "]":
                return

    def members(self) -> Iterator[str]:
        """Take an object, name by name; whoever asks takes each name's value."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            if self.peek() != '"':
                raise json.JSONDecodeError("Expecting a name", "", 0)
            name = str(self.value())
            self.take(":")
            yield name
            if self.take(",}") == "}":
                return
