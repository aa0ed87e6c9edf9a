"""The two nodes of an EXERCISE: as `jig init` makes them; the second is served by a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from jig.adapters.clock import FILE_NAME, ExerciseClock
from jig.adapters.files import atomic_write
from jig.adapters.folder import STORE_FILE, NodeFolder
from jig.adapters.http_link import HttpLink
from jig.centre.keysets import issue
from jig.centre.node import Node
from jig.centre.ports import LinkDown
from jig.desk.exercise.cast import POSTS, Cast, Team
from jig.desk.setting_up import make_node, root_signers
from jig.record.keyset import Officer

_STATE_HOME = "XDG_STATE_HOME"


class Nodes:
    """Both nodes, open; the link between them, up or cut. out: an empty folder."""

    def __init__(self, cast: Cast, out: Path, start: int) -> None:
        self.cast, self.out = cast, out
        self.paths = (out / cast.teams[0].code, out / cast.teams[1].code)
        self._stacks = [ExitStack(), ExitStack()]
        self._server: subprocess.Popen[str] | None = None
        self._link: HttpLink | None = None
        self.set_clocks(start)
        for path, team in zip(self.paths, cast.teams, strict=True):
            make_node(path, team.code, cast.profile.name, "EXERCISE")
        self.folders = (NodeFolder(self.paths[0]), NodeFolder(self.paths[1]))
        self.folders[0].pair(self.folders[1].own)
        self.folders[1].pair(self.folders[0].own)
        self.nodes = [self._open(0), self._open(1)]
        for side in (0, 1):
            self._accredit(side, cast.teams[side])

    def _open(self, side: int) -> Node:
        return self._stacks[side].enter_context(self.folders[side].node())

    def _accredit(self, side: int, team: Team) -> None:
        """Name all officers in one key set."""
        folder, node = self.folders[side], self.nodes[side]
        profile = self.cast.profile
        # One side's linguist understands those who report as well, the other's does not.
        more = (str(profile.settings["language.intake"]),) if side == self.cast.planner else ()
        spoken = {"LINGUIST": (*profile.languages, *more)}
        officers = tuple(
            Officer(
                person.name, person.name_local, role, POSTS[role], (role,), spoken.get(role, (team.language,)),
                folder.keys.generate_officer(person.name).public,
            )
            for role, person in team.officers.items()
        )  # fmt: skip
        newest = node.own.keysets[-1][2]
        issue(node, type(newest)(newest.root, 0, None, newest.log_key, officers, 0), root_signers(folder))

    def set_clocks(self, now: int) -> None:
        """Let both exercise clocks stand, each ahead or behind by its own seconds."""
        for path, skew in zip(self.paths, self.cast.skews, strict=True):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            ExerciseClock(path / FILE_NAME).fix(now + skew)

    @property
    def is_up(self) -> bool:
        """Whether the link is meant to be up."""
        return self._server is not None

    def mend(self) -> None:
        """Start the second node's server: a process of its own, as anybody would start it."""
        command = [sys.executable, "-m", "jig", "serve", str(self.paths[1]), "--port", "0", "--json"]
        self._server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._server.stdout is not None
        said = self._server.stdout.readline()
        if not said:
            raise LinkDown("LINK-REFUSED")
        self._link = HttpLink(json.loads(said)["link"], self.folders[0].client_context())

    def cut(self) -> None:
        """End the second node's server; the first node's next call finds nobody."""
        if self._server is not None:
            self._server.terminate()
            self._server.communicate()
        self._server = None

    def link(self) -> HttpLink:
        """Give the link, whether anybody answers or not; raises LinkDown when there never was one."""
        if self._link is None:
            raise LinkDown("LINK-REFUSED")
        return self._link

    def back_up(self, side: int) -> None:
        """Copy a node's store aside, as an administrator would with the node at rest."""
        with self._at_rest(side):
            atomic_write(self._copy(side), (self.paths[side] / STORE_FILE).read_bytes())

    def put_back(self, side: int) -> None:
        """Replace a node's store by the copy."""
        with self._at_rest(side):
            for name in (f"{STORE_FILE}-wal", f"{STORE_FILE}-shm"):
                (self.paths[side] / name).unlink(missing_ok=True)
            atomic_write(self.paths[side] / STORE_FILE, self._copy(side).read_bytes())

    @contextlib.contextmanager
    def _at_rest(self, side: int) -> Iterator[None]:
        self._stacks[side].close()
        yield
        self.nodes[side] = self._open(side)

    def _copy(self, side: int) -> Path:
        return self.out / f"{self.cast.teams[side].code}-{STORE_FILE}.backup"

    def close(self) -> None:
        """End everything."""
        self.cut()
        if self._link is not None:
            self._link.close()
        for stack in self._stacks:
            stack.close()


@contextlib.contextmanager
def state_in(folder: Path) -> Iterator[Mapping[str, str]]:
    """Let this process and those it starts keep their witnesses in a folder: an EXERCISE leaves none in the user's."""
    before = os.environ.get(_STATE_HOME)
    os.environ[_STATE_HOME] = str(folder)
    try:
        yield os.environ
    finally:
        if before is None:
            os.environ.pop(_STATE_HOME, None)
        else:
            os.environ[_STATE_HOME] = before
