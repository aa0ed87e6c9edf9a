"""The counterpart's node reached over HTTPS."""

from __future__ import annotations

import json
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse, HTTPSConnection, InvalidURL
from urllib.parse import urlsplit

from jig.adapters.server import BUNDLE_CAP
from jig.adapters.server_api import BUNDLE_TYPE
from jig.centre.ports import LinkDown

_NOTE_CAP = 16_384
_REFUSAL_CAP = 65_536
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
        self._connection = HTTPSConnection(host, port, timeout=timeout, context=context)
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
        headers = {"user-agent": "jig"} | ({} if body is None else {"content-type": BUNDLE_TYPE})
        with _faults():
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            said = _within(response, cap if response.status == 200 else _REFUSAL_CAP)
        self._used_at = time.monotonic()
        if response.status == 204:
            return None
        if response.status != 200:
            raise _refused(response.status, said)
        return said

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
    except (OSError, HTTPException) as fault:
        raise LinkDown("LINK-BROKEN") from fault


def _within(response: HTTPResponse, cap: int) -> bytes:
    body = bytearray()
    while piece := response.read(min(65_536, cap + 1 - len(body))):
        body += piece
        if len(body) > cap:
            raise LinkDown("LINK-TOO-LARGE", cap=cap)
    return bytes(body)


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
