"""What went wrong, said so that it can be mended: a stable code, where, found against expected, what to do next."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jig.adapters.clock import ClockFault
from jig.adapters.files import FileFormatFault, FileTooLarge
from jig.adapters.folder import FolderFault
from jig.agreement.profile import FaultyProfile, UnknownProfile
from jig.agreement.wording import render
from jig.centre.bundles import NoSuchRange
from jig.centre.explain import UnknownEntry
from jig.centre.keeping import Unkept
from jig.centre.keysets import OfficerFault
from jig.centre.node import OwnLogOlder
from jig.centre.pairing import NotPaired, WrongPair
from jig.centre.ports import EngineFault, KeyMissing, LinkDown, StoreFault
from jig.centre.receive import Stopped
from jig.centre.recover import OwnHeadDiffers
from jig.centre.resume import ResumeRefused
from jig.centre.show import UnknownSubject
from jig.centre.submit import UnknownKind, UnknownOfficer
from jig.centre.translating import NotAConversation, NothingToTranslate
from jig.desk.file_places import place_said
from jig.desk.sentences import STOPPED, clause_of, sentence_of
from jig.desk.sentences_of_deliveries import UNKEPT
from jig.record.admit import BranchUnshown, Convicted, NotConnected, OwnLogBehind
from jig.record.errors import Malformed
from jig.record.facts import Unreadable

DONE, NOT_ACCEPTABLE, UNUSABLE = 0, 1, 2
#: Broken off by a person, as shells count it: 128 and the number of SIGINT.
INTERRUPTED = 130


class Told(int):
    """An exit code whose reason the command itself has told."""


@dataclass(frozen=True)
class Fault:
    """One fault. code picks the sentence, params fill it; clause: by default the one that the code touches.

    next_step: a msgid that stands in for the code's own, when the same fault has another consequence.
    """

    code: str
    clause: str = ""
    path: str = ""
    found: str = ""
    expected: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    next_step: str = ""

    def said(self, lang: str) -> tuple[str, str]:
        """Say what it means, and what to do next, in the reader's language."""
        what, following = sentence_of(self.code)
        values = {**self.values, "path": place_said(self.path, lang)}
        return render(what, lang, values), render(self.next_step or following, lang, values)

    def as_json(self, lang: str) -> dict[str, str]:
        """Give it in the form that scripts rely on; `what` and `next` are in the reader's language."""
        what, following = self.said(lang)
        return {
            "clause": self.clause or clause_of(self.code),
            "code": self.code,
            "expected": self.expected,
            "found": self.found,
            "next": following,
            "path": self.path,
            "what": what,
        }

    @property
    def values(self) -> dict[str, Any]:
        """What fills the placeholders."""
        return {"code": self.code, "expected": self.expected, "found": self.found, "path": self.path, **self.params}


class Failed(Exception):
    """A command that ends with faults and an exit code."""

    def __init__(self, exit_code: int, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.exit_code, self.faults = exit_code, faults


def from_exception(error: BaseException) -> Failed | None:
    """Translate what lower rooms raise; None when it is no fault of the input or the surroundings but ours."""
    if isinstance(error, Failed):
        return error
    if isinstance(error, Convicted):
        return Failed(NOT_ACCEPTABLE, replace(_coded(error.code, error.params), next_step=STOPPED))
    if isinstance(error, LinkDown):
        # An address that is none is the caller's; everything else about a link is for trying again.
        return Failed(UNUSABLE if error.code == "LINK-URL" else NOT_ACCEPTABLE, _coded(error.code, error.params))
    if isinstance(error, Unkept):
        return Failed(UNUSABLE, replace(_coded(error.code, error.params), next_step=UNKEPT))
    coded = (
        EngineFault,
        FileFormatFault,
        Malformed,
        FolderFault,
        WrongPair,
        OfficerFault,
        KeyMissing,
        StoreFault,
        ClockFault,
        ResumeRefused,
    )
    if isinstance(error, coded):
        return Failed(UNUSABLE, _coded(error.code, error.params))
    for table, exit_code in ((_JUDGED, NOT_ACCEPTABLE), (_UNUSABLE, UNUSABLE)):
        for kind, translate in table.items():
            if isinstance(error, kind):
                return Failed(exit_code, *translate(error))
    return None


def form_fault(code: str, path: str, found: str, expected: str, params: Mapping[str, Any] | None = None) -> Fault:
    """Make the fault of a field; the bounds that its form names, as "max_length=5", become values of the sentence."""
    bounds = dict(_BOUND.findall(expected))
    if code in _CHOICES and "expected" in bounds:
        # The form engine joins the choices with an English "or".
        expected = ", ".join(_QUOTED.findall(bounds.pop("expected")))
    return Fault(code, path=path, found=found, expected=expected, params={**bounds, **(params or {})})


_BOUND = re.compile(r"(?:^|, )([a-z_]+)=(.*?)(?=, [a-z_]+=|$)", re.DOTALL)
_QUOTED = re.compile(r"'([^']*)'")
_CHOICES = ("FORM-LITERAL-ERROR", "FORM-ENUM")


def name_of(error: OSError) -> str:
    """Name an error of the system; its own words are in whatever language it speaks, its name is in none."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


def _unreadable(error: Any) -> list[Fault]:
    return [form_fault(c, p, f, e, more) for (c, p, f, e), more in zip(error.faults, error.params, strict=True)]


def _of_the_system(error: Any) -> list[Fault]:
    code = "FILE-MISSING" if isinstance(error, FileNotFoundError) else "FILE"
    return [Fault(code, path=str(error.filename or ""), found=name_of(error))]


_Faults = Callable[[Any], list[Fault]]

#: Genuine, but judged not acceptable.
_JUDGED: dict[type[BaseException], _Faults] = {
    BranchUnshown: lambda e: [Fault("BUNDLE-ABANDONED", found=str(e.start), expected=str(e.have))],
    NotConnected: lambda e: [Fault("BUNDLE-GAP", found=str(e.start), expected=str(e.have))],
    OwnLogBehind: lambda e: [Fault("OWN-LOG-BEHIND", found=str(e.size))],
    Stopped: lambda e: [Fault("EXCHANGE-STOPPED", found=e.code)],
    OwnHeadDiffers: lambda e: [Fault("OWN-HEAD-DIFFERS", found=str(e.size))],
    OwnLogOlder: lambda e: [Fault("OWN-LOG-OLDER", found=str(e.have), expected=str(e.known))],
}

#: Input or surroundings that cannot be used.
_UNUSABLE: dict[type[BaseException], _Faults] = {
    Unreadable: _unreadable,
    NotPaired: lambda e: [Fault("NOT-PAIRED")],
    UnknownKind: lambda e: [Fault("KIND-UNKNOWN", found=e.kind)],
    UnknownOfficer: lambda e: [Fault("OFFICER-UNKNOWN", found=e.name, expected=", ".join(e.known))],
    UnknownEntry: lambda e: [Fault("ENTRY-UNKNOWN", found=e.ref, params={"matches": e.matches})],
    NothingToTranslate: lambda e: [Fault(e.code, found=e.entry)],
    NotAConversation: lambda e: [Fault(e.code, found=e.entry, params={"kind": e.kind})],
    UnknownSubject: lambda e: [Fault("SUBJECT-UNKNOWN", found=e.name)],
    NoSuchRange: lambda e: [Fault("RANGE", found=f"{e.start}..{e.end}", expected=f"0..{e.size}")],
    UnknownProfile: lambda e: [Fault("PROFILE-UNKNOWN", found=str(e.args[0]))],
    FaultyProfile: lambda e: [Fault(f.code, path=f.where, found=f.found) for f in e.faults],
    FileTooLarge: lambda e: [Fault("FILE-TOO-LARGE", expected=str(e.params["cap"]))],
    OSError: _of_the_system,
}


def _coded(code: str, params: Mapping[str, Any]) -> Fault:
    found, expected = params.get("found", ""), params.get("expected", "")
    rest = {name: value for name, value in params.items() if name not in ("found", "expected", "path")}
    if found == "" and rest:
        found = ", ".join(f"{name}={value}" for name, value in sorted(rest.items()))
    return Fault(code, path=str(params.get("path", "")), found=str(found), expected=str(expected), params=rest)
