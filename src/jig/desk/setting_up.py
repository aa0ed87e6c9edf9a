"""Setting up a node: `init`, `pair`, `officer`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from jig.adapters.clock import clock_of
from jig.adapters.files import atomic_write
from jig.adapters.folder import PAIR_FILE, STORE_FILE, NodeFolder, PairFile, read_pair_file
from jig.adapters.keyfiles import KeyFiles
from jig.adapters.sqlite_store import SqliteStore
from jig.adapters.tls import own_certificate
from jig.agreement.profile import FaultyProfile, Profile, UnknownProfile, load_profile
from jig.agreement.wording import N_
from jig.centre.keysets import accredit, found_log, remove
from jig.centre.submit import submit
from jig.desk.faults import UNUSABLE, Failed, Fault, from_exception
from jig.desk.options import Folder, Json, Lang, open_folder, passphrase
from jig.desk.output import DESK
from jig.participants.form import ROLES
from jig.record.canonical import canonical
from jig.record.keyset import MODES, Officer, Root
from jig.record.suites import Signer
from jig.record.texts import faults_of_texts

officer_app = typer.Typer(no_args_is_help=True, help="Who may speak for this participant.")
Name = Annotated[str, typer.Option("--officer", "--name", help="The officer's name.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("init")(init)
    app.command("pair")(pair)
    app.add_typer(officer_app, name="officer")


def grouped(fingerprint: str) -> str:
    """Write a fingerprint in groups of four, to be read aloud."""
    return " ".join(re.findall("....", fingerprint))


def init(
    folder: Folder,
    participant: Annotated[str, typer.Option("--participant", help="The participant's code in the profile.")],
    profile: Annotated[str, typer.Option("--profile", help="The agreement's profile.")],
    mode: Annotated[str, typer.Option("--mode", help="EXERCISE or LIVE.")] = "EXERCISE",
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Make a node: its root keys, its log key, its TLS certificate, its log; write DIR/pair.json."""
    DESK.set(as_json=as_json, lang=lang)
    made = make_node(folder, participant, profile, mode.upper())
    DESK.say(N_("{mode} node of {code} made in {path}."), mode=made.root.mode, code=participant, path=folder)
    DESK.say(N_("Root fingerprint: {fingerprint}"), fingerprint=grouped(made.root.fingerprint))
    DESK.say(
        N_(
            "Give pair.json to the counterpart and take root/ off this machine: "
            "two of its three keys sign every change of officers."
        )
    )
    if as_json:
        DESK.give({"fingerprint": made.root.fingerprint, "origin": made.root.origin, "pair": str(folder / PAIR_FILE)})


def make_node(folder: Path, participant: str, profile: str, mode: str) -> PairFile:
    """Make a node's folder; raises Failed, KeyMissing, OSError."""
    loaded = _asked_for(folder, participant, profile, mode)
    ask = (lambda owner: None) if mode == "EXERCISE" else _needed
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = KeyFiles(folder, ask)
    roots = keys.generate_root()
    root = Root(participant, mode, tuple(signer.public for signer in roots))
    pem = own_certificate(folder, root.origin, ask).pem.decode("ascii")
    store = SqliteStore(folder / STORE_FILE)
    try:
        found_log(
            store, root, roots[:2], keys.generate_log(), bytes.fromhex(loaded.digest), clock_of(folder, mode).now()
        )
    finally:
        store.close()
    made = PairFile(root, profile, pem)
    # Last: a folder without it is no node, so a crash before leaves nothing that could be taken for one.
    atomic_write(folder / PAIR_FILE, made.encode(), mode=0o644)
    return made


def _asked_for(folder: Path, participant: str, profile: str, mode: str) -> Profile:
    """Load the profile; raises Failed with everything that speaks against making this node."""
    faults: list[Fault] = []
    try:
        loaded = load_profile(profile)
        codes = [one.code for one in loaded.participants]
        if participant not in codes:
            faults.append(Fault("PARTICIPANT-UNKNOWN", "ToR Pre.1", found=participant, expected=", ".join(codes)))
    except (UnknownProfile, FaultyProfile) as error:
        failed = from_exception(error)
        faults += failed.faults if failed is not None else ()
    if mode not in MODES:
        faults.append(Fault("MODE-UNKNOWN", found=mode, expected=", ".join(MODES)))
    if (folder / PAIR_FILE).exists() or (folder / STORE_FILE).exists():
        faults.append(Fault("NODE-EXISTS", path=str(folder)))
    if faults:
        raise Failed(UNUSABLE, *faults)
    return loaded


def _needed(owner: str) -> bytes | None:
    found = passphrase(owner)
    if not found:
        raise Failed(UNUSABLE, Fault("KEY-PASSPHRASE", found=owner, params={"file": owner}))
    return found


def pair(
    folder: Folder,
    other: Annotated[Path, typer.Option("--with", help="The counterpart's pair.json.")],
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Pin the counterpart's root. Read both fingerprints aloud to each other before relying on it."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    theirs = read_pair_file(other)
    node.pair(theirs)
    DESK.say(N_("Our root, to be read aloud: {fingerprint}"), fingerprint=grouped(node.own.root.fingerprint))
    DESK.say(N_("Their root, to be heard: {fingerprint}"), fingerprint=grouped(theirs.root.fingerprint))
    if as_json:
        DESK.give(
            {
                "own": node.own.root.fingerprint,
                "counterpart": theirs.root.fingerprint,
                "participant": theirs.root.participant,
            }
        )


@officer_app.command("accredit")
def officer_accredit(
    folder: Folder,
    name: Name,
    role: Annotated[list[str], typer.Option("--role", help="A role; may be repeated.")],
    name_local: Annotated[str, typer.Option("--name-local", help="The name in the counterpart's script.")] = "",
    post: Annotated[str, typer.Option("--post", help="The post filled.")] = "",
    rank: Annotated[str, typer.Option("--rank", help="Rank code, such as OF-5.")] = "",
    language: Annotated[list[str] | None, typer.Option("--language", help="A language; may be repeated.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Name an officer with a key of its own in a new key set, signed with two root keys."""
    DESK.set(as_json=as_json, lang=lang)
    faults = [] if name.strip() else [Fault("USAGE-VALUE", path="--officer", found=name)]
    faults += [
        Fault("ROLE-UNKNOWN", "ToR 1.d", found=one, expected=", ".join(ROLES)) for one in sorted(set(role) - set(ROLES))
    ]
    stated = {"--officer": name, "--name-local": name_local, "--post": post, "--rank": rank}
    faults += [Fault(code, path=path, found=found) for code, path, found, _ in faults_of_texts(canonical(stated))]
    if faults:
        raise Failed(UNUSABLE, *faults)
    node = open_folder(folder)
    with node.node() as opened:
        public = node.keys.generate_officer(name).public
        officer = Officer(name, name_local, post or role[0], rank, tuple(role), tuple(language or ()), public)
        recorded = accredit(opened, officer, root_signers(node))
    DESK.say(
        N_("{name} is accredited as {roles} from entry {seq} on."), name=name, roles=", ".join(role), seq=recorded.seq
    )
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "officer": name, "key": public.fingerprint, "recorded": True})


@officer_app.command("relieve")
def officer_relieve(
    folder: Folder,
    name: Name,
    by: Annotated[
        str | None, typer.Option("--by", help="The officer who transmits the relief; by default the one relieved.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, in the participant's language.")] = "",
    key_set: Annotated[bool, typer.Option("--key-set", help="Also leave the officer out of a new key set.")] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Relieve an officer: from this entry on the officer's key permits nothing."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        given = {
            "officer": name,
            "reason": reason,
            "lang": node.profile.participant(node.own.root.participant).language,
        }
        recorded = submit(opened, "relief", given, by or name)
        if key_set:
            recorded = remove(opened, name, root_signers(node))
    DESK.say(N_("{name} is relieved from entry {seq} on."), name=name, seq=recorded.seq)
    if as_json:
        DESK.give({"entry": recorded.id.hex(), "officer": name, "recorded": True})


@officer_app.command("list")
def officer_list(folder: Folder, as_json: Json = False, lang: Lang = None) -> None:
    """List who may speak for this participant, and who was relieved."""
    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    with node.node() as opened:
        view = opened.picture.view()
        rows: list[dict[str, Any]] = [
            {
                "name": one.name,
                "name_local": one.name_local,
                "post": one.post,
                "rank_code": one.rank_code,
                "roles": list(one.roles),
                "languages": list(one.languages),
                "key": one.key.fingerprint,
                "key_here": node.keys.has("officer", one.key),
                "relieved": view.relieved(opened.side, one.name),
            }
            for one in opened.own.keysets[-1][2].officers
        ]
    rows.sort(key=lambda row: bool(row["relieved"]))
    for row in rows:
        state = DESK.words(N_("relieved")) if row["relieved"] else ", ".join(row["roles"])
        DESK.console.print(f"{row['name']}  {row['rank_code']}  {row['post']}  [{state}]", markup=False)
    if as_json:
        DESK.give({"officers": rows})


def root_signers(node: NodeFolder) -> list[Signer]:
    """Open two of the three root keys; raises KeyMissing when fewer can be opened."""
    found: list[Signer] = []
    last: Exception | None = None
    for number in (1, 2, 3):
        try:
            found.append(node.keys.root_signer(number))
        except Exception as fault:  # noqa: BLE001 - two of three suffice; the last fault is told when they do not
            last = fault
        if len(found) == 2:
            return found
    assert last is not None
    raise last
