"""The raw costs on this machine, measured beside what is compared with them: peers by name, one run."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from typing import Any, NamedTuple

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jig.record.dsse import decode, pae
from jig.record.entry import Sealed


class Raw(NamedTuple):
    """Seconds: one Ed25519 signature, one verification, one entry's RFC 8785 (payload and body) and SHA-256, one
    fsync."""

    sign: float
    verify: float
    canonical: float
    sha256: float
    fsync: float


def each(action: Callable[[], object], times: int) -> float:
    """Time an action many times; the median of five groups, seconds an action."""
    groups = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(times // 5 or 1):
            action()
        groups.append((time.perf_counter() - start) / (times // 5 or 1))
    return statistics.median(groups)


def raw(sample: list[Sealed], folder: Path) -> Raw:
    """Measure the raw costs on sealed entries of the record itself.

    RFC 8785 is the package `rfc8785`, Ed25519 the package `cryptography`, SHA-256 `hashlib`, fsync that of the
    folder's disk.
    """
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    public = key.public_key()
    messages = [pae(d.payload_type, d.payload) for d in (decode(s.envelope, cap=8192) for s in sample)]
    signed = [(key.sign(m), m) for m in messages]
    values = [(json.loads(decode(s.envelope, cap=8192).payload), json.loads(s.body or b"{}")) for s in sample]
    at = iter(range(1 << 60))

    def verify() -> None:
        public.verify(*signed[next(at) % len(signed)])

    def canonical() -> None:
        payload, body = values[next(at) % len(values)]
        rfc8785.dumps(payload)
        rfc8785.dumps(body)

    def sha() -> None:
        one = sample[next(at) % len(sample)]
        hashlib.sha256(one.envelope).digest()
        hashlib.sha256(one.salt + (one.body or b"")).digest()

    with tempfile.NamedTemporaryFile(dir=folder) as file:
        return Raw(
            each(lambda: key.sign(messages[0]), 2_000),
            each(verify, 4_000),
            each(canonical, 4_000),
            each(sha, 20_000),
            each(lambda: _synced(file), 200),
        )


class SmallRaw(NamedTuple):
    """Seconds: one Ed25519 signature, one verification, one fsync of 4 KiB, one round trip of a bare TLS echo."""

    sign: float
    verify: float
    fsync: float
    trip: float


def small_raw(folder: Path, trip: float) -> SmallRaw:
    """Measure what one countersigned entry cannot do without, on messages of an entry's size, in a moment."""
    key, message = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32), b"x" * 600
    public, signature = key.public_key(), key.sign(message)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        return SmallRaw(
            each(lambda: key.sign(message), 100),
            each(lambda: public.verify(signature, message), 100),
            each(lambda: _synced(file), 40),
            trip,
        )


def _synced(file: Any) -> None:
    file.write(b"x" * 4096)
    file.flush()
    os.fsync(file.fileno())


def second_core() -> float:
    """Say how much faster two processes do raw Ed25519 verifications than one: what a second core is worth now."""
    script = (
        "import sys, time; from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey;"
        "k = Ed25519PrivateKey.generate(); p = k.public_key(); m = b'x' * 600; s = k.sign(m); sys.stdin.readline();"
        "t = time.perf_counter(); [p.verify(s, m) for _ in range(10_000)]; print(time.perf_counter() - t)"
    )

    def together(count: int) -> float:
        command = [sys.executable, "-c", script]
        running = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(count)]
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return max(float(process.communicate()[0]) for process in running)

    return statistics.median(2 * together(1) / together(2) for _ in range(3))


def round_trip(server: ssl.SSLContext, client: ssl.SSLContext, size: int, times: int = 100) -> float:
    """Time one mutual-TLS round trip of `size` bytes each way over loopback on an open connection; p50, seconds."""
    listener = socket.create_server(("127.0.0.1", 0))

    def echo() -> None:
        plain, _ = listener.accept()
        with server.wrap_socket(plain, server_side=True) as end:
            while True:
                got = b""
                while len(got) < size:
                    part = end.recv(65_536)
                    if not part:
                        return
                    got += part
                end.sendall(got)

    thread = threading.Thread(target=echo, daemon=True)
    thread.start()
    taken = []
    with client.wrap_socket(socket.create_connection(listener.getsockname())) as end:
        for _ in range(times):
            start = time.perf_counter()
            end.sendall(b"x" * size)
            got = 0
            while got < size:
                got += len(end.recv(65_536))
            taken.append(time.perf_counter() - start)
    thread.join(2)
    listener.close()
    return statistics.median(taken)
