"""The words of the generated reference pages that do not follow from the code: heads, and what variables do."""

from __future__ import annotations

#: What each variable of the environment does; the names themselves are found in the code.
ENVIRONMENT = {
    "HYPOTHESIS_PROFILE": "Tests: `hunt` looks for new counterexamples; by default every run tries the same ones.",
    "JIG_BENCH_FOLDER": "`make bench`: the folder in which what needs a disk is measured; a temporary one by default.",
    "JIG_CHROMIUM": "Tests: the Chromium in which the page of `jig areas draw` is tried; by default the one that is found.",
    "JIG_DEBUG": "`1`: an unforeseen fault of the program also shows its traceback.",
    "JIG_GEOID_EGM96": "The EGM96 geoid grid for heights, `egm96_15.gtx`, where `--grid` names none; without either a "
    "height is never converted.",
    "JIG_LANG": "Language of prose, `en` or `ru`, where `--lang` is not given; `en` without either.",
    "JIG_PASSPHRASE": "Passphrase of the keys, for runs without a terminal: without it a LIVE node asks there. "
    "Keys of an EXERCISE node are made without one. Whoever can read the process's environment reads it.",
    "JIG_SHARED": "Tests: a folder with the executable model of the record, which the fold is compared with.",
    "NUMBA_CACHE_DIR": "Where the compiled functions of episodes are kept; by default below `XDG_CACHE_HOME`.",
    "XDG_CACHE_HOME": "Base folder of the user's caches (`jig/kernels-*/`); `~/.cache` by default.",
    "XDG_STATE_HOME": "Base folder of the witness, the note outside the node's folder of how far its log had got "
    "(`jig/witness/`); `~/.local/state` by default.",
}

COMMANDS = """# Commands

Prose goes to standard error; with `--json` an answer for machines goes to standard output. Exit 0: done; 1: judged not
acceptable (recorded with a finding not kept; genuine but convicting or not connected; nothing proven); 2: unusable
input. With `--json` a failure prints `{errors: [{code, clause, path, found, expected, next, what}]}`; the codes are on
[their own page](codes.md). [Environment](environment.md) lists the variables that are read.
"""

KINDS = """# Kinds of entry and joint acts

A kind is what one participant states; a joint act is what a `proposal` can name and both must agree to. `jig kinds
KIND` and `jig kinds act:NAME` print the forms as JSON Schema. An effect of PERMISSIVE moves toward action and needs
an officer with one of the roles; NEUTRAL needs the role too; RESTRICTIVE counts from any key of that participant.
Kinds of the record itself (`keyset`, `receipt`, `heartbeat`, `exhibit`, `resume`, `resume-consent`) are in
[record-format](record-format.md), section 4. What the rules say is on [their own page](rules.md).

Some kinds have a different effect by what is said: a `position` is PERMISSIVE when it says AGREE and RESTRICTIVE
otherwise; a `screening` is RESTRICTIVE when it says STOP.

## Roles
"""

SETTINGS = """# Settings

How doubtful places of the agreement are read, as profile `{profile}` sets them. Every change is a joint act (`terms`),
never backwards, except where a direction stands under *alone*: there one side may make it stricter (`tightening`).
Scope SIDE: each side has its own value and the stricter applies. Units: `s` seconds, `m` metres, `d` days; `cutoff` is
`D HH:MM` (the day itself) or `D-n HH:MM` (n days before). A default of `null` means: not agreed, nothing is assumed.
"""

CLAUSES = """# Clauses

Every sentence of the instrument that binds, permits or defines, in our own short wording (not the source's words), with
the kinds that record it and the rules that judge it, or the reason why there is neither. `jig agreement coverage` adds
the tests that cite it. Binds: a role word, whose holder the profile names.
"""

RULES = """# Rules

A rule judges one kind of entry at its author's cut (`cut`), or a subject at the frontier (`standing`). *Breaks* says
what becomes of an entry that does not keep it: REFUSED, INCOMPLETE, VOID, or WARN (recorded and shown, nothing more).
A rule's id is the stable code of its findings. `authority` and `terms` are asked of every entry, `proposal` of every
proposal, `position` of every answer, `agree` of every AGREE to a consent, `agree-terms` of every AGREE to terms.
"""

CODES = """# Error codes

A code is stable; its sentence comes from the catalogue in the reader's language; what to do next is in italics. `…` in
a code stands for what varies. A row that ends in `-*` is said of every code of that family without a sentence of its
own. The findings of rules have codes of their own: [rules](rules.md).
"""

HTTP_API = """# HTTP interface between two nodes

HTTPS with mutual TLS; each side accepts exactly the certificate in the counterpart's `pair.json`. `/openapi.json`
describes the same for programs. Bundles and statements are the bytes of [record-format](record-format.md). A refusal is
JSON, `{errors: [{code, clause, path, found, expected, next}], have}`, in the language that `Accept-Language` asks for.
"""
