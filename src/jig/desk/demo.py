"""An EXERCISE between two real nodes: `demo`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from jig.agreement.profile import load_profile
from jig.agreement.wording import N_
from jig.desk.exercise.cast import cast, material_of
from jig.desk.exercise.nodes import Nodes, state_in
from jig.desk.exercise.play import Play, instant
from jig.desk.exercise.result import Ending, ending, settle, write
from jig.desk.exercise.script import SCENARIOS
from jig.desk.exercise.tell import Teller
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault
from jig.desk.options import Json, Lang
from jig.desk.output import DESK
from jig.desk.setting_up import grouped

#: The profile whose exercise data is played.
PROFILE = "jig2016"


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Ask nothing.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="An empty folder; a temporary one by default.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Changes names, places, order and where the link is cut.")] = 1,
    scenario: Annotated[str, typer.Option("--scenario", help="What is played.")] = "final-plan",
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Play an EXERCISE between two nodes over a real link and by file; leave their folders, logs and result.json."""
    DESK.set(as_json=as_json, lang=lang)
    if scenario not in SCENARIOS:
        raise Failed(UNUSABLE, Fault("SCENARIO-UNKNOWN", found=scenario, expected=", ".join(sorted(SCENARIOS))))
    folder = out_folder(out)
    done = play(folder, seed, scenario, wait=None if headless or not sys.stdin.isatty() else _wait)
    write(done.result, folder / "result.json")
    say_ending(done, folder)
    if as_json:
        DESK.give(done.result)
    return DONE if done.good else NOT_ACCEPTABLE


def out_folder(out: Path | None) -> Path:
    """Give the folder to play in; raises Failed OUT-NOT-EMPTY."""
    if out is None:
        return Path(tempfile.mkdtemp(prefix="jig-demo-"))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Failed(UNUSABLE, Fault("OUT-NOT-EMPTY", found=str(out)))
    out.mkdir(parents=True, exist_ok=True)
    return out


def play(folder: Path, seed: int, scenario: str, wait: Callable[[], None] | None) -> Ending:
    """Set both nodes up, play, settle, and gather what is left."""
    profile = load_profile(PROFILE)
    chosen = cast(profile, material_of(PROFILE), seed)
    scenes = SCENARIOS[scenario](chosen, seed)
    start = instant(chosen, 0, "08:00")
    DESK.say(N_("EXERCISE {scenario}, seed {seed}, in {folder}."), scenario=scenario, seed=seed, folder=folder)
    with state_in(folder / "state"):
        nodes = Nodes(chosen, folder, start)
        try:
            for one in nodes.folders:
                code, root = one.own.root.participant, grouped(one.own.root.fingerprint)
                DESK.say(
                    N_("{code}: root {fingerprint}, as read aloud to the other side."), code=code, fingerprint=root
                )
            nodes.mend()
            teller = Teller(chosen, sum(len(scene.steps) for scene in scenes), wait)
            played = Play(chosen, nodes, teller, seed, start)
            try:
                played.run(scenes)
            finally:
                teller.end()
            settle(nodes)
            return ending(nodes, played.rows)
        finally:
            nodes.close()


def say_ending(done: Ending, folder: Path) -> None:
    """Say what was verified, and both digests."""
    frontier = ", ".join(f"{code}={size}" for code, size in done.result["frontier"].items())
    DESK.console.print()
    for code, digest in done.result["digest"].items():
        DESK.say(N_("Picture of {code} at {frontier}: {digest}"), code=code, frontier=frontier, digest=digest)
    passed = {True: N_("passed"), False: N_("FAILED")}
    values = {name: DESK.words(passed[good]) for name, good in done.verified.items()}
    DESK.say(N_("Verified offline from the two files: recomputed: {recomputed}; single file: {single_file}."), **values)
    DESK.say(N_("Everything is in {folder}."), folder=folder)


def _wait() -> None:
    DESK.console.input(f"[dim]{DESK.words(N_('Enter to go on'))}[/dim] ")
