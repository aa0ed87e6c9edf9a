"""What the codes of entries, bundles, logs, forks and resumes say to a person."""

from __future__ import annotations

from jig.agreement.wording import N_

AGAIN = N_("Nothing of it was taken in; a delivery is kept as received. Ask its author for it again, undamaged.")
ALTERED = N_(
    "Nothing of it was taken in; it was altered after signing. It is kept as received: ask its author for it again."
)
UNKEPT = N_(
    "Nothing of it was taken in, and it is not kept: as much is kept as may be of what cannot be read. Write what "
    "`jig kept DIR` lists to a folder with --out, and find out with its author what is sent damaged."
)
COPY = N_("Nothing of it entered the picture; it is kept as received. Copy the file again, or ask for it again.")
FORKS = N_("Nothing is proven by it. Take both files as a node kept them (`jig fork` judges one pair).")
RESUMES = N_("Nothing was signed or recorded. Agree by voice where the log goes on, and make the statement anew.")
VERIFY = N_("Nothing is proven by it. Give one whole log of each participant and the root fingerprint of each.")
STOPPED = N_(
    "Nothing of it entered the picture; the exchange is stopped and the delivery is kept as proof. Call the senior "
    "representatives; go on only by a resume that both sign."
)

DELIVERIES: dict[str, tuple[str, str]] = {
    "ENTRY-VERSION": (
        N_("An entry has the format version {found}; this node reads version {expected}."),
        N_(
            "Nothing of it was taken in; it is kept as received. Update the older of the two nodes; no version is "
            "ever lowered."
        ),
    ),
    "ENTRY-FIELDS": (N_("An entry has the members {found}; expected are {expected}."), AGAIN),
    "ENTRY-FIELD": (N_("The member {field} of an entry is not of its kind."), AGAIN),
    "ENTRY-KEY": (N_("An entry names the key {found} and is signed with {expected}."), AGAIN),
    "ENTRY-LOG": (N_("An entry is of the log {found}; this log is {expected}."), AGAIN),
    "ENTRY-SEQ": (N_("An entry has number {found}; next in its log is {expected}."), AGAIN),
    "ENTRY-PREV": (N_("Entry {seq} does not follow from the entry before it."), AGAIN),
    "KEY-UNKNOWN": (N_("No key set of that log names the key {found}."), AGAIN),
    "LOG-ROLE": (
        N_("Entry {seq} bears the role {found}, which only the log key bears for the record's own kinds."),
        AGAIN,
    ),
    "LOG-KEY": (N_("Entry {seq} is signed with {found}; the log key in force there is {expected}."), AGAIN),
    "LOG-KEY-SPEAKS": (N_("Entry {seq} states something in the log key {found}; only officers' keys state."), AGAIN),
    "SALT-SIZE": (N_("A salt has {found} bytes; it has {expected}."), AGAIN),
    "BODY-HASH": (N_("The body of entry {seq} is not the one that was signed."), ALTERED),
    "BODY-TOO-LARGE": (
        N_("The body has {size} bytes; at most {cap} are allowed."),
        N_("Nothing was recorded. Shorten it, or give it in several entries."),
    ),
    "BODY-WITHHELD": (N_("The body with the member {field} is withheld; a body of that kind never is."), AGAIN),
    "BODY-FIELD": (N_("The member {field} of a body of the record's own is missing or not of its kind."), AGAIN),
    "HEAD-ROOT": (N_("The head of size {size} names another root than its entries give."), ALTERED),
    "HEAD-SIGNATURE": (N_("The head of size {size} is not signed with the log key in force there."), ALTERED),
    "HEAD-WITHOUT-KEY": (N_("No key set stands before the head of size {size}: nobody could have signed it."), AGAIN),
    "SEEN-HEAD-SIGNATURE": (
        N_("The head of size {size}, said to have been seen of this log, bears no signature of this log."),
        ALTERED,
    ),
    "SEEN-WITHOUT-HEAD": (
        N_("Entry {seq} saw {size} entries of this log and the delivery shows no head of that size."),
        AGAIN,
    ),
    "SEEN-BEYOND": (N_("Entry {seq} saw {size} entries of the other log, more than there are."), AGAIN),
    "SEEN-ROOT-FALSE": (
        N_("Entry {seq} says it saw a history of {size} entries that never was."),
        N_("Nothing of it entered the picture; the exchange is stopped. Call the senior representatives."),
    ),
    "COSIGNATURE": (N_("A cosignature on the head of size {size} was not made with its cosigner's log key."), ALTERED),
    "GENESIS": (N_("The log does not begin with a key set that names the log key which signs it."), AGAIN),
    "COSIGNED-HEAD": (N_("A cosignature is on a head of size {size} that is not this log's."), ALTERED),
    "COUNTERSIGNED-HEAD": (N_("A cosigned head of size {size} has another root than the log shown."), ALTERED),
    "BUNDLE-LOG": (
        N_("The bundle is of the log {found}; expected is {expected}."),
        N_("Nothing of it was taken in. Import the counterpart's bundle, and into the node paired with it."),
    ),
    "BUNDLE-COUNTERPART": (
        N_("The bundle is meant for {found}; this log is {expected}."),
        N_("Nothing of it was taken in. Ask for the bundle that is meant for this node."),
    ),
    "BUNDLE-MAGIC": (N_("This is not a bundle file."), AGAIN),
    "BUNDLE-TRUNCATED": (N_("The bundle breaks off after {size} bytes."), COPY),
    "BUNDLE-CHECKSUM": (N_("The bundle's checksum does not fit: it was damaged on its way."), COPY),
    "BUNDLE-FRAME-ORDER": (N_("The bundle's parts are out of order at byte {at}."), COPY),
    "BUNDLE-FRAME-SIZE": (N_("A part of the bundle at byte {at} is longer than allowed."), COPY),
    "BUNDLE-BODY-WITHHELD": (
        N_("The body of entry {seq} was left out; between the two nodes no body ever is."),
        AGAIN,
    ),
    "BUNDLE-ENTRY": (N_("An entry in the bundle breaks off or is too long."), COPY),
    "BUNDLE-VERSION": (
        N_("The bundle has the format version {found}; this node reads version {expected}."),
        N_(
            "Nothing of it was taken in; it is kept as received. Update the older of the two nodes; no version is "
            "ever lowered."
        ),
    ),
    "BUNDLE-HEADER": (N_("The bundle's header cannot be read."), COPY),
    "BUNDLE-INCOMPLETE": (N_("The bundle lacks a part that its range asks for."), COPY),
    "BUNDLE-COUNT": (N_("The bundle holds {found} entries; its header names {expected}."), COPY),
    "BUNDLE-PROOF": (N_("The bundle's proof does not show that its head continues what this node holds."), AGAIN),
    "BUNDLE-BASE": (N_("The bundle's base head of size {size} is not the log that this node mirrors."), AGAIN),
    "BUNDLE-BRANCH": (
        N_(
            "Entry {index} of the bundle differs from the one that this node mirrors, and no head proves whose "
            "doing it is."
        ),
        AGAIN,
    ),
    "BUNDLE-ABANDONED": (
        N_("The bundle begins at entry {found} on another branch than the log as it went on at entry {expected}."),
        N_(
            "Nothing of it entered the picture. Ask for a bundle from entry {expected} on: it shows whether this branch "
            "was abandoned there, or the log was forked later."
        ),
    ),
    "BUNDLE-GAP": (
        N_("The bundle begins at entry {found}; this node holds {expected} entries of that log."),
        N_(
            "Nothing of it entered the picture. Ask for a bundle from entry {expected} on: `jig bundle export DIR "
            "FILE --from {expected}`."
        ),
    ),
    "FORK": (
        N_("The log's own key signed two histories that cannot both be true (they part at entry {index})."),
        N_(
            "Nothing of it entered the picture; the exchange is stopped and the proof is kept. Call the senior "
            "representatives; go on only by a resume that both sign."
        ),
    ),
    "FORK-FIELDS": (N_("This is not one side of a fork proof."), FORKS),
    "FORK-LOGS": (N_("The two files are of different logs: {found} and {expected}."), FORKS),
    "FORK-KEYSETS": (N_("The key sets in a fork proof do not make a chain from version 0."), FORKS),
    "EXCHANGE-STOPPED": (
        N_("The exchange is stopped since the counterpart was convicted ({found})."),
        N_("Nothing was exchanged. Call the senior representatives; go on only by a resume that both sign."),
    ),
    "OWN-LOG-BEHIND": (
        N_("The counterpart has seen {found} entries of this log; this node holds fewer."),
        N_(
            "Nothing of it was taken in: this store is older than its word. Recover with `jig exchange DIR --link "
            "URL` before anything else."
        ),
    ),
    "OWN-LOG-OLDER": (
        N_("This store holds {found} entries of its own log; this node signed {expected} before."),
        N_(
            "Nothing was recorded: the store was restored from a backup. Recover with `jig exchange DIR --link "
            "URL`; until then call a HOLD by voice."
        ),
    ),
    "OWN-HEAD-DIFFERS": (
        N_(
            "The counterpart shows a head of this log, signed with this node's key, that is not in this store (size"
            " {found})."
        ),
        N_("Nothing was recorded. Find out who used the log key, then go on by `jig resume propose` with a new one."),
    ),
    "RESUME-SIZE": (N_("The log cannot go on at {found}; it holds {expected} entries."), RESUMES),
    "RESUME-LOG": (N_("The statement is of the log {found}; the counterpart's is {expected}."), RESUMES),
    "RESUME-ROOT": (
        N_("The statement's root at size {found} is not that of the log mirrored here ({expected} entries)."),
        RESUMES,
    ),
    "RESUME-BELOW-SEEN": (
        N_("The log would go on at {found}; this side has relied on it up to {expected}."),
        N_(
            "Nothing was signed. Ask for a statement at {expected} or above: nothing that this side has acted on is"
            " taken back."
        ),
    ),
    "RESUME-INCARNATION": (N_("The statement counts itself as resume {found}; next is {expected}."), RESUMES),
    "RESUME-NOT-ENDORSED": (
        N_("The statement is not signed by two root keys of its owner and the counterpart's log key."),
        RESUMES,
    ),
    "RESUME-NOT-CONSENTED": (
        N_("The counterpart's signature is not on the statement."),
        N_("Nothing was recorded. Let the counterpart sign it with `jig resume consent DIR FILE`, then take it again."),
    ),
    "RESUME-OTHER-PENDING": (
        N_("This side agreed to another resume, which has not come; this one counts itself as {found}."),
        N_("Nothing was signed. Ask for a statement that counts itself as resume {expected}."),
    ),
    "RESUME-FIELDS": (N_("The resume statement has not the members that the format asks for."), RESUMES),
    "RESUME-PLACE": (N_("The resume at entry {seq} is not at the place that its statement names."), AGAIN),
    "RESUME-LOG-KEY": (N_("The resume at entry {seq} is not signed with the log key that its statement names."), AGAIN),
    "LOG-PARTICIPANTS": (N_("The two logs are of {found}; the agreement's participants are {expected}."), VERIFY),
    "ROOT-PARTICIPANTS": (
        N_("Root fingerprints are given for {found}; the agreement's participants are {expected}."),
        VERIFY,
    ),
    "LOG-MODE": (N_("One log is {found} and the other {expected}: an exercise and a live log never meet."), VERIFY),
    "LOG-NOT-WHOLE": (
        N_("The bundle holds entries {found}, not a whole log."),
        N_("Nothing is proven by it. Export the log from entry 0 to its end: `jig bundle export DIR FILE --from 0`."),
    ),
    "LOGS-CIRCULAR": (
        N_("Each log says that it saw entries of the other before they were made."),
        N_("Nothing is proven by them: both logs contradict themselves. Compare them with both nodes' own files."),
    ),
    "SEEN-FELL": (
        N_("What the author had seen fell at this entry; the higher value counts."),
        N_("Nothing is lost by it. Ask the author's watch officer whether its store was restored."),
    ),
    "RECEIPT-WITHHELD": (
        N_("A head was cosigned without the receipt that is to go before it."),
        N_("The cosignature proves no notice. Ask the cosigner for its receipt."),
    ),
}
