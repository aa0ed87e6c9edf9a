"""What the codes of the record's bytes say to a person: JSON, envelopes, notes, keys, key sets."""

from __future__ import annotations

from jig.agreement.wording import N_

GIVE = N_("Nothing was recorded; what a bundle brought is kept as received. Correct it and give it again.")
AGAIN = N_("Nothing of it was taken in; a delivery is kept as received. Ask its author for it again, undamaged.")
ALTERED = N_(
    "Nothing of it was taken in; it was altered after signing. It is kept as received: ask its author for it again."
)
PAIRING = N_("Nothing was pinned. Ask the counterpart for its pair.json anew and compare the fingerprints by voice.")
ROTATE = N_("Nothing was signed. Put an ed25519 log key in force with `jig keys rotate DIR`.")

BYTES: dict[str, tuple[str, str]] = {
    "JSON-TOO-LARGE": (N_("The JSON has {size} bytes; at most {cap} are read."), GIVE),
    "JSON-BOM": (N_("The JSON begins with a byte order mark; the record's form has none."), GIVE),
    "JSON-UTF8": (N_("The JSON is not UTF-8: byte {offset} cannot be read."), GIVE),
    "JSON-SYNTAX": (N_("This is not JSON: it cannot be read on from character {offset}."), GIVE),
    "JSON-DEPTH": (N_("The JSON is nested deeper than {limit} levels."), GIVE),
    "JSON-DUPLICATE-KEY": (
        N_("The JSON names the member “{name}” twice in one object; nobody could say which counts."),
        GIVE,
    ),
    "JSON-FLOAT": (N_("The number {text} is not an integer; decimals are given as text."), GIVE),
    "JSON-INTEGER-RANGE": (N_("An integer has {digits} digits; the largest is 9007199254740991."), GIVE),
    "JSON-NAME-NOT-ASCII": (N_("The member name “{name}” has other characters than ASCII."), GIVE),
    "JSON-SURROGATE": (N_("A text holds half of a character (a lone surrogate)."), GIVE),
    "JSON-NOT-CANONICAL": (N_("The JSON is not spelled as RFC 8785 asks; it differs first at byte {offset}."), GIVE),
    "JSON-NOT-OBJECT": (N_("The JSON is not an object of named members."), GIVE),
    "JSON-TYPE": (N_("A value of the type {type} has no place in the record's JSON."), GIVE),
    "B64-SPELLING": (N_("A base64 text is not spelled in its one canonical way."), AGAIN),
    "DSSE-TOO-LARGE": (N_("The envelope has {size} bytes; at most {cap} are read."), AGAIN),
    "DSSE-FORM": (N_("The envelope has not the members of a DSSE envelope."), AGAIN),
    "DSSE-TYPE": (N_("The envelope's payload type is not 1 to 128 plain ASCII characters."), AGAIN),
    "DSSE-KEYID": (N_("A signature of the envelope names its key wrongly."), AGAIN),
    "DSSE-SIGNATURES": (N_("The envelope has {count} signatures; 1 to 16 are allowed."), AGAIN),
    "DSSE-DUPLICATE-KEYID": (N_("The key {keyid} signed the envelope twice; one signature counts once."), AGAIN),
    "TREE-HASH-LENGTH": (N_("A hash has {length} bytes; SHA-256 gives 32."), AGAIN),
    "TREE-RANGE": (N_("Place {index} lies outside a tree of {size} entries."), AGAIN),
    "NOTE-TOO-LARGE": (N_("A signed note has {size} bytes; at most {cap} are read."), AGAIN),
    "NOTE-UTF8": (N_("A signed note is not UTF-8."), AGAIN),
    "NOTE-CONTROL": (N_("A signed note holds control characters."), AGAIN),
    "NOTE-FORM": (N_("A signed note has not its form: a text, an empty line, signature lines."), AGAIN),
    "NOTE-SIGNATURE-LINE": (N_("Signature line {line} of a note cannot be read."), AGAIN),
    "NOTE-NAME": (N_("The name of a note's signer is not 1 to 255 plain characters."), AGAIN),
    "NOTE-SIGNATURES": (N_("A note has {count} signature lines; at most {limit} are read."), AGAIN),
    "NOTE-ORIGIN": (N_("A head does not name the log that it is the head of."), AGAIN),
    "NOTE-SIZE": (N_("The size that a head names is not a plain decimal number."), AGAIN),
    "NOTE-ROOT": (N_("The root that a head names is not 32 bytes of base64."), AGAIN),
    "NOTE-EXTENSION": (N_("A head has more than three lines; the record allows no extension."), AGAIN),
    "NOTE-OWNER": (N_("The first signature of a head is not its owner's."), AGAIN),
    "NOTE-SUITE": (
        N_("A note was to be signed with a key of the suite {suite}; heads are signed with ed25519 only."),
        ROTATE,
    ),
    "NOTE-TIME": (N_("The time of a cosignature is out of range."), AGAIN),
    "KEY-FORM": (N_("A key record has not the members suite and public."), AGAIN),
    "KEY-SUITE": (
        N_("The signature suite {suite} is not in force here."),
        N_("Nothing of it was taken in. Use a key of a suite in force; a new suite is agreed by both as terms."),
    ),
    "KEY-POINT": (N_("A public key of the suite {suite} is not a point of its curve."), AGAIN),
    "KEY-PRIVATE": (
        N_("A private key of the suite {suite} cannot be read."),
        N_("Nothing was signed. Restore the key file from its copy, or rotate to a new key (`jig keys rotate DIR`)."),
    ),
    "ROOT-FIELDS": (N_("The root record has not the members that the format asks for."), PAIRING),
    "ROOT-KEYS-REPEATED": (N_("The root record does not name three different keys."), PAIRING),
    "ROOT-FINGERPRINT": (
        N_("The log stands under the root {found}; pinned is {expected}."),
        N_(
            "Nothing of it was taken in. Compare the root fingerprints by voice: if they differ, it is somebody "
            "else's log."
        ),
    ),
    "KEYSET-NOT-ENDORSED": (N_("A key set is not signed by {needed} keys of its root."), AGAIN),
    "KEYSET-FIELDS": (N_("A key set has not the members that the format asks for."), AGAIN),
    "KEYSET-LOG": (N_("A key set is for the log {found}; this is {expected}."), AGAIN),
    "KEYSET-REPEATED": (N_("A key set names an officer or a key twice."), AGAIN),
    "KEYSET-OFFICER": (N_("A key set names an officer whose name, roles or key cannot be read."), AGAIN),
    "KEYSET-CHAIN": (N_("A key set has version {found}; next in the chain is {expected}."), AGAIN),
    "PAYLOAD-TYPE": (N_("The envelope holds {found}; expected here is {expected}."), AGAIN),
    "PAYLOAD-TOO-LARGE": (N_("The entry's payload has {size} bytes; at most {cap} are allowed."), GIVE),
    "SIGNATURE-COUNT": (N_("An entry has {found} signatures; it has exactly {expected}."), AGAIN),
    "SIGNATURE-BAD": (N_("A signature does not fit what it is said to sign (key {key})."), ALTERED),
}
