"""The lines of a table on their way to Arrow: which line of the file each record stood on, and no record that takes
others with it.

Arrow numbers records, not lines, and passes over blank lines in silence; a quotation mark that nobody closes makes one
field of everything that follows. Here a record may go over several lines only where its quotes close as they should.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np

#: Bytes of the longest record that goes over several lines, and of a line without an end that is waited for.
MOST_RECORD, MOST_LINE = 1 << 16, 1 << 21
_LF, _CR, _QUOTE = b'\n\r"'
_BREAKS = bytes.maketrans(b"\r\n", b"  ")


class _File(Protocol):
    def read(self, size: int) -> bytes:
        """Give up to so many bytes; none at the end."""


class Lines:
    """A file cut into whole records. first: the number of its first line.

    unclosed: hears the number and the text of a line that is left out: one whose quotation mark is closed nowhere, one
    without an end.
    """

    def __init__(self, file: _File, delimiter: str, first: int, unclosed: Callable[[int, str], None]) -> None:
        self._file, self._held, self._unclosed = file, b"", unclosed
        self._line = first
        d = re.escape(delimiter.encode())
        plain = rb'(?!")[^%s\r\n]*+' % d
        alone = rb'(?:"(?:[^"\r\n]++|"")*+"[^%s\r\n]*+|%s)' % (d, plain)
        over = rb'(?:"(?:[^"]++|"")*+"(?=%s|[\r\n])|%s)' % (d, plain)
        self._alone, self._over = (re.compile(rb"%s(?:%s%s)*+[\r\n]" % (one, d, one)) for one in (alone, over))
        self._delimiter = delimiter.encode()[0]

    def chunks(self, size: int) -> Iterator[tuple[bytes, Any]]:
        """Give whole records, about so many bytes at a time, and the line each stood on: int64 (n,), or the first one's
        number where they follow one another."""
        endless = False
        while data := self._file.read(max(size - len(self._held), 1 << 16)):
            chunk, self._held = self._held + data, b""
            if endless:
                end = chunk.find(b"\n") + 1
                chunk, endless = chunk[end:] if end else b"", not end
                self._line += not endless
            # A CR at the very end may be half of a CR LF.
            end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r", 0, max(len(chunk) - 1, 0))) + 1
            self._held = chunk[end:]
            if end:
                yield from self._records_of(chunk[:end], last=False)
            if len(self._held) > MOST_LINE:
                self._unclosed(self._line, self._held[:200].decode("utf-8", "replace"))
                self._held, endless = b"", True
        chunk, self._held = self._held, b""
        if chunk:
            yield from self._records_of(chunk if chunk[-1:] in (b"\r", b"\n") else chunk + b"\n", last=True)

    def _records_of(self, chunk: bytes, *, last: bool) -> Iterator[tuple[bytes, Any]]:
        returns = chunk.count(b"\r")
        odd = b'"' in chunk or b"\n\n" in chunk or b"\n\r" in chunk or chunk[:1] in (b"\n", b"\r")
        if odd or (returns and returns != chunk.count(b"\r\n")):
            chunk, lines = self._odd(chunk, last=last)
            if len(lines):
                yield chunk, lines
            return
        first = self._line
        self._line += chunk.count(b"\n")
        yield chunk, first

    def _odd(self, chunk: bytes, *, last: bool) -> tuple[bytes, Any]:
        data = np.frombuffer(chunk, np.uint8)
        ends = _ends(data)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
        crlf = (data[ends] == _LF) & (data[np.maximum(ends - 1, 0)] == _CR) & (ends > starts)
        record = ends - crlf > starts
        pieces, at = [], 0
        for n in self._doubtful(data, ends).tolist() if b'"' in chunk else ():
            start, stop = int(starts[n]), int(ends[n]) + 1
            if start < at or self._alone.match(chunk, start):
                continue
            whole = self._over.match(chunk, start, start + MOST_RECORD)
            if whole is not None:
                stop = whole.end()
                # Over several lines, it ends with the last of them: the others are none of their own.
                final = int(np.searchsorted(ends, stop - 1))
                record[n + 1 : final + 1] = False
                pieces += [
                    chunk[at:start],
                    chunk[start : stop - 1].translate(_BREAKS),
                    chunk[stop - 1 : ends[final] + 1],
                ]
                stop = int(ends[final]) + 1
            elif not last and start + MOST_RECORD > len(chunk):
                # What closes it may come yet.
                self._held = chunk[start:] + self._held
                chunk, record = chunk[:start], record[:n]
                break
            else:
                self._unclosed(self._line + n, chunk[start : stop - 1].decode("utf-8", "replace").rstrip("\r"))
                record[n] = False
                pieces.append(chunk[at:start])
            at = stop
        lines = self._line + np.flatnonzero(record)
        self._line += len(record)
        return b"".join([*pieces, chunk[at:]]), lines

    def _doubtful(self, data: Any, ends: Any) -> Any:
        """Give the lines whose quotes may not close within them.

        In all others they come in pairs, the first opens a field, the last closes one, and none stands in the midst of
        a field but doubled.
        """
        at = np.flatnonzero(data == _QUOTE)
        around = np.concatenate([[_LF, _LF], data, [_LF]])
        before, after, twice = around[at + 1], around[at + 3], around[at]
        opens, closes = self._bound(before), self._bound(after)
        # A doubled quote at the end of a field closes it only where that is no quote of the field itself.
        doubled = (before == _QUOTE) & ~self._bound(twice)
        stop = np.searchsorted(at, ends)
        start = np.concatenate([np.zeros(1, np.int64), stop[:-1]])
        quoted = np.flatnonzero(stop > start)
        first, last = start[quoted], stop[quoted] - 1
        wrong = ((last - first) % 2 == 0) | ~opens[first] | ~closes[last] | doubled[last]
        found = np.zeros(len(ends), bool)
        found[quoted[wrong]] = True
        stray = at[~opens & ~closes & (before != _QUOTE) & (after != _QUOTE)]
        found[np.searchsorted(ends, stray)] = True
        return np.flatnonzero(found)

    def _bound(self, byte: Any) -> Any:
        return (byte == self._delimiter) | (byte == _LF) | (byte == _CR)


def _ends(data: Any) -> Any:
    """Give where lines end: at LF, and at a CR without one."""
    end = data == _LF
    returns = np.flatnonzero(data == _CR)
    alone = returns[(returns + 1 >= len(data)) | (data[np.minimum(returns + 1, len(data) - 1)] != _LF)]
    end[alone] = True
    return np.flatnonzero(end)
