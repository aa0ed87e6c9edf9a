"""What went wrong, said so that it can be mended: a stable code, where, found against expected, consequence, next
step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jig.adapters.clock import ClockFault
from jig.adapters.files import FileTooLarge
from jig.adapters.folder import FolderFault
from jig.agreement.profile import FaultyProfile, UnknownProfile
from jig.agreement.wording import render
from jig.centre.bundles import NoSuchRange
from jig.centre.explain import UnknownEntry
from jig.centre.keysets import OfficerFault
from jig.centre.node import OwnLogOlder
from jig.centre.pairing import NotPaired, WrongPair
from jig.centre.ports import KeyMissing, LinkDown, StoreFault
from jig.centre.receive import Stopped
from jig.centre.recover import OwnHeadDiffers
from jig.centre.resume import ResumeRefused
from jig.centre.show import UnknownSubject
from jig.centre.submit import UnknownKind, UnknownOfficer
from jig.desk.sentences import SENTENCES
from jig.record.admit import Convicted, NotConnected, OwnLogBehind
from jig.record.errors import Malformed
from jig.record.facts import Unreadable

DONE, NOT_ACCEPTABLE, UNUSABLE = 0, 1, 2


@dataclass(frozen=True)
class Fault:
    """One fault. code picks the sentence; params fill it."""

    code: str
    clause: str = "ToR 1.b"
    path: str = ""
    found: str = ""
    expected: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self, lang: str) -> dict[str, str]:
        """Give it in the form that scripts rely on; `next` is in the reader's language."""
        return {
            "clause": self.clause,
            "code": self.code,
            "expected": self.expected,
            "found": self.found,
            "next": render(self._sentence[1], lang, self.values),
            "path": self.path,
            "what": render(self._sentence[0], lang, self.values),
        }

    @property
    def values(self) -> dict[str, Any]:
        """What fills the placeholders."""
        return {"code": self.code, "expected": self.expected, "found": self.found, "path": self.path} | self.params

    @property
    def _sentence(self) -> tuple[str, str]:
        if self.code in SENTENCES:
            return SENTENCES[self.code]
        family = self.code.partition("-")[0]
        return SENTENCES.get(f"{family}-*", SENTENCES["*"])


class Failed(Exception):
    """A command that ends with faults and an exit code."""

    def __init__(self, exit_code: int, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.exit_code, self.faults = exit_code, faults


def from_exception(error: BaseException) -> Failed | None:
    """Translate what lower rooms raise; None when it is no fault of the input or the surroundings but ours."""
    if isinstance(error, Failed):
        return error
    if isinstance(error, Unreadable):
        return Failed(UNUSABLE, *(Fault(code, "ToR 1.d.v", p, f, e) for code, p, f, e in error.faults))
    if isinstance(error, Convicted):
        return Failed(NOT_ACCEPTABLE, _coded(error.code, error.params))
    if isinstance(error, NotConnected):
        return Failed(NOT_ACCEPTABLE, Fault("BUNDLE-GAP", found=str(error.start), expected=str(error.have)))
    if isinstance(error, OwnLogBehind):
        return Failed(NOT_ACCEPTABLE, Fault("OWN-LOG-BEHIND", found=str(error.size)))
    if isinstance(error, Stopped):
        return Failed(NOT_ACCEPTABLE, Fault("EXCHANGE-STOPPED", found=error.code))
    if isinstance(error, OwnHeadDiffers):
        return Failed(NOT_ACCEPTABLE, Fault("OWN-HEAD-DIFFERS", found=str(error.size)))
    if isinstance(error, OwnLogOlder):
        return Failed(NOT_ACCEPTABLE, Fault("OWN-LOG-OLDER", found=str(error.have), expected=str(error.known)))
    if isinstance(error, LinkDown):
        return Failed(NOT_ACCEPTABLE, _coded(error.code, error.params))
    return _unusable(error)


def _unusable(error: BaseException) -> Failed | None:
    coded = (Malformed, FolderFault, WrongPair, OfficerFault, KeyMissing, StoreFault, ClockFault, ResumeRefused)
    if isinstance(error, coded):
        return Failed(UNUSABLE, _coded(error.code, error.params))
    if isinstance(error, NotPaired):
        return Failed(UNUSABLE, Fault("NOT-PAIRED"))
    if isinstance(error, UnknownKind):
        return Failed(UNUSABLE, Fault("KIND-UNKNOWN", found=error.kind))
    if isinstance(error, UnknownOfficer):
        return Failed(UNUSABLE, Fault("OFFICER-UNKNOWN", "ToR 1.d", found=error.name, expected=", ".join(error.known)))
    if isinstance(error, UnknownEntry):
        return Failed(UNUSABLE, Fault("ENTRY-UNKNOWN", found=error.ref, params={"matches": error.matches}))
    if isinstance(error, UnknownSubject):
        return Failed(UNUSABLE, Fault("SUBJECT-UNKNOWN", found=error.name))
    if isinstance(error, NoSuchRange):
        return Failed(UNUSABLE, Fault("RANGE", found=f"{error.start}..{error.end}", expected=f"0..{error.size}"))
    if isinstance(error, UnknownProfile):
        return Failed(UNUSABLE, Fault("PROFILE-UNKNOWN", found=str(error.args[0])))
    if isinstance(error, FaultyProfile):
        return Failed(UNUSABLE, *(Fault(f.code, path=f.where, found=f.found) for f in error.faults))
    if isinstance(error, FileTooLarge):
        return Failed(UNUSABLE, Fault("FILE-TOO-LARGE", expected=str(error)))
    if isinstance(error, OSError):
        return Failed(UNUSABLE, Fault("FILE", path=str(error.filename or ""), found=error.strerror or str(error)))
    return None


def _coded(code: str, params: dict[str, Any]) -> Fault:
    found, expected = params.get("found", ""), params.get("expected", "")
    rest = {name: value for name, value in params.items() if name not in ("found", "expected", "path")}
    if not found and rest:
        found = ", ".join(f"{name}={value}" for name, value in sorted(rest.items()))
    return Fault(code, path=str(params.get("path", "")), found=str(found), expected=str(expected), params=rest)
