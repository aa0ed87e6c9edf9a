"""The clause register: what the instrument says, where, and how its doubtful places may be read.

The register is neutral: it names no country, group or town. Who holds which role, what each reading is set to and the
wording in either language are a profile's (`jig.agreement.profile`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

ACTIONS = frozenset({"ENFORCE", "CHECK", "RECORD", "REMIND", "COMPUTE", "REPORT"})
TYPES = frozenset({"int", "decimal", "text", "list", "table", "flag"})
TIGHTEN = frozenset({"NONE", "LOWER", "HIGHER", "ADD", "REMOVE"})
SCOPES = frozenset({"PAIR", "SIDE"})


class UnknownClause(KeyError):
    """A clause id that the register does not hold."""


class UnknownReading(KeyError):
    """A reading id that the register does not hold."""


class UnknownSetting(KeyError):
    """A setting name that the register does not hold."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of the instrument that binds, permits, defines or leaves a gap.

    para: the source's own lettering ("ToR 2.c", "AP 3.d(2)"), never renumbered. binds: a role word (BOTH, PROVIDER).
    """

    id: str
    para: str
    modality: str
    action: str
    binds: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One doubtful place of the instrument, the clauses it touches and the settings that decide it."""

    id: str
    clauses: tuple[str, ...]
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One value that a reading fixes.

    unit: "s", "m", "d", "date" (YYYY-MM-DD), "cutoff" (as in `clocks.parse_cutoff`), "zone", "tzdata" or "-".
    tighten: the direction in which one side alone may move it (LOWER or HIGHER of numbers, ADD to or REMOVE from
    lists), NONE when any change is a joint act. scope: PAIR for one value of both, SIDE for a value of each side of
    which the stricter applies.
    """

    name: str
    reading: str
    type: str
    unit: str
    tighten: str
    scope: str


@dataclass(frozen=True, slots=True)
class Register:
    """All clauses, readings and settings, each in the order of the source."""

    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    settings: Mapping[str, Setting]

    def clause(self, clause_id: str) -> Clause:
        """Answer the clause of that id; raises UnknownClause."""
        try:
            return self.clauses[clause_id]
        except KeyError:
            raise UnknownClause(clause_id) from None

    def reading(self, reading_id: str) -> Reading:
        """Answer the reading of that id; raises UnknownReading."""
        try:
            return self.readings[reading_id]
        except KeyError:
            raise UnknownReading(reading_id) from None

    def setting(self, name: str) -> Setting:
        """Answer the setting of that name; raises UnknownSetting."""
        try:
            return self.settings[name]
        except KeyError:
            raise UnknownSetting(name) from None


def table_rows(text: str) -> list[dict[str, str]]:
    """Split tab-separated text with a heading line into one mapping a line; lines that begin with # are remarks.

    Raises ValueError, naming the line, when a line has not the heading's number of cells.
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    heading = lines[0].split("\t")
    return [dict(zip(heading, _cells(line, len(heading)), strict=True)) for line in lines[1:]]


def _cells(line: str, wanted: int) -> list[str]:
    cells = line.split("\t")
    if len(cells) != wanted:
        raise ValueError(line)
    return cells


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(",")) if cell else ()


def _package_rows(file_name: str) -> list[dict[str, str]]:
    return table_rows((files("jig.agreement") / file_name).read_text(encoding="utf-8"))


def load_register() -> Register:
    """Read the register that this package carries."""
    settings = [Setting(**row) for row in _package_rows("settings.tsv")]
    clauses = [
        Clause(row["id"], row["para"], row["modality"], row["action"], row["binds"], _ids(row["readings"]))
        for row in _package_rows("clauses.tsv")
    ]
    readings = [
        Reading(row["id"], _ids(row["clauses"]), tuple(s.name for s in settings if s.reading == row["id"]))
        for row in _package_rows("readings.tsv")
    ]
    return Register(
        MappingProxyType({c.id: c for c in clauses}),
        MappingProxyType({r.id: r for r in readings}),
        MappingProxyType({s.name: s for s in settings}),
    )


# Read once at import: a rule that names an unknown clause must fail at import, before any node starts.
REGISTER = load_register()
