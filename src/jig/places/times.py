"""Instants from the ways in which officers write them: with a clock named, or refused with what it could mean.

Offsets come from the profile's table alone (see agreement/clocks.py): both sides read the same instant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from jig.agreement.clocks import DAY_S, Zone, ZoneTable, date_of, day_number
from jig.places.faults import Fault, Unreadable, fault

UTC = "UTC"
#: The nearest candidates of a clock time in a gap or a repeated hour lie within this: no zone shifts by a whole day.
_DAY_CUTOFF = "D 00:00"


@dataclass(frozen=True)
class TimeRead:
    """An instant and the clock it was given by.

    instant: seconds since 1970-01-01T00:00:00Z. zone: the name of its clock, or "+HH:MM" where only an offset is given.
    offset_s: that clock's offset then. text: as given. tzdata: the version of the table the offset is from.
    """

    text: str
    instant: int
    zone: str
    offset_s: int
    tzdata: str


class DayBefore(NamedTuple):
    """By when something that begins at `execution` must be proven to have been told.

    local_date: the day of execution by the zone's clock; day_before: the day before it. due: the instant strictly
    before which; begins: how that day begins there: MIDNIGHT, GAP (its midnight does not exist), DOUBLED (it comes
    twice).
    """

    execution: int
    zone: str
    local_date: str
    day_before: str
    due: int
    begins: str
    cutoff: str
    tzdata: str


class Wall(NamedTuple):
    """What a text says a clock shows; no clock of any zone is asked yet."""

    day: int
    of_day: int

    @property
    def seconds(self) -> int:
        """Seconds since 1970-01-01 00:00:00 by that clock."""
        return self.day * DAY_S + self.of_day


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_RUSSIAN = ("ЯНВ", "ФЕВ", "МАР", "АПР", "МА", "ИЮН", "ИЮЛ", "АВГ", "СЕН", "ОКТ", "НОЯ", "ДЕК")
#: Military zone letters, hours ahead of UTC. J means the reader's own clock: it names none. Source: ACP 121.
_LETTERS = {
    **dict(zip("ABCDEFGHIKLM", range(1, 13), strict=True)),
    **dict(zip("NOPQRSTUVWXY", range(-1, -13, -1), strict=True)),
    "Z": 0,
}
_DTG = re.compile(r"^(\d{2})(\d{2})(\d{2})\s*([A-Z])(?:\s*([A-ZА-Я]{3,8})\.?(?:\s*(\d{4}|\d{2}))?)?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?(?:\s+(.+))?$")
_DOTTED = re.compile(r"^(\d{2})\.(\d{2})\.(\d{4})(?:\s*Г\.?)?,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s+(.+))?$")


def zone_words(profile: str) -> dict[str, str]:
    """The words by which a profile's participants name a clock, upper case, with the zone each means."""
    rows = files("jig").joinpath("profiles", profile, "zone-words.tsv").read_text("utf-8").splitlines()[1:]
    return {word.upper(): zone for word, zone in (row.split("\t") for row in rows)}


def read_time(
    text: str, zones: ZoneTable, *, zone: str | None = None, words: Mapping[str, str] | None = None
) -> TimeRead:
    """The one instant that a text means: a NATO date-time group, RFC 3339, or a Russian date and time.

    zone: the clock, where the text names none. words: other names of clocks (see `zone_words`).
    Raises Unreadable with a TIME code: where a text could mean two instants it gives both and chooses neither.
    """
    plain = " ".join(text.upper().split())
    for shape, read in ((_DTG, _date_time_group), (_ISO, _iso), (_DOTTED, _dotted)):
        found = shape.match(plain)
        if found:
            wall, clock = read(text, found)
            return _instant(text, wall, _clock(text, clock, zone, words or {}, zones), zones)
    raise Unreadable(fault("TIME-UNREADABLE", text=text))


def _date_time_group(text: str, found: re.Match[str]) -> tuple[Wall, str]:
    day, hour, minute, letter, month, year = found.groups()
    if month is None or year is None:
        # Day 30 or 31 near the end of a month may be of this one or of the one before: nobody may guess.
        raise Unreadable(fault("TIME-DAY-GROUP-OPEN", text=text))
    full = int(year) + (2000 if len(year) == 2 else 0)
    wall = _wall(text, (full, _month(text, month), int(day)), (hour, minute, None))
    if letter not in _LETTERS:
        return wall, ""
    return wall, "UTC" if letter == "Z" else _offset_name(_LETTERS[letter] * 3600)


def _month(text: str, word: str) -> int:
    for number in range(12):
        if word[:3] == _MONTHS[number] or word.startswith(_RUSSIAN[number]):
            return number + 1
    raise Unreadable(fault("TIME-UNREADABLE", text=text))


def _iso(text: str, found: re.Match[str]) -> tuple[Wall, str]:
    year, month, day, hour, minute, second, offset, words = found.groups()
    wall = _wall(text, (int(year), int(month), int(day)), (hour, minute, second))
    if offset is not None and words is not None:
        raise Unreadable(fault("TIME-ZONE-CONTRADICTED", text=text, found=offset, expected=words))
    return wall, offset or words or ""


def _dotted(text: str, found: re.Match[str]) -> tuple[Wall, str]:
    day, month, year, hour, minute, second, words = found.groups()
    return _wall(text, (int(year), int(month), int(day)), (hour, minute, second)), words or ""


def _wall(text: str, date: tuple[int, int, int], clock: tuple[str, str, str | None]) -> Wall:
    year, month, day = date
    if not (1900 <= year <= 2999 and 1 <= month <= 12 and 1 <= day <= 31):
        raise Unreadable(fault("TIME-UNREADABLE", text=text))
    number = day_number(year, month, day)
    if date_of(number) != date:
        last = day_number(year, month + 1, 1) - 1 if month < 12 else number
        raise Unreadable(fault("TIME-NO-SUCH-DAY", text=text, candidates=f"{_date(last)}, {_date(number)}"))
    hour, minute, second = (int(part or 0) for part in clock)
    if (hour, minute, second) == (24, 0, 0):
        raise Unreadable(
            fault("TIME-24-00", text=text, first=f"{_date(number)} 00:00", second=f"{_date(number + 1)} 00:00")
        )
    if hour > 23 or minute > 59 or second > 59:
        raise Unreadable(fault("TIME-NO-SUCH-CLOCK", text=text))
    return Wall(number, hour * 3600 + minute * 60 + second)


def _clock(text: str, named: str, declared: str | None, words: Mapping[str, str], zones: ZoneTable) -> str:
    """The clock by which a text is read: a zone's name, "UTC", or an offset."""
    said = _named_clock(named, words, zones)
    asked = _named_clock(declared, words, zones) if declared else ""
    if said and asked and said != asked and said in zones.zones:
        raise Unreadable(fault("TIME-ZONE-CONTRADICTED", text=text, found=said, expected=asked))
    if not said and not asked:
        raise Unreadable(fault("TIME-NO-ZONE", text=text))
    return said or asked


_OWN_CLOCK = ("МЕСТНОЕ", "МЕСТНОЕ ВРЕМЯ", "LOCAL", "LOCAL TIME", "J")


def _named_clock(named: str, words: Mapping[str, str], zones: ZoneTable) -> str:
    upper = " ".join(named.upper().split())
    if not upper or upper in _OWN_CLOCK:
        return ""
    if upper in ("Z", "UTC", "ZULU", "GMT", "UTC+0"):
        return UTC
    if re.fullmatch(r"[+-]\d{2}:?\d{2}", upper):
        return _offset_name(_offset_s(upper))
    found = {name.upper(): name for name in zones.zones} | dict(words)
    if upper not in found:
        raise Unreadable(fault("TIME-ZONE-UNKNOWN", found=named, expected=", ".join(sorted({UTC, *zones.zones}))))
    return found[upper]


def _offset_s(text: str) -> int:
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 14 or minutes > 59:
        raise Unreadable(fault("TIME-NO-SUCH-CLOCK", text=text))
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)


def _offset_name(seconds: int) -> str:
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"


def _instant(text: str, wall: Wall, clock: str, zones: ZoneTable) -> TimeRead:
    if clock not in zones.zones:
        offset = 0 if clock == UTC else _offset_s(clock)
        return TimeRead(text, wall.seconds - offset, clock, offset, zones.tzdata)
    there = zones.zone(clock)
    found = there.instants_of(wall.seconds)
    if len(found) != 1:
        raise Unreadable(_doubtful(wall, there, found))
    _covered(there, found[0])
    return TimeRead(text, found[0], clock, there.offset_s(found[0]), zones.tzdata)


def _doubtful(wall: Wall, there: Zone, found: tuple[int, ...]) -> Fault:
    """A wall clock time that was never shown, or shown twice, with the two instants that it could mean."""
    local = f"{_date(wall.day)} {wall.of_day // 3600:02d}:{wall.of_day // 60 % 60:02d}"
    if found:
        return fault("TIME-LOCAL-DOUBLED", local=local, zone=there.name, first=utc(found[0]), second=utc(found[-1]))
    ends = there.first_instant_at(wall.seconds)
    before, after = there.offset_s(ends - 1), there.offset_s(ends)
    first, second = sorted((wall.seconds - before, wall.seconds - after))
    return fault("TIME-LOCAL-MISSING", local=local, zone=there.name, first=utc(first), second=utc(second))


def _covered(there: Zone, instant: int) -> None:
    if not there.covers(instant):
        least, most = utc(there.starts[0]), utc(there.ends_before - 1)
        raise Unreadable(fault("TIME-OUTSIDE-TABLE", zone=there.name, least=least, most=most, found=utc(instant)))


def day_before(instant: int, zone: str, zones: ZoneTable, cutoff: str = _DAY_CUTOFF) -> DayBefore:
    """By when an action that begins at an instant must be proven told: reading A05, ToR 2.c, 3.c.

    zone: whose calendar counts. Raises Unreadable (TIME-ZONE-UNKNOWN, TIME-OUTSIDE-TABLE), BadCutoff.
    """
    there = zones.zones.get(zone) or _fixed(zone, zones)
    _covered(there, instant)
    day = there.local(instant).day_number
    midnights = there.instants_of(day * DAY_S)
    begins = ("GAP", "MIDNIGHT", "DOUBLED")[min(len(midnights), 2)]
    due = there.cutoff(day, cutoff)
    return DayBefore(instant, zone, _date(day), _date(day - 1), due, begins, cutoff, zones.tzdata)


def _fixed(zone: str, zones: ZoneTable) -> Zone:
    if zone != UTC:
        raise Unreadable(fault("TIME-ZONE-UNKNOWN", found=zone, expected=", ".join(sorted({UTC, *zones.zones}))))
    return Zone(UTC, (-(10**12),), (0,), 10**12)


def zone_named(name: str, zones: ZoneTable, words: Mapping[str, str]) -> str:
    """The zone that a name or word means; raises Unreadable (TIME-ZONE-UNKNOWN)."""
    found = _named_clock(name, words, zones)
    if found == UTC or found in zones.zones:
        return found
    raise Unreadable(fault("TIME-ZONE-UNKNOWN", found=name, expected=", ".join(sorted({UTC, *zones.zones}))))


def local_text(instant: int, zone: str, zones: ZoneTable) -> str:
    """An instant by a zone's clock, RFC 3339 with that clock's offset; raises Unreadable as `day_before` does."""
    there = zones.zones.get(zone) or _fixed(zone, zones)
    _covered(there, instant)
    return with_offset(instant, there.offset_s(instant))


def with_offset(instant: int, offset_s: int) -> str:
    """An instant in RFC 3339 with an offset; a year outside the calendar of that standard is written all the same."""
    days, of_day = divmod(instant + offset_s, DAY_S)
    clock = f"{of_day // 3600:02d}:{of_day // 60 % 60:02d}:{of_day % 60:02d}"
    return f"{_date(days)}T{clock}{'Z' if offset_s == 0 else _offset_name(offset_s)}"


def utc(instant: int) -> str:
    """An instant in RFC 3339, UTC."""
    return with_offset(instant, 0)


def date_time_group(instant: int) -> str:
    """An instant as a NATO date-time group, to the minute, such as 171255Z SEP 16."""
    days, of_day = divmod(instant, DAY_S)
    year, month, day = date_of(days)
    return f"{day:02d}{of_day // 3600:02d}{of_day // 60 % 60:02d}Z {_MONTHS[month - 1]} {year % 100:02d}"


def _date(number: int) -> str:
    year, month, day = date_of(number)
    return f"{year:04d}-{month:02d}-{day:02d}"
