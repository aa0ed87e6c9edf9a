"""Local time from a table: the fold asks no machine's own time-zone library.

All in whole seconds since 1970-01-01T00:00:00Z and whole-second offsets, in integers throughout.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

DAY_S = 86_400


class UnknownZone(KeyError):
    """A zone that the table does not hold."""


class BadCutoff(ValueError):
    """A cut-off not written "D HH:MM" (the day itself) or "D-n HH:MM" (n days before)."""


class LocalTime(NamedTuple):
    """A wall clock: proleptic Gregorian date, 24 h time, and the offset from UTC in seconds that was in force."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    offset_s: int

    @property
    def day_number(self) -> int:
        """Days since 1970-01-01."""
        return day_number(self.year, self.month, self.day)

    @property
    def date_text(self) -> str:
        """The date as YYYY-MM-DD."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def day_number(year: int, month: int, day: int) -> int:
    """Count days from 1970-01-01 to a proleptic Gregorian date; any year.

    Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    """
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def date_of(number: int) -> tuple[int, int, int]:
    """Answer year, month and day of a day number; the inverse of `day_number` (same source, civil_from_days)."""
    era, of_era = divmod(number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * of_year + 2) // 153
    month = month_index + 3 if month_index < 10 else month_index - 9
    return year_of_era + era * 400 + (month <= 2), month, of_year - (153 * month_index + 2) // 5 + 1


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone's offsets: from `starts[i]` on (an instant) the offset is `offsets_s[i]`.

    Before the first start the first offset holds and after the last the last, so that no stamp, however wild, stops
    the fold; `covers` tells where the table is known.
    """

    name: str
    starts: tuple[int, ...]
    offsets_s: tuple[int, ...]
    ends_before: int

    def covers(self, instant: int) -> bool:
        """Answer whether the table was made for that instant."""
        return self.starts[0] <= instant < self.ends_before

    def offset_s(self, instant: int) -> int:
        """Answer the offset from UTC in force at an instant, seconds."""
        return self.offsets_s[max(bisect_right(self.starts, instant) - 1, 0)]

    def local(self, instant: int) -> LocalTime:
        """Answer the wall clock at an instant."""
        offset = self.offset_s(instant)
        days, of_day = divmod(instant + offset, DAY_S)
        return LocalTime(*date_of(days), of_day // 3600, of_day // 60 % 60, of_day % 60, offset)

    def instants_of(self, wall_s: int) -> tuple[int, ...]:
        """Answer the instants at which the wall clock shows `wall_s`, rising: none in a gap, two in a repeated hour.

        wall_s: seconds since 1970-01-01 00:00:00 by the wall clock.
        """
        candidates = sorted({wall_s - offset for offset in self.offsets_s})
        return tuple(instant for instant in candidates if instant + self.offset_s(instant) == wall_s)

    def first_instant_at(self, wall_s: int) -> int:
        """Answer the first instant at which the wall clock shows `wall_s`, or in a gap the instant that ends it.

        The earlier of two: a deadline in a repeated hour has passed once its wall clock time was first reached.
        """
        found = self.instants_of(wall_s)
        if found:
            return found[0]
        steps = zip(self.starts[1:], self.offsets_s, self.offsets_s[1:], strict=False)
        return next(start for start, before, after in steps if start + before <= wall_s < start + after)

    def cutoff(self, day: int, cutoff: str) -> int:
        """Answer the instant of a cut-off such as "D 00:00" or "D-1 18:00" for a day number. Raises BadCutoff."""
        days_before, of_day = parse_cutoff(cutoff)
        return self.first_instant_at((day - days_before) * DAY_S + of_day)


def parse_cutoff(cutoff: str) -> tuple[int, int]:
    """Read "D HH:MM" or "D-n HH:MM" as days before and seconds of that day. Raises BadCutoff.

    24:00 is refused: it hides which day is meant.
    """
    day, _, clock = cutoff.partition(" ")
    hour, colon, minute = clock.partition(":")
    digits = (hour + minute).isascii() and (hour + minute).isdecimal() and len(hour) == len(minute) == 2
    before = day.removeprefix("D-") if day.startswith("D-") else "0" if day == "D" else ""
    if not (colon and digits and before.isascii() and before.isdecimal() and len(before) <= 3):
        raise BadCutoff(cutoff)
    if int(hour) > 23 or int(minute) > 59:
        raise BadCutoff(cutoff)
    return int(before), int(hour) * 3600 + int(minute) * 60


@dataclass(frozen=True, slots=True)
class ZoneTable:
    """The zones of a profile and the tzdata version they were taken from."""

    tzdata: str
    zones: Mapping[str, Zone]

    def zone(self, name: str) -> Zone:
        """Answer the zone of that name; raises UnknownZone."""
        try:
            return self.zones[name]
        except KeyError:
            raise UnknownZone(name) from None

    def local(self, instant: int, zone: str) -> LocalTime:
        """Answer the wall clock of a zone at an instant. Raises UnknownZone."""
        return self.zone(zone).local(instant)

    def day_before_cutoff(self, window_start_s: int, zone: str, cutoff: str) -> int:
        """Answer the instant strictly before which a notice is due for a window that opens at `window_start_s`.

        cutoff: "D 00:00", the first moment of the local day on which the window opens, or "D-1 18:00", a time of the
        day before it. Raises UnknownZone, BadCutoff. Source: ToR 2.c, 3.c; reading A05.
        """
        there = self.zone(zone)
        return there.cutoff(there.local(window_start_s).day_number, cutoff)
