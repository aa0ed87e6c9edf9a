"""Where live tracks come from: TCP, UDP, standard input. Read only: nothing is ever sent, asked or answered.

A source that ends or fails is tried again after a pause that grows to a minute; a source that is silent gives ticks, so
that whoever listens can say since when nothing came. What arrives is given on in pieces of bounded size and never kept.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import random
import select
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from jig.adapters.tracks_read import TracksFault

TICK_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
_CONNECT_S = 10.0
_PIECE = 1 << 16


@dataclass(frozen=True)
class Part:
    """What a source did: DATA (with bytes), TICK (nothing for a second), UP, DOWN (with why), END."""

    state: str
    data: bytes = b""
    why: str = ""


@dataclass(frozen=True)
class Address:
    """A feed's address. kind: tcp, udp, stdin or file."""

    kind: str
    host: str = ""
    port: int = 0
    path: str = ""


def address_of(text: str) -> Address:
    """Read tcp://HOST:PORT, udp://[HOST]:PORT, - or a file's name; raises TracksFault FEED-ADDRESS."""
    if text == "-":
        return Address("stdin")
    if "://" not in text:
        return Address("file", path=text)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise TracksFault("FEED-ADDRESS", path=text[:200], found=text[:200]) from None
    scheme = parts.scheme.lower()
    whole = scheme in ("tcp", "udp") and port and not parts.username and parts.path in ("", "/") and not parts.query
    if not whole or (scheme == "tcp" and not parts.hostname):
        raise TracksFault("FEED-ADDRESS", path=text[:200], found=text[:200])
    return Address(scheme, parts.hostname or "", int(port or 0))


def parts_of(address: Address, *, once: bool) -> Iterator[Part]:
    """Give what comes; once: end with the source instead of trying again. Raises TracksFault FEED-PORT."""
    if address.kind == "tcp":
        return _tcp(address, once)
    if address.kind == "udp":
        return _udp(address)
    return _stdin()


def until(parts: Iterator[Part], seconds: float | None, clock: Callable[[], float] = time.monotonic) -> Iterator[Part]:
    """Give parts until so many seconds have passed; a source that is waited for gives ticks meanwhile."""
    end = None if seconds is None else clock() + seconds
    for part in parts:
        yield part
        if end is not None and clock() >= end:
            return


def _tcp(address: Address, once: bool) -> Iterator[Part]:
    pause = FIRST_PAUSE_S
    while True:
        why = ""
        try:
            with socket.create_connection((address.host, address.port), timeout=_CONNECT_S) as link:
                # Half a connection that died without a word is found by the system's own probes.
                link.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                link.settimeout(TICK_S)
                yield Part("UP")
                while True:
                    try:
                        data = link.recv(_PIECE)
                    except TimeoutError:
                        yield Part("TICK")
                        continue
                    if not data:
                        why = "CLOSED"
                        break
                    pause = FIRST_PAUSE_S
                    yield Part("DATA", data)
        except OSError as fault:
            why = type(fault).__name__
        yield Part("DOWN", why=why)
        if once:
            yield Part("END")
            return
        yield from _wait(pause * random.uniform(0.75, 1.0))
        pause = min(2 * pause, LONGEST_PAUSE_S)


def _wait(seconds: float, clock: Callable[[], float] = time.monotonic) -> Iterator[Part]:
    until = clock() + seconds
    while (left := until - clock()) > 0:
        time.sleep(min(TICK_S, left))
        yield Part("TICK")


def _udp(address: Address) -> Iterator[Part]:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        group = _multicast(address.host)
        try:
            link.bind(("" if group else address.host, address.port))
            if group is not None:
                _join(link, group)
        except OSError as fault:
            where = f"udp://{address.host}:{address.port}"
            raise TracksFault("FEED-PORT", path=where, found=errno.errorcode.get(fault.errno or 0, "")) from fault
        # Bursts of a radar come faster than one reader is woken; what the system refuses is refused.
        with contextlib.suppress(OSError):
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        link.settimeout(TICK_S)
        yield Part("UP")
        while True:
            try:
                data = link.recv(_PIECE)
            except TimeoutError:
                yield Part("TICK")
                continue
            yield Part("DATA", data)


def _multicast(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return None
    return found if found.is_multicast else None


def _join(link: socket.socket, group: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if group.version == 4:
        link.setsockopt(
            socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("4sl", group.packed, socket.INADDR_ANY)
        )
    else:
        link.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group.packed + struct.pack("@I", 0))


def _stdin() -> Iterator[Part]:
    yield Part("UP")
    number = sys.stdin.buffer.fileno()
    while True:
        try:
            ready = bool(select.select([number], [], [], TICK_S)[0])
        except OSError:
            # Not every system waits on what is no socket: reading then waits itself.
            ready = True
        if not ready:
            yield Part("TICK")
            continue
        data = os.read(number, _PIECE)
        if not data:
            yield Part("END")
            return
        yield Part("DATA", data)
