"""Any track file or stream as blocks: its format by its name, or by how it begins."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from jig.adapters.tracks_read import Block, Reading, TracksFault
from jig.adapters.tracks_tables import csv_blocks, parquet_blocks

FORMATS = ("csv", "parquet", "sbs", "asterix", "opensky", "readsb", "json", "cot")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f-\xff]")
_Reader = Callable[[BinaryIO, str, Reading], Iterator[Block]]


def blocks_of(source: str, format_name: str | None, reading: Reading) -> Iterator[Block]:
    """Read one file, or standard input for "-"; raises TracksFault, OSError."""
    if source == "-":
        reading.from_file = False
        yield from _of_stream(cast(BinaryIO, sys.stdin.buffer), source, format_name, reading)
        return
    reading.from_file = True
    path = Path(source)
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1" and format_name in (None, "parquet", "opensky"):
        yield from parquet_blocks(path, reading)
        return
    with path.open("rb") as file:
        yield from _of_stream(cast(BinaryIO, file), source, format_name, reading)


def _of_stream(stream: BinaryIO, source: str, format_name: str | None, reading: Reading) -> Iterator[Block]:
    try:
        yield from _of_bytes(_unpacked(stream), source, format_name, reading)
    except (gzip.BadGzipFile, EOFError, zlib.error) as fault:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=type(fault).__name__) from fault


def _unpacked(stream: BinaryIO) -> io.BufferedReader[Any]:
    # A pipe is read as it comes: lines without a time are stamped on receipt.
    held = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    if held.peek(2)[:2] != b"\x1f\x8b":
        return held
    return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=held)), 1 << 20)


def _of_bytes(
    stream: io.BufferedReader[Any], source: str, format_name: str | None, reading: Reading
) -> Iterator[Block]:
    start = stream.peek(4096)[:4096]
    if start[:4] == b"PAR1" and format_name in (None, "parquet", "opensky"):
        yield from _parquet_of_stream(stream, source, reading)
        return
    if format_name == "parquet":
        raise TracksFault("TRACKS-UNREADABLE", path=source, found="Parquet")
    name = format_name or recognised(start)
    reader = readers().get(name)
    if reader is None:
        raise TracksFault("TRACKS-FORMAT", path=source, found=name, expected=", ".join(FORMATS))
    yield from reader(stream, source, reading)


def _parquet_of_stream(stream: io.BufferedReader[Any], source: str, reading: Reading) -> Iterator[Block]:
    """Read Parquet that comes as a stream: its index is its end, so that it is laid down on disk first."""
    with tempfile.NamedTemporaryFile(prefix="jig-tracks-") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
        file.flush()
        yield from parquet_blocks(Path(file.name), reading, source)


def recognised(start: bytes) -> str:
    """Say which format bytes begin as."""
    text = start.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:4] in (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d"):
        return "asterix"
    if text[:4] == b"MSG," or text[:4] in (b"SEL,", b"STA,", b"AIR,", b"CLK,", b"ID,,"):
        return "sbs"
    if text[:1] == b"<":
        return "cot"
    if text[:1] in (b"{", b"["):
        return "json"
    if any(mark in start.split(b"\n")[0] for mark in (b",", b";", b"\t")) and b"\0" not in start:
        return "csv"
    # A quotation mark and a digit are categories too; what no text holds stands in every data block.
    return "asterix" if start[:1] and start[0] in (34, 48, 62, 65) and _NO_TEXT.search(start) else "csv"


def readers() -> dict[str, _Reader]:
    """Give the readers by format; each is imported with its own libraries when it is used."""
    from jig.adapters.tracks_asterix import asterix_blocks
    from jig.adapters.tracks_cot import cot_blocks
    from jig.adapters.tracks_json_files import json_blocks
    from jig.adapters.tracks_sbs import sbs_blocks

    return {
        "asterix": asterix_blocks,
        "cot": cot_blocks,
        "csv": csv_blocks,
        "json": json_blocks,
        "opensky": _opensky,
        "readsb": json_blocks,
        "sbs": sbs_blocks,
    }


def _opensky(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read state vectors: JSON or CSV, by how they begin."""
    from jig.adapters.tracks_json_files import json_blocks

    start = cast("io.BufferedReader[Any]", stream).peek(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    return (json_blocks if start in (b"{", b"[") else csv_blocks)(stream, source, reading)
