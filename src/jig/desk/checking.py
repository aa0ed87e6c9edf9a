"""Checking without a node: `verify`, `verifier`, `fork`."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from jig.adapters.files import atomic_write, read_capped
from jig.adapters.pool import examine_in_processes
from jig.agreement.profile import load_profile, profile_names
from jig.agreement.wording import N_
from jig.centre.keeping import BOUNDED, not_kept
from jig.centre.verify import recompute, report
from jig.desk.faults import DONE, NOT_ACCEPTABLE, UNUSABLE, Failed, Fault, from_exception
from jig.desk.linking import BUNDLE_FILE_CAP
from jig.desk.options import Folder, Json, Lang, frontier_text, open_folder
from jig.desk.output import DESK, shown
from jig.record.fork import convicts, read_fork_side, shared_resume

Log = Annotated[Path, typer.Argument(metavar="LOG", help="A bundle file of a whole log.")]
Roots = Annotated[list[str], typer.Option("--root", help="CODE=FINGERPRINT, as read aloud; spaces are ignored.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("verify")(verify)
    app.command("verifier")(verifier)
    app.command("fork")(fork)
    app.command("kept")(kept)


def read_roots(given: list[str]) -> dict[str, str]:
    """Read `--root` options; raises Failed."""
    found: dict[str, str] = {}
    for text in given:
        code, equals, fingerprint = text.partition("=")
        digits = "".join(fingerprint.split()).lower()
        if not equals or len(digits) != 64 or any(c not in "0123456789abcdef" for c in digits) or code in found:
            raise Failed(UNUSABLE, Fault("ROOT-ARGUMENT", found=text))
        found[code] = digits
    return found


def verify(
    one: Log,
    other: Annotated[Path, typer.Argument(metavar="LOG", help="The other log's bundle file.")],
    root: Roots,
    profile: Annotated[
        str | None, typer.Option("--profile", help="The agreement's profile; found by its participants by default.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="Processes.")] = 2,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Verify two whole logs offline and compute their picture anew. Any altered byte gives exit 1 and the reason."""
    DESK.set(as_json=as_json, lang=lang)
    roots = read_roots(root)
    data = (read_capped(one, BUNDLE_FILE_CAP), read_capped(other, BUNDLE_FILE_CAP))
    name = profile or _profile_of(set(roots))
    examiner = examine_in_processes(jobs)
    try:
        done = recompute(data, roots, load_profile(name), examiner=examiner)
    except Exception as error:
        failed = from_exception(error)
        if failed is None or isinstance(error, OSError):
            raise
        raise Failed(NOT_ACCEPTABLE, *failed.faults) from error
    finally:
        examiner.close()
    found = report(done)
    for code, log in found["logs"].items():
        DESK.say(
            N_(
                "{code}: {entries} entries, {sets} key sets; "
                "the first {proven} were received by the other side by its own stamp {stamp}."
            ),
            code=code,
            entries=log["entries"],
            sets=log["key_sets"],
            proven=log["proven"]["entries"],
            stamp=shown(log["proven"]["newest_stamp"]),
        )
    for remark in found["remarks"]:
        what, following = Fault(remark["code"]).said(DESK.lang)
        DESK.say(
            N_("Remark {code} in {log} at {at}: {what} {next}"),
            code=remark["code"],
            log=remark["log"],
            at=remark["at"],
            what=what,
            next=following,
        )
    DESK.say(N_("Both logs hold together. This shows who signed what and when it was received, not that it is true."))
    DESK.say(N_("Picture at {frontier}: {digest}"), frontier=frontier_text(found["frontier"]), digest=found["digest"])
    if as_json:
        DESK.give(found)
    return DONE


def _profile_of(codes: set[str]) -> str:
    for name in profile_names():
        if {participant.code for participant in load_profile(name).participants} == codes:
            return name
    raise Failed(UNUSABLE, Fault("ROOT-ARGUMENT", found=", ".join(sorted(codes))))


def verifier(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")], lang: Lang = None
) -> None:
    """Write the single-file offline verifier, which needs only Python and the package cryptography."""
    DESK.set(as_json=False, lang=lang)
    with as_file(files("jig.verifier") / "jig_verify.py") as source:
        shutil.copyfile(source, file)
    DESK.say(
        N_("Written: {file}. Run it as: python {file} LOG LOG --root CODE=FINGERPRINT --root CODE=FINGERPRINT"),
        file=file,
    )


def fork(
    one: Annotated[Path, typer.Argument(metavar="FILE", help="One file of a fork proof.")],
    other: Annotated[Path, typer.Argument(metavar="FILE", help="The other file.")],
    root: Annotated[str, typer.Option("--root", help="CODE=FINGERPRINT of the log's owner.")],
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """Judge a fork proof: exit 0 when the two files convict the owner of that root, 1 when they prove nothing."""
    DESK.set(as_json=as_json, lang=lang)
    code, fingerprint = next(iter(read_roots([root]).items()))
    sides = (read_fork_side(read_capped(one, 1 << 20)), read_fork_side(read_capped(other, 1 << 20)))
    ground = convicts(sides[0], sides[1], fingerprint)
    if ground:
        DESK.say(N_("{code} signed two histories that cannot both be true ({ground})."), code=code, ground=ground)
    else:
        DESK.say(N_("These two files prove nothing against {code}."), code=code)
    behind = shared_resume(*sides)
    if ground and behind is not None:
        DESK.say(N_("Both branches hold the entry {index}: a resume at or before it excuses nothing."), index=behind)
    if as_json:
        DESK.give({"behind": behind, "convicted": ground is not None, "ground": ground, "participant": code})
    return DONE if ground else NOT_ACCEPTABLE


def kept(
    folder: Folder,
    out: Annotated[Path | None, typer.Option("--out", help="Also write what is kept into this folder.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List what was kept as received: what could not be read, abandoned entries, and the files of a fork proof."""
    DESK.set(as_json=as_json, lang=lang)
    store = open_folder(folder).store()
    try:
        rows = store.kept()
        beyond = {kind: not_kept(store, kind) for kind in BOUNDED}
    finally:
        store.close()
    found = []
    for row in rows:
        name = f"{row.number:06d}-{row.kind}"
        found.append(
            {"code": row.code, "kind": row.kind, "name": name, "received_at": row.received_at, "size": len(row.data)}
        )
        DESK.console.print(f"{name}  {row.code}  {len(row.data)}", markup=False)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            atomic_write(out / name, row.data, mode=0o644)
    for kind, one in beyond.items():
        if one.deliveries:
            DESK.say(
                N_("Beyond the bound and not kept: {kind}: {count} deliveries, {size} bytes; digest {digest}"),
                kind=kind,
                count=one.deliveries,
                size=one.bytes,
                digest=one.digest,
            )
    if as_json:
        DESK.give({"kept": found, "not_kept": {kind: one._asdict() for kind, one in beyond.items() if one.deliveries}})
