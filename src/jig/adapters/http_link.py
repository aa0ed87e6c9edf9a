"""The counterpart's node reached over HTTPS."""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPSConnection, InvalidURL
from urllib.parse import urlsplit

import httptools

from jig.adapters.files import BUNDLE_CAP, BUNDLE_TYPE
from jig.centre.ports import LinkDown

_NOTE_CAP = 16_384
_REFUSAL_CAP = 65_536
# Of an answer that are not its body: status line, headers, the framing of pieces.
_HEAD_CAP = 65_536
# Up to this a request travels in one piece: two make the other side wake up twice.
_ONE_PIECE = 65_536
# Shorter than the server's, so that a connection is not used in the moment it is closed.
_KEEP_ALIVE_SECONDS = 30
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


class HttpLink:
    """The `Link` port over one kept-alive connection.

    url: of the node, https://host:port. timeout: seconds for each step (connect, send, receive). answer_cap: bytes of
    an answer. Raises LinkDown: LINK-REFUSED, LINK-TIMEOUT, LINK-TLS, LINK-BROKEN, LINK-TOO-LARGE (cap), LINK-URL, or
    LINK-HTTP-<status> with the server's own codes (`codes`, joined by commas, "" for none) and `have` if it gave that.
    No proxy and no redirect is followed: either would be a third party.
    """

    def __init__(
        self, url: str, context: ssl.SSLContext, timeout: float = 30.0, *, answer_cap: int = BUNDLE_CAP
    ) -> None:
        self._cap = answer_cap
        host, port = _address(url)
        try:
            self._connection = HTTPSConnection(host, port, timeout=timeout, context=context)
        except InvalidURL as fault:
            raise LinkDown("LINK-URL") from fault
        self._host = _named(host, port)
        self._used_at: float | None = None

    def exchange(self, bundle: bytes) -> bytes:
        """Give the counterpart a bundle; receive its answer; raises LinkDown."""
        return self._ask("POST", "/v1/exchange", self._cap, body=bundle) or b""

    def mirrored_head(self) -> bytes | None:
        """Ask for the highest head of our log that the counterpart mirrors; raises LinkDown."""
        return self._ask("GET", "/v1/mirror/head", _NOTE_CAP)

    def mirrored_bundle(self, start: int) -> bytes:
        """Ask for our own entries from `start` on, out of the counterpart's mirror; raises LinkDown."""
        return self._ask("GET", f"/v1/mirror/bundle?from={start}", self._cap) or b""

    def own_bundle(self, start: int, end: int) -> bytes:
        """Ask for the counterpart's entries from `start` on and before `end`; raises LinkDown."""
        return self._ask("GET", f"/v1/own/bundle?from={start}&to={end}", self._cap) or b""

    def consent_to_resume(self, statement: bytes) -> bytes:
        """Ask the counterpart to sign a resume statement; raises LinkDown."""
        return self._ask("POST", "/v1/resume", _NOTE_CAP, body=statement) or b""

    def close(self) -> None:
        """Give up the connection."""
        self._connection.close()
        self._used_at = None

    def _ask(self, method: str, path: str, cap: int, body: bytes | None = None) -> bytes | None:
        """Ask once; once more on a new connection when the kept one is gone. Every request bears repeating."""
        idle = None if self._used_at is None else time.monotonic() - self._used_at
        if idle is not None and idle > _KEEP_ALIVE_SECONDS:
            self.close()
        kept = self._used_at is not None
        try:
            return self._answer(method, path, cap, body)
        except LinkDown as fault:
            self.close()
            if kept and fault.code == "LINK-BROKEN":
                return self._ask(method, path, cap, body)
            raise

    def _answer(self, method: str, path: str, cap: int, body: bytes | None) -> bytes | None:
        if self._connection.sock is None:
            self._connect()
        reading = _Reading(cap)
        with _faults():
            self._send(method, path, body)
            self._receive(reading)
        self._used_at = time.monotonic()
        if not reading.goes_on:
            self.close()
        if reading.status == 204:
            return None
        if reading.status != 200:
            raise _refused(reading.status, bytes(reading.body))
        return bytes(reading.body)

    def _send(self, method: str, path: str, body: bytes | None) -> None:
        lines = [f"{method} {path} HTTP/1.1", f"host: {self._host}", "user-agent: jig"]
        if body is not None:
            lines += [f"content-type: {BUNDLE_TYPE}", f"content-length: {len(body)}"]
        head, rest = ("\r\n".join(lines) + "\r\n\r\n").encode("ascii"), body or b""
        if len(rest) <= _ONE_PIECE:
            head, rest = head + rest, b""
        self._connection.sock.sendall(head)
        if rest:
            self._connection.sock.sendall(rest)

    def _receive(self, reading: _Reading) -> None:
        while not reading.done:
            data = self._connection.sock.recv(65_536)
            if not data:
                raise ConnectionResetError
            reading.take(data)

    def _connect(self) -> None:
        try:
            self._connection.connect()
        except TimeoutError as fault:
            raise LinkDown("LINK-TIMEOUT") from fault
        except ssl.SSLError as fault:
            raise LinkDown("LINK-TLS") from fault
        except (UnicodeError, InvalidURL) as fault:
            raise LinkDown("LINK-URL") from fault
        except OSError as fault:
            raise LinkDown("LINK-REFUSED") from fault


def _address(url: str) -> tuple[str, int | None]:
    """Read https://host:port; raises LinkDown LINK-URL."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise LinkDown("LINK-URL") from fault
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.path not in ("", "/"):
        raise LinkDown("LINK-URL")
    return parts.hostname, port


@contextmanager
def _faults() -> Iterator[None]:
    """Turn the faults of an open connection into LinkDown."""
    try:
        yield
    except TimeoutError as fault:
        raise LinkDown("LINK-TIMEOUT") from fault
    except ssl.SSLEOFError as fault:
        # After the handshake, an end without a farewell is the network's doing.
        raise LinkDown("LINK-BROKEN") from fault
    except ssl.SSLError as fault:
        # TLS 1.3 tells a caller that its certificate is refused only when it reads, if at all (asyncio just hangs up):
        # LINK-BROKEN at a first call may mean that, too.
        raise LinkDown("LINK-TLS") from fault
    except OSError as fault:
        raise LinkDown("LINK-BROKEN") from fault


class _Reading:
    """One answer while it arrives: `status`, `body`, whether it is whole (`done`) and another can follow (`goes_on`).

    cap: bytes of the body of an answer that grants; a refusal has its own. The parser calls the methods on_*.
    """

    def __init__(self, cap: int) -> None:
        self._cap, self._taken = cap, 0
        self.status, self.body = 0, bytearray()
        self.done, self.goes_on = False, True
        self._parser = httptools.HttpResponseParser(self)

    def take(self, data: bytes) -> None:
        """Read what arrived. Raises LinkDown LINK-TOO-LARGE, or LINK-BROKEN when it is not HTTP, or never ends."""
        self._taken += len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as fault:
            raise LinkDown("LINK-BROKEN") from fault
        if len(self.body) > self._cap:
            raise LinkDown("LINK-TOO-LARGE", cap=self._cap)
        if self._taken - len(self.body) > _HEAD_CAP:
            raise LinkDown("LINK-BROKEN")

    def on_message_begin(self) -> None:
        """Begin an answer; one after the whole one belongs to no question of ours."""
        self.goes_on = not self.done

    def on_headers_complete(self) -> None:
        """Learn what kind of answer it is; anything after the whole one is not looked at."""
        if not self.done:
            self.status = self._parser.get_status_code()
            self._cap = self._cap if self.status == 200 else min(self._cap, _REFUSAL_CAP)
            self.goes_on = self._parser.should_keep_alive()

    def on_body(self, piece: bytes) -> None:
        """Take in a piece of the body."""
        if not self.done:
            self.body += piece

    def on_message_complete(self) -> None:
        """End the answer; what is below 200 only announces it (RFC 9110, 15.2)."""
        self.done = self.done or self.status >= 200


def _named(host: str, port: int | None) -> str:
    """Spell the host as a request names it (RFC 9110, 7.2). Raises LinkDown LINK-URL."""
    try:
        plain = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as fault:
        raise LinkDown("LINK-URL") from fault
    whole = f"[{plain}]" if ":" in plain else plain
    return whole if port is None else f"{whole}:{port}"


def _refused(status: int, body: bytes) -> LinkDown:
    """Read what the server said of its refusal; it is the other side's word, so nothing in it is relied on."""
    params: dict[str, str | int] = {"status": status, "codes": ""}
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raw = None
    if isinstance(raw, dict):
        params["codes"] = ",".join(_codes(raw.get("errors")))
        if type(raw.get("have")) is int and 0 <= raw["have"] < 2**53:
            params["have"] = raw["have"]
    return LinkDown(f"LINK-HTTP-{status}", **params)


def _codes(errors: object) -> list[str]:
    found = [error.get("code") for error in errors[:20] if isinstance(error, dict)] if isinstance(errors, list) else []
    return [code for code in found if isinstance(code, str) and len(code) <= 64 and _CODE.fullmatch(code)]
