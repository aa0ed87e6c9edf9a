"""UDP payloads of a capture file (pcap; Ethernet, Linux cooked, raw IP), with when each was captured."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from jig.adapters.tracks_read import TracksFault

_ORDERS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1),
    b"\xa1\xb2\x3c\x4d": (">", 1),
}
#: Bytes before the IP header, by link type: Ethernet, raw IP, Linux cooked.
_LINKS = {1: 14, 101: 0, 228: 0, 12: 0, 113: 16}
_LONGEST = 1 << 18


def is_pcap(start: bytes) -> bool:
    """Say whether a file begins as a capture."""
    return start[:4] in _ORDERS


def udp_payloads(stream: BinaryIO, source: str) -> Iterator[tuple[int, int, bytes]]:
    """Give (number of the packet, nanoseconds since 1970, payload); packets of other kinds are passed over.

    Raises TracksFault for what is no capture or is cut off in a packet's header.
    """
    head = stream.read(24)
    if len(head) < 24 or head[:4] not in _ORDERS:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found="pcap")
    order, scale = _ORDERS[head[:4]]
    link = struct.unpack(order + "I", head[20:24])[0] & 0xFFFF
    if link not in _LINKS:
        raise TracksFault("TRACKS-UNREADABLE", path=source, found=f"pcap link {link}", expected="1, 101, 113")
    number = 0
    while len(header := stream.read(16)) == 16:
        seconds, part, size, _ = struct.unpack(order + "IIII", header)
        if size > _LONGEST:
            raise TracksFault("TRACKS-UNREADABLE", path=source, found=f"packet {number + 1}")
        packet = stream.read(size)
        number += 1
        payload = _udp(packet, _LINKS[link], ethernet=link == 1)
        if payload is not None:
            yield number, seconds * 10**9 + part * scale, payload


def _udp(packet: bytes, at: int, *, ethernet: bool) -> bytes | None:
    if ethernet:
        kind = packet[12:14]
        if kind == b"\x81\x00":
            kind, at = packet[16:18], 18
        if kind < b"\x06\x00" and len(kind) == 2:
            # An IEEE 802.3 frame: its length, a logical link header of three bytes, and ASTERIX itself.
            length = int.from_bytes(kind, "big")
            return packet[17 : 14 + length]
        if kind != b"\x08\x00":
            return None
    if len(packet) < at + 28 or packet[at] >> 4 != 4 or packet[at + 9] != 17:
        return None
    start = at + (packet[at] & 15) * 4
    length = int.from_bytes(packet[start + 4 : start + 6], "big")
    return packet[start + 8 : start + length]
