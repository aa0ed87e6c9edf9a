"""What each code says to a person, and what to do next; both as msgids. A code without its own sentence takes its
family's."""

from __future__ import annotations

from jig.agreement.wording import N_

SENTENCES: dict[str, tuple[str, str]] = {
    "*": (N_("{code}: found {found}, expected {expected}."), N_("Correct it and try again.")),
    "FORM-*": (
        N_("{path}: found {found}; the form asks for: {expected}."),
        N_("Nothing was recorded. Correct the field and submit again; `jig kinds KIND` shows the form."),
    ),
    "FORM-MISSING": (
        N_("{path} is missing."),
        N_("Nothing was recorded. Give the field and submit again; `jig kinds KIND` shows the form."),
    ),
    "FORM-EXTRA-FORBIDDEN": (
        N_("{path} is not a field of this form."),
        N_("Nothing was recorded. Leave the field out and submit again; `jig kinds KIND` shows the form."),
    ),
    "JSON-*": (
        N_("What was received is not the strict JSON that the record asks for ({code}: {found})."),
        N_("It is kept as received. Ask its author for it again."),
    ),
    "BUNDLE-*": (
        N_("The bundle is damaged or not one ({code}: {found})."),
        N_("Nothing of it entered the picture. Copy it again, or ask for it again."),
    ),
    "BUNDLE-GAP": (
        N_("The bundle begins at entry {found}; this node has {expected} entries of that log."),
        N_("Nothing of it entered the picture. Ask for a bundle from entry {expected} on."),
    ),
    "LINK-*": (
        N_("The link is down or refused the request ({code}: {found})."),
        N_("Nothing was taken for agreed. Try again, or carry a bundle file; call a HOLD by voice if one is needed."),
    ),
    "KEY-*": (
        N_("The key cannot be used ({code}: {found})."),
        N_("Check the key file, its passphrase and who is accredited (`jig officer list DIR`)."),
    ),
    "STORE-*": (
        N_("The store cannot be used ({code}: {found})."),
        N_("Check the disk and its rights, then try again."),
    ),
    "FORK": (
        N_("The counterpart's log key signed two histories that cannot both be true."),
        N_("The exchange is stopped and the proof is kept. Call the senior representatives; go on only by a resume."),
    ),
    "EXCHANGE-STOPPED": (
        N_("The exchange is stopped since {found}."),
        N_("Call the senior representatives; go on only by a resume that both sign."),
    ),
    "OWN-LOG-BEHIND": (
        N_("The counterpart has seen {found} entries of this log; this node holds fewer."),
        N_("This store is older than its word. Recover over the link with `jig exchange` before anything else."),
    ),
    "OWN-LOG-OLDER": (
        N_("This store holds {found} entries of its own log; this node signed {expected} before."),
        N_("It was restored from a backup. Recover with `jig exchange`; call a HOLD by voice until then."),
    ),
    "OWN-HEAD-DIFFERS": (
        N_(
            "The counterpart shows a head of this log, signed with this node's key, that is not in this store (size {found})."
        ),
        N_("Stop. Find out who used the log key, then resume with a new one."),
    ),
    "NOT-A-NODE": (
        N_("{path} is no node's folder."),
        N_("Make one with `jig init DIR --participant CODE --profile NAME`."),
    ),
    "NODE-EXISTS": (N_("{path} holds a node already."), N_("Choose another folder; keys are never overwritten.")),
    "NOT-PAIRED": (
        N_("This node is not paired with its counterpart yet."),
        N_("Exchange pair.json by hand, then `jig pair DIR --with PAIR.json`, reading the fingerprints aloud."),
    ),
    "PAIR-*": (
        N_("The two cannot be paired ({code}: found {found}, expected {expected})."),
        N_("Check the pair file with the counterpart."),
    ),
    "KIND-UNKNOWN": (N_("There is no kind of entry {found}."), N_("`jig kinds` lists them.")),
    "OFFICER-UNKNOWN": (
        N_("No officer {found} is accredited here; known: {expected}."),
        N_("`jig officer list DIR` names them."),
    ),
    "OFFICER-KEY-REPEATED": (N_("That key is named already ({found})."), N_("Make a key of the officer's own.")),
    "ENTRY-UNKNOWN": (
        N_("No single entry {found} is known here ({matches} begin so)."),
        N_("Give the entry's id, its first 8 digits or more, or CODE/number."),
    ),
    "SUBJECT-UNKNOWN": (N_("The picture holds no subject {found}."), N_("`jig picture DIR` lists them.")),
    "RANGE": (N_("The log has no range {found}; it holds {expected}."), N_("Choose a range inside the log.")),
    "PROFILE-UNKNOWN": (N_("There is no profile {found}."), N_("`jig agreement profiles` lists them.")),
    "FILE": (N_("{path}: {found}."), N_("Check the path and its rights.")),
    "FILE-TOO-LARGE": (N_("The file is larger than {expected} bytes."), N_("Split it.")),
    "SCENARIO-UNKNOWN": (N_("There is no scenario {found}; known: {expected}."), N_("Name one of them.")),
    "OUT-NOT-EMPTY": (
        N_("{found} is not an empty folder."),
        N_("Name a new folder: an EXERCISE writes over nothing."),
    ),
    "USAGE": (N_("The command was not understood: {found}"), N_("`jig COMMAND --help` shows how it is called.")),
    "FRONTIER": (N_("{found} is no frontier; write CODE=number,CODE=number."), N_("Name both participants' codes.")),
    "ROOT-ARGUMENT": (
        N_("{found} names no root; write CODE=FINGERPRINT."),
        N_("Give both participants' root fingerprints."),
    ),
    "CLOCK-*": (N_("The exercise clock cannot be used ({code})."), N_("Correct or remove exercise-clock.json.")),
    "RESUME-*": (
        N_("The resume is refused ({code}: found {found}, expected {expected})."),
        N_("Agree with the counterpart on a place that takes nothing back it has acted on."),
    ),
    "SEEN-ROOT-FALSE": (
        N_("An entry says it saw a history of this log that never was ({found})."),
        N_("Nothing of it entered the picture; the exchange is stopped. Call the senior representatives."),
    ),
    "DIFFERENT": (N_("The two pictures differ at {path}."), N_("Exchange, then compare again.")),
}
