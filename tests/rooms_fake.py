"""The way of one target from establishment to assessment, step by step, each step with a default that is in order."""

from __future__ import annotations

from typing import Any, NamedTuple

from centre_fake import CODES, DAY, LANG, MORNING, PROFILE, ROSTER, THIRD, Pair, Said
from jig.harm.state import begun, own_version

LABEL, PLAN_LABEL = "T-0412", "P-7"
ADVERSARY = PROFILE.adversaries[0].code
START = MORNING + 2 * DAY
#: The window of the plan: three days on, 13:00 in the zone of the deadlines.
WINDOW = {"start": MORNING + 3 * DAY + 4 * 3600, "end": MORNING + 3 * DAY + 6 * 3600}
#: The first moment of that day in the zone of the deadlines, three hours ahead of UTC: its eve is the deadline.
DUE = MORNING + 3 * DAY - 9 * 3600
LAT, LON = 357_000_000, 367_000_000
#: 1e-7 degrees of latitude that are just over a metre (one is 11.1 mm).
METRE_E7 = 91


def position(lat_e7: int = LAT, lon_e7: int = LON, *, source_mm: int = 3_000) -> dict[str, Any]:
    text = f"{lat_e7 / 1e7:.7f} {lon_e7 / 1e7:.7f}"
    return {
        "text": text, "notation": "DD", "operation": "NONE", "lat_e7": lat_e7, "lon_e7": lon_e7, "ce90_mm": source_mm,
        "source_mm": source_mm, "operation_mm": 0, "notation_mm": 0,
    }  # fmt: skip


class Agreed(NamedTuple):
    """What a plan rests on, by entry id."""

    target: str
    location: str
    actionable: str
    action: str


class Way(Pair):
    """A pair that can walk the whole way; each step's words can be changed by keyword."""

    def establish(self) -> None:
        """Establishment and formation: the phase becomes EXCHANGE."""
        terms = self.terms_of(0).digest.hex()
        content = {"instrument": "the instrument", "site": "the site", "terms": terms}
        founded = self.agree("establishment", "JIG", content)
        self.agree("formation", "JIG", {"formed_at": self.clock[0], "establishment": founded}, by=1)

    def open_gate(self) -> str:
        """Commonly understood information: the phase becomes COORDINATION."""
        content = {"map_version": "m-1", "map_digest": "ab" * 32, "unresolved": []}
        return self.agree("common-understanding", "JIG", content)

    def agree_documents(self) -> None:
        """The formats and the procedure that plans need."""
        formats = [{"item": "FORMAT", "id": name, "version": "1.1", "digest": "cd" * 32} for name in FORMATS]
        self.agree_terms(*formats, {"item": "PROCEDURE", "id": "PROC-1", "version": "2", "digest": "ef" * 32})

    def ready(self) -> Way:
        """Everything that comes before the first target."""
        self.establish()
        self.open_gate()
        self.agree_documents()
        return self

    def target(self, side: int = 0, **changed: Any) -> Said:
        more = {name: changed.pop(name) for name in ("officer", "role") if name in changed}
        body = {
            "target_id": LABEL, "names": [f"depot seen by {side}"], "adversary": ADVERSARY,
            "category": "LOGISTICS_DEPOT", "target_type": "FACILITY", "description": "a depot", "position": position(),
            "national_package_ref": f"pkg-{side}", "lang": LANG[side], "text": "words",
        }  # fmt: skip
        return self.say(side, "target", body | changed, **more)

    def vet(self, side: int, target: str, **changed: Any) -> Said:
        body = {
            "target": target, "body": f"board {side}", "last_observed": self.clock[side] - DAY,
            "sources_count": 2 + side, "reliability": "B", "credibility": 2, "expires": self.clock[side] + 20 * DAY,
        }  # fmt: skip
        return self.say(side, "vetting", body | changed)

    def validate(self, side: int, target: str, **changed: Any) -> Said:
        body = {
            "target": target, "validator": f"validator {side}", "guidance_ref": f"guidance-{side}",
            "legal_adviser": ROSTER[side]["LEGAL"], "legal_ref": f"law-{side}", "legal_at": self.clock[side] - 600,
            "at": self.clock[side] - 300, "expires": self.clock[side] + 10 * DAY,
        }  # fmt: skip
        return self.say(side, "validation", body | changed)

    def locate(self, side: int, target: str, lat_e7: int = LAT, **changed: Any) -> Said:
        body = {
            "target": target, "position": position(lat_e7), "elevation_mm": 250_000, "vertical_datum": "MSL-EGM96",
            "ce90_mm": 4_000 + side, "le90_mm": 6_000 + side, "tle_cat": "I", "method": f"stereo {side}",
            "mensurator": f"mensurator {side}", "imagery_at": self.clock[side] - DAY,
        }  # fmt: skip
        return self.say(side, "location", body | changed)

    def screen(self, side: int, location: str, **changed: Any) -> Said:
        more = {name: changed.pop(name) for name in ("officer", "key") if name in changed}
        # A list that neither side ever stated has whatever name the reviewer's own has.
        view = self.view(self.picture.cut_of(side, self.seen[side]))
        body = {
            "location": location, "list_version": own_version(view) if begun(view) else f"list-{side}", "result": "NOTHING-FOUND",
            "reviewer": f"reviewer {side}", "precaution": "by night, warned before",
            "precaution_signed_by": f"signer {side}", "clears": False,
        }  # fmt: skip
        return self.say(side, "screening", body | changed, **more)

    def to_actionable(self) -> tuple[str, str]:
        """A target, vetted and found actionable by both; (target, agreement)."""
        target = self.target().id
        self.see(1)
        for side in (0, 1):
            self.vet(side, target)
        return target, self.agree("actionable", LABEL, {"target": target}, by=1)

    def to_action(self) -> Agreed:
        """The same target located, validated, screened and agreed for action."""
        target, actionable = self.to_actionable()
        location = self.locate(0, target).id
        self.see(1)
        for side in (0, 1):
            self.validate(side, target)
            self.screen(side, location)
        content = {"target": target, "location": location, "actionable": actionable}
        return Agreed(target, location, actionable, self.agree("action", LABEL, content))

    def decide_start(self, at: int = START) -> str:
        return self.agree("start-date", "JIG", {"at": at, "set_of": []})

    def plan(self, agreed: Agreed, side: int = 1, **changed: Any) -> Said:
        more = {name: changed.pop(name) for name in ("officer", "at") if name in changed}
        body = {
            "plan_id": PLAN_LABEL, "action": agreed.action, "target": agreed.target, "location": agreed.location,
            "window": WINDOW, "method": {"code": "AIR", "text": ""}, "aim": position(),
            "composition": [{"type_class": "fighter-bomber", "number": 2 + side}], "format_version": "1.1",
            "routing": [leg(0), leg(600)], "procedure": {"id": "PROC-1", "version": "2"}, "lang": LANG[side],
            "text": "удар" if side else "strike",
        }  # fmt: skip
        body |= changed
        return self.say(side, "plan", {name: value for name, value in body.items() if value is not None}, **more)

    def acknowledge(self, plan: str, side: int = 0, **changed: Any) -> Said:
        more = {name: changed.pop(name) for name in ("officer", "key") if name in changed}
        body = {
            "plan": plan, "read_back": f"read by {side}", "accepts_late": False,
            "acknowledged_by": ROSTER[side]["WATCH"],
        }  # fmt: skip
        return self.say(side, "acknowledgement", body | changed, **more)

    def line(self, side: int, plan: str, line: str, status: str = "CONFIRMED", **more: Any) -> Said:
        body = {"plan": plan, "line": line, "status": status, "name": f"AD {side}", "lang": LANG[side], "text": ""}
        return self.say(side, "air-defence", body, **more)

    def call(self, side: int, plan: str, **changed: Any) -> Said:
        more = {name: changed.pop(name) for name in ("officer", "key") if name in changed}
        body = {
            "plan": plan, "called_at": self.clock[side], "own_caller": ROSTER[side]["AIR"],
            "other_caller": ROSTER[1 - side]["AIR"], "read_back": True,
        }  # fmt: skip
        return self.say(side, "flight-safety-call", body | changed, **more)

    def to_notified(self) -> tuple[Agreed, str]:
        """A plan of B's for that action, received and acknowledged by A before the day."""
        agreed = self.to_action()
        self.decide_start()
        plan = self.plan(agreed)
        assert plan.verdict == "OK", plan.broken
        self.receipt(0)
        self.acknowledge(plan.id)
        self.see_both()
        return agreed, plan.id

    def deconflict(self, plan: str) -> None:
        """Both calls and all three lines."""
        said = [self.call(side, plan) for side in (0, 1)]
        said += [self.line(side, plan, CODES[side]) for side in (0, 1)]
        said.append(self.line(CONFIRMER, plan, THIRD))
        said += [self.compare(side, plan) for side in (0, 1)]
        self.see_both()
        assert [one.verdict for one in said] == ["OK"] * 7, [one.broken for one in said]

    def compare(self, side: int, plan: str, **changed: Any) -> Said:
        """One side states what its node found of the plan's overlaps: by default none."""
        body = {
            "plan": plan, "against": [], "conflicts": 0, "conflicts_digest": "00" * 32, "stated_by": ROSTER[side]["OPS"],
            "parameters": {"lateral_m": None, "vertical_m": None, "time_s": None, "method": "jig-1"},
            "lang": LANG[side], "text": f"compared by {side}",
        }  # fmt: skip
        return self.say(side, "deconfliction-verdict", body | changed)

    def to_permitted(self) -> tuple[Agreed, str]:
        """That plan deconflicted: it may be carried out."""
        agreed, plan = self.to_notified()
        self.deconflict(plan)
        return agreed, plan

    def execute(self, plan: str, side: int = 1, at: int = WINDOW["start"] + 60) -> Said:
        body = {"plan": plan, "executed_at": at, "lang": LANG[side], "text": ""}
        return self.say(side, "execution", body)

    def assess(self, side: int, execution: str, **changed: Any) -> Said:
        body = {
            "execution": execution, "phase": 1, "physical": "SEVERE", "functional": "PARTIAL", "confidence": "PROBABLE",
            "collateral_observed": "UNK", "exposed": "SUMMARY", "lang": LANG[side], "text": "",
        }  # fmt: skip
        return self.say(side, "assessment", body | changed)


FORMATS = ("FORMAT-STK", "FORMAT-TGT")
#: The side that speaks for the third party's air defence.
CONFIRMER = CODES.index(PROFILE.settings["ad.third_party_confirmer"])


def leg(after_s: int) -> dict[str, Any]:
    return {
        "point": position(LAT + after_s * 100), "altitude_lower": 5_000, "altitude_upper": 6_000, "unit": "m",
        "ref": "MSL", "time": WINDOW["start"] + after_s,
    }  # fmt: skip
