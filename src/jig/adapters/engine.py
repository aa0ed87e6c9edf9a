"""A local translation engine as a command of the operator's own: off until the node's folder names one.

The text goes to its standard input, never to a command line; there is no shell, no network of ours, a bound on time and
on output.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from jig.adapters.files import FileTooLarge, read_capped
from jig.centre.ports import EngineFault
from jig.record.canonical import read_loose_object
from jig.record.errors import Malformed

FILE = "engine.json"
MOST_CHARACTERS = 100_000
_CAP = 16_384
_LONGEST_S = 600
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


@dataclass(frozen=True)
class LocalEngine:
    """A configured command. argv: its words, "{from}" and "{to}" replaced by the two language codes."""

    name: str
    argv: tuple[str, ...]
    timeout_s: int

    def translate(self, text: str, source: str, target: str) -> str:
        """Run the command once; raises EngineFault ENGINE-MISSING, -SLOW, -FAILED or -ANSWER."""
        words = [{"{from}": source, "{to}": target}.get(one, one) for one in self.argv]
        with tempfile.TemporaryFile() as given, tempfile.TemporaryDirectory() as empty:
            given.write(text.encode())
            given.seek(0)
            try:
                run = subprocess.Popen(
                    words, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=empty,
                    env={name: os.environ[name] for name in _KEPT if name in os.environ}, start_new_session=True,
                )  # fmt: skip
            except OSError as fault:
                raise EngineFault("ENGINE-MISSING", found=words[0], engine=self.name) from fault
            return self._answer(run)

    def _answer(self, run: subprocess.Popen[bytes]) -> str:
        late: list[bool] = []

        def end_late() -> None:
            late.append(True)
            _end(run)

        timer = Timer(self.timeout_s, end_late)
        timer.start()
        try:
            # A character takes at most four bytes.
            data = run.stdout.read(MOST_CHARACTERS * 4 + 1) if run.stdout is not None else b""
            too_much = len(data) > MOST_CHARACTERS * 4
            if too_much:
                _end(run)
            code = run.wait()
        finally:
            timer.cancel()
            _end(run)
            if run.stdout is not None:
                run.stdout.close()
        if late:
            raise EngineFault("ENGINE-SLOW", engine=self.name, expected=self.timeout_s)
        if code != 0 and not too_much:
            raise EngineFault("ENGINE-FAILED", engine=self.name, found=code)
        text = "" if too_much else data.decode("utf-8", "replace").strip()
        if not text or len(text) > MOST_CHARACTERS or "\0" in text:
            raise EngineFault("ENGINE-ANSWER", engine=self.name, expected=MOST_CHARACTERS)
        return text


def _end(run: subprocess.Popen[bytes]) -> None:
    """End the command and whatever it started."""
    # Its group, though it ended itself: a child of it may hold the output open for ever.
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(run.pid, signal.SIGKILL)
        else:
            run.kill()


def engine_of(folder: Path) -> LocalEngine:
    """Read the engine that a node's folder names; raises EngineFault ENGINE-OFF or ENGINE-SETTINGS."""
    path = folder / FILE
    if not path.is_file():
        raise EngineFault("ENGINE-OFF", path=str(path))
    try:
        raw = read_loose_object(read_capped(path, _CAP), cap=_CAP)
    except (Malformed, FileTooLarge, OSError, ValueError) as fault:
        raise EngineFault("ENGINE-SETTINGS", path=str(path)) from fault
    name, argv, timeout = raw.get("name"), raw.get("argv"), raw.get("timeout_s", 60)
    listed = argv if isinstance(argv, list) else []
    words = tuple(one for one in listed if isinstance(one, str) and "\0" not in one)
    named = isinstance(name, str) and 0 < len(name.strip()) <= 200
    if (
        not named
        or not words
        or not words[0]
        or len(words) != len(listed)
        or type(timeout) is not int
        or not 0 < timeout <= _LONGEST_S
    ):
        raise EngineFault("ENGINE-SETTINGS", path=str(path))
    return LocalEngine(str(name).strip(), words, timeout)
