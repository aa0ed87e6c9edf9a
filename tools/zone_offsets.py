"""Write a profile's zone-offsets.tsv from the tzdata package.

    python tools/zone_offsets.py src/jig/profiles/jig2016/zone-offsets.tsv Asia/Damascus Asia/Amman Europe/Moscow

The fold must not ask a node's own time-zone library: two nodes with different tzdata would fold different
pictures. The offsets of 2015 to 2027 are therefore data of the profile, with the tzdata version they came from.
"""

import sys
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

FIRST = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2028, 1, 1, tzinfo=UTC).timestamp())
STEP_S = 900  # no transition of these zones since 2015 falls off a quarter of an hour


def zone_from_package(name: str) -> ZoneInfo:
    """Read a zone from the tzdata package, never from the machine's own zone files."""
    resource = files("tzdata") / "zoneinfo"
    for part in name.split("/"):
        resource = resource / part
    with resource.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def offset_s(zone: ZoneInfo, instant: int) -> int:
    """Answer the zone's UTC offset in seconds at an instant."""
    offset = datetime.fromtimestamp(instant, UTC).astimezone(zone).utcoffset()
    if offset is None:
        raise ValueError(zone.key)
    return int(offset.total_seconds())


def transitions(zone: ZoneInfo) -> list[tuple[int, int]]:
    """List (instant, offset_s) from which each offset holds; the first at FIRST."""
    rows = [(FIRST, offset_s(zone, FIRST))]
    for instant in range(FIRST, LAST, STEP_S):
        offset = offset_s(zone, instant)
        if offset != rows[-1][1]:
            rows.append((instant, offset))
    return rows


def main(path: str, *names: str) -> None:
    """Write the table of the named zones."""
    lines = [f"# tzdata {version('tzdata')}; covers {FIRST} <= instant < {LAST}", "zone\tfrom_s\toffset_s\tfrom_utc"]
    for name in names:
        for instant, offset in transitions(zone_from_package(name)):
            stamp = datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            lines.append(f"{name}\t{instant}\t{offset}\t{stamp}")
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
