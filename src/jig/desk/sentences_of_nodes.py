"""What the codes of folders, keys, stores, clocks, links and commands say to a person."""

from __future__ import annotations

from jig.agreement.wording import N_

PAIRING = N_("Nothing was pinned. Check the pair file with the counterpart, by voice.")
PROFILE = N_("Nothing was made. Correct the profile's files, all such faults together.")
KEYS = N_("Nothing was signed. Restore the file from its copy; if the key is lost, name a new one in a new key set.")
PROGRAM = N_("Nothing was recorded. This is a fault of the program: run it again with JIG_DEBUG=1 and report it.")
LINK = N_("Nothing was taken for agreed. Try again, or carry a bundle file; call a HOLD by voice if one is needed.")
HELP = N_("Nothing was done. `jig COMMAND --help` shows how it is called.")

NODES: dict[str, tuple[str, str]] = {
    "FILE": (
        N_("{path}: the operating system refuses it ({found})."),
        N_("Nothing was changed. Check the path and its rights, then try again."),
    ),
    "FILE-MISSING": (
        N_("There is no file {path}."),
        N_("Nothing was changed. Check the path, then try again."),
    ),
    "FILE-TOO-LARGE": (
        N_("The file is larger than {expected} bytes."),
        N_("Nothing was taken in. Give it in several parts (`jig bundle export --from --to` makes smaller bundles)."),
    ),
    "NOT-A-NODE": (
        N_("{path} is no node's folder."),
        N_(
            "Nothing was changed. Name a node's folder, or make one with `jig init DIR --participant CODE --profile"
            " NAME`."
        ),
    ),
    "NODE-EXISTS": (
        N_("{path} holds a node already."),
        N_("Nothing was changed: keys are never overwritten. Choose another folder."),
    ),
    "NOT-PAIRED": (
        N_("This node is not paired with its counterpart yet."),
        N_(
            "Nothing was recorded. Exchange pair.json by hand, then `jig pair DIR --with PAIR.json`, reading the "
            "fingerprints aloud."
        ),
    ),
    "ALREADY-PAIRED": (
        N_("This node is paired already, with the root {found}."),
        N_("Nothing was changed: a pinned root is never replaced. Make another node for another counterpart."),
    ),
    "PAIR-FILE-MISSING": (N_("The pair file {path} is missing."), PAIRING),
    "PAIR-FILE": (N_("The pair file {path} cannot be read."), PAIRING),
    "PAIR-FINGERPRINT": (N_("The pair file says its root is {found}; its keys give {expected}."), PAIRING),
    "PAIR-PROFILE": (N_("The counterpart's node follows the profile {found}, this one {expected}."), PAIRING),
    "PAIR-MODE": (
        N_("The counterpart's node is {found}, this one is {expected}: an exercise and a live log never meet."),
        PAIRING,
    ),
    "PAIR-PARTICIPANT": (N_("The pair file is of {found}; the counterpart of this node is {expected}."), PAIRING),
    "PARTICIPANT-UNKNOWN": (
        N_("The agreement has no participant {found}; it has {expected}."),
        N_("Nothing was made. Name one of its participants; `jig agreement profiles` lists them."),
    ),
    "MODE-UNKNOWN": (
        N_("There is no mode {found}; there is {expected}."),
        N_("Nothing was made. Choose one of them; it cannot be changed later."),
    ),
    "PROFILE-UNKNOWN": (
        N_("There is no profile {found}."),
        N_("Nothing was made. Choose one that `jig agreement profiles` lists."),
    ),
    "CLAUSE-MISSING": (N_("The profile has no wording for the clause {found} ({path})."), PROFILE),
    "CLAUSE-UNKNOWN": (N_("The profile names the clause {found}, which the register does not hold ({path})."), PROFILE),
    "CLAUSE-TWICE": (N_("The profile words the clause {found} twice ({path})."), PROFILE),
    "WORDING-EMPTY": (N_("The profile leaves the wording of {found} empty ({path})."), PROFILE),
    "READING-MISSING": (N_("The profile does not settle the reading {found} ({path})."), PROFILE),
    "READING-UNKNOWN": (
        N_("The profile names the reading {found}, which the register does not hold ({path})."),
        PROFILE,
    ),
    "SETTING-MISSING": (N_("The profile does not set {found} ({path})."), PROFILE),
    "SETTING-UNKNOWN": (N_("The profile sets {found}, which the register does not hold ({path})."), PROFILE),
    "SETTING-TYPE": (N_("The profile's value of {found} is not of its type ({path})."), PROFILE),
    "PARTICIPANTS-NOT-TWO": (N_("The profile has {found} participants; an agreement has two."), PROFILE),
    "PARTICIPANT-TWICE": (N_("The profile names the participant {found} twice."), PROFILE),
    "ROLE-CONTRADICTS-SETTING": (
        N_("The profile's setting {path} names {found}, who does not hold that role."),
        PROFILE,
    ),
    "OFFICER-UNKNOWN": (
        N_("No officer {found} is accredited here; known: {expected}."),
        N_("Nothing was recorded. Name an accredited officer; `jig officer list DIR` names them."),
    ),
    "OFFICER-KEY-REPEATED": (
        N_("That key is another officer's already ({found})."),
        N_("Nothing was recorded. Make a key of the officer's own."),
    ),
    "ROLE-UNKNOWN": (
        N_("There is no role {found}; roles are {expected}."),
        N_("Nothing was recorded. Name one of these roles."),
    ),
    "KEY-FILE-MISSING": (N_("The key file {file} is not here."), KEYS),
    "KEY-FILE-DAMAGED": (N_("The key file {file} is damaged, or holds another key than the log names."), KEYS),
    "KEY-FILE-UNREADABLE": (
        N_("The key file {file} may not be read."),
        N_("Nothing was signed. Give the node's own account the right to read it, and nobody else."),
    ),
    "KEY-FILE-EXISTS": (
        N_("The key file {file} exists already."),
        N_("Nothing was made: keys are never overwritten. Move the old file away by hand if it is not needed."),
    ),
    "KEY-FILE-OPEN-TO-OTHERS": (
        N_("The key file {file} can be read by other accounts of this machine."),
        N_("Take the right away (chmod 600), and rotate the key if others may have read it."),
    ),
    "KEY-PASSPHRASE": (
        N_("The passphrase is missing or wrong ({file})."),
        N_("Nothing was signed. Give the right passphrase at the prompt or in JIG_PASSPHRASE."),
    ),
    "TLS-CERTIFICATE": (
        N_("The TLS certificate of this node or of the counterpart's pair file cannot be read."),
        N_("Nothing was exchanged. Restore the file, or carry a bundle file meanwhile."),
    ),
    "STORE-BUSY": (
        N_("The store is in use by another process."),
        N_("Nothing was recorded. Wait for the other process to end, then try again."),
    ),
    "STORE-FULL": (
        N_("The disk is full."),
        N_("Nothing was recorded. Free some space, then try again."),
    ),
    "STORE-CORRUPT": (
        N_("The store's file is damaged or is no store."),
        N_("Nothing was recorded. Keep the file, restore a backup and recover with `jig exchange DIR --link URL`."),
    ),
    "STORE-UNWRITABLE": (
        N_("The store cannot be opened or written."),
        N_("Nothing was recorded. Check the rights on the node's folder, then try again."),
    ),
    "STORE-IO": (
        N_("The disk reports a fault."),
        N_("Nothing was recorded. Check the disk; restore a backup on another if need be, and recover over the link."),
    ),
    "STORE-FAULT": (
        N_("The store's engine reports a fault ({detail})."),
        N_("Nothing was recorded. Try again; if it stays, keep the file and restore a backup."),
    ),
    "STORE-VERSION": (
        N_("The store has the format {found}; this version of the program reads {expected}."),
        N_("Nothing was changed. Use the version of the program that made it, or update this one."),
    ),
    "STORE-SEQ": (N_("The store was to append entry {found}; next is {expected}."), PROGRAM),
    "STORE-NO-TRANSACTION": (N_("The store was to be written outside a transaction."), PROGRAM),
    "STORE-NESTED": (N_("The store was to begin a transaction inside another."), PROGRAM),
    "CLOCK-SET-IN-LIVE": (
        N_("A LIVE node has an exercise clock set."),
        N_("Nothing was recorded. Remove exercise-clock.json: a live node follows the machine's clock."),
    ),
    "CLOCK-FILE": (
        N_("exercise-clock.json cannot be read."),
        N_("Nothing was recorded. Correct or remove exercise-clock.json."),
    ),
    "CLOCK-RANGE": (
        N_("The clock shows {found} seconds since 1970, which no entry can bear."),
        N_("Nothing was recorded. Correct the clock, then try again."),
    ),
    "LINK-TIMEOUT": (N_("The counterpart's node did not answer in time."), LINK),
    "LINK-REFUSED": (N_("Nobody answers at the counterpart's address."), LINK),
    "LINK-BROKEN": (N_("The link broke off; the counterpart may also have refused this node's certificate."), LINK),
    "LINK-TLS": (
        N_("The counterpart's node did not show the certificate of its pair file, or refused ours."),
        N_("Nothing was taken for agreed. Compare the fingerprints by voice; carry a bundle file meanwhile."),
    ),
    "LINK-URL": (
        N_("The address is not of the form https://host:port."),
        N_("Nothing was exchanged. Correct the address."),
    ),
    "LINK-TOO-LARGE": (
        N_("The counterpart's answer is larger than {cap} bytes."),
        N_("Nothing was taken for agreed. Ask for a bundle file, in several parts."),
    ),
    "LINK-ENDLESS": (N_("The two nodes went on answering each other without coming to rest."), LINK),
    "LINK-HTTP-401": (
        N_("The counterpart's node does not know this node's certificate ({codes})."),
        N_(
            "Nothing was taken for agreed. Compare the fingerprints by voice and pair again; carry a bundle file "
            "meanwhile."
        ),
    ),
    "LINK-HTTP-*": (N_("The counterpart's node refused the request with status {status} ({codes})."), LINK),
    "SCENARIO-UNKNOWN": (
        N_("There is no scenario {found}; there is {expected}."),
        N_("Nothing was played. Choose one of them."),
    ),
    "OUT-NOT-EMPTY": (
        N_("{found} holds something already."),
        N_("Nothing was played and nothing overwritten. Choose a folder that is empty or not there yet."),
    ),
    "KIND-UNKNOWN": (
        N_("There is no kind of entry {found}."),
        N_("Nothing was recorded. Choose one that `jig kinds` lists."),
    ),
    "ENTRY-UNKNOWN": (
        N_("No single entry {found} is known here ({matches} begin so)."),
        N_("Give the entry's id, its first 8 digits or more, or CODE/number."),
    ),
    "SUBJECT-UNKNOWN": (
        N_("The picture holds no subject {found}."),
        N_("Choose one that `jig picture DIR` lists."),
    ),
    "RANGE": (
        N_("The log has no range {found}; it holds {expected}."),
        N_("Nothing was written. Choose a range inside the log."),
    ),
    "INSTANT": (
        N_("{found} is no instant; written is 2016-09-12T06:00Z, or with an offset as +03:00."),
        N_("Name the date, the time and the offset."),
    ),
    "FRONTIER": (
        N_("{found} is no frontier; written is CODE=number,CODE=number."),
        N_("Name both participants' codes, once each."),
    ),
    "ROOT-ARGUMENT": (
        N_("{found} names no root; written is CODE=FINGERPRINT."),
        N_("Give both participants' root fingerprints, 64 hexadecimal digits each."),
    ),
    "USAGE": (N_("The command was not understood: {found}"), HELP),
    "USAGE-LANGUAGE": (
        N_("There is no language {found} here; there is {expected}."),
        N_("Choose one of them with --lang or in JIG_LANG."),
    ),
    "USAGE-NO-COMMAND": (
        N_("There is no command {found}."),
        N_("`jig --help` lists the commands."),
    ),
    "USAGE-NO-OPTION": (N_("There is no option {found} here."), HELP),
    "USAGE-EXTRA": (N_("{found} is too much here."), HELP),
    "USAGE-MISSING": (N_("{path} is not given."), HELP),
    "USAGE-VALUE": (N_("The value of {path} cannot be used."), HELP),
    "INTERRUPTED": (
        N_("The command was interrupted."),
        N_("What was recorded before stays recorded. Run it again if it was not done."),
    ),
    "INTERNAL": (
        N_("The program met something it was not made for ({found})."),
        N_(
            "What was acknowledged is kept; whether more was recorded, `jig picture DIR` shows. Run it again with "
            "JIG_DEBUG=1 and report what it prints."
        ),
    ),
}
