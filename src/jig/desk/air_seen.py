"""What a watch saw, stay by stay, and the draft of an officer's observation: `air seen`. Nothing of it is in a log."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from jig.agreement.wording import N_
from jig.desk.faults import DONE, UNUSABLE, Failed, Fault
from jig.desk.options import Folder, Json, Lang, open_folder
from jig.desk.output import DESK


def named(event: dict[str, Any]) -> dict[str, Any]:
    """Give what a sentence about a stay names."""
    return {
        "area": event["area"],
        "version": event["version"] or "",
        "aircraft": event["aircraft"],
        "certainty": event["certainty"],
    }


def show_seen(
    folder: Folder,
    identity: Annotated[str | None, typer.Option("--id", help="One stay: write a draft of the observation.")] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> int:
    """List what the watch saw, or draft an officer's observation of one stay. Nothing of it is in any log."""
    from jig.adapters.observation_drafts import draft
    from jig.adapters.watch_file import read_seen

    DESK.set(as_json=as_json, lang=lang)
    node = open_folder(folder)
    # Said again with another end, by a run with another longest gap, a stay is still one: the last word counts.
    rows = list({str(one.get("id")): one for one in read_seen(folder) if one.get("event") == "left"}.values())
    if identity is None:
        for one in rows:
            DESK.say(
                N_("{id}: {aircraft} in {area} {version}, {entered} to {left} ({certainty})"),
                id=one["id"], entered=one["entered"], left=one["left"], **named(one),
            )  # fmt: skip
        if not rows:
            DESK.say(N_("The watch has seen nobody leave an area. That proves no absence."))
        if as_json:
            DESK.give({"seen": rows})
        return DONE
    found = next((one for one in reversed(rows) if one["id"] == identity), None)
    if found is None:
        raise Failed(UNUSABLE, Fault("AIR-SEEN-UNKNOWN", found=identity[:40]))
    with node.node() as opened:
        language = opened.picture.profile.participants[opened.side].language
    DESK.give(draft(found, language))
    DESK.say(
        N_(
            "A draft. Complete who operated it, its class and what it did as you know them, and by which sensor; then: jig submit {folder} observation seen.json --officer NAME"
        ),
        folder=folder,
    )
    return DONE
