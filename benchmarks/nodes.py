"""Two real nodes, one of them in a process of its own behind mutual TLS."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from jig.adapters.folder import NodeFolder, read_pair_file
from jig.adapters.http_link import HttpLink
from jig.agreement.profile import load_profile
from jig.desk.cli import main

PROFILE = "jig2016"


class Link:
    """An open link to the other node."""

    def __init__(self, url: str, folder: NodeFolder) -> None:
        self.http = HttpLink(url, folder.client_context())


@contextlib.contextmanager
def pair_of_nodes(folder: Path) -> Iterator[tuple[NodeFolder, NodeFolder, str]]:
    """Make two paired nodes with an officer each, and serve the second."""
    codes = [one.code for one in load_profile(PROFILE).participants]
    for code in codes:
        _call("init", str(folder / code), "--participant", code, "--profile", PROFILE)
        _call("officer", "accredit", str(folder / code), "--officer", f"Officer {code}", "--role", "SNR")
    for code, other in (codes, codes[::-1]):
        NodeFolder(folder / code).pair(read_pair_file(folder / other / "pair.json"))
    nodes = [NodeFolder(folder / code) for code in codes]
    command = [sys.executable, "-m", "jig", "serve", str(folder / codes[1]), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            yield nodes[0], nodes[1], json.loads(server.stdout.readline())["link"]
        finally:
            server.terminate()


def _call(*arguments: str) -> None:
    code = main([*arguments])
    if code:
        raise AssertionError(f"{arguments}: exit {code}")
