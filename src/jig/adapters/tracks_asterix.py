"""ASTERIX CAT 062 (system tracks) and CAT 048 (one radar's reports), from captures or raw data blocks.

Decoded by libasterix (MIT). CAT 048 gives range and azimuth from its radar, whose place the message does not carry: it
is told by `--sensor`. The time of day lacks its day: a capture's own stamp, the moment of receipt or `--day` gives it.

A message does not say which edition of its category it was written in. One written before edition 1.0 parses now and
then by chance, and its time of day is then some other field: a time that no day has, or far from the capture, is no
reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Literal, cast

from jig.adapters.tracks_pcap import is_pcap, udp_payloads
from jig.adapters.tracks_read import FOOT_M, Block, Reading, Row, in_blocks

DAY_NS = 86_400 * 10**9
_MOST_RAW = 1 << 28
#: A message that was on its way longer is none, nor is a clock that is further off one.
MOST_APART_NS = 3_600 * 10**9
NAUTICAL_MILE_M = 1852.0
#: Of a radar whose messages do not tell: twice 70 m in range and 0.08 degree in azimuth (EUROCONTROL, Standard Document
#: for Radar Surveillance, 1997).
_RANGE_M, _AZIMUTH = 140.0, 0.16 * 3.141592653589793 / 180.0


def asterix_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read a capture's UDP payloads, or one raw file; categories other than 048 and 062 are counted."""
    yield from in_blocks(source, _rows(stream, source, reading), 20_000, kind="radar")


def _rows(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Row]:
    if is_pcap(cast(Any, stream).peek(4)[:4]):
        for number, captured, payload in udp_payloads(stream, source):
            yield from asterix_rows(payload, source, number, reading, captured)
        return
    yield from asterix_rows(stream.read(_MOST_RAW), source, 1, reading, None)


def asterix_rows(data: bytes, source: str, number: int, reading: Reading, captured_ns: int | None) -> Iterator[Row]:
    """Read data blocks; captured_ns: when they were received, None for not known."""
    from asterix import base, generated

    kinds = {48: generated.Cat_048_1_32, 62: generated.Cat_062_1_21}
    blocks = base.RawDatablock.parse(base.Bits.from_bytes(data))
    if isinstance(blocks, ValueError):
        reading.reject(source, number, "BLOCK-UNREADABLE", data[:32].hex())
        return
    for block in blocks:
        category = block.get_category()
        if category not in kinds:
            reading.flags[f"CATEGORY-{category:03d}"] += 1
            continue
        records = cast(Any, kinds[category]).cv_uap.parse(block.get_raw_records())
        if isinstance(records, ValueError):
            reading.reject(source, number, "BLOCK-UNREADABLE", data[:32].hex())
            continue
        for record in records:
            row = (_of_062 if category == 62 else _of_048)(record, source, number, reading)
            if row is None:
                continue
            told = _instant(row.time, captured_ns, reading)
            if told is False:
                reading.reject(source, number, "EDITION-OTHER", f"{row.time}")
                continue
            yield row._replace(time=told)


def _instant(of_day: float | None, captured_ns: int | None, reading: Reading) -> str | Literal[False] | None:
    """Give the instant whose time of day is told and which is nearest to the receipt, or falls on the day told.

    None where nobody tells the day; False for a time of day that cannot be one.
    """
    if of_day is None:
        return None
    ns = round(of_day * 128) * 10**9 // 128
    if ns >= DAY_NS:
        return False
    if reading.day_us is not None:
        ns += reading.day_us * 1000
    elif captured_ns is not None:
        ns += (captured_ns - ns + DAY_NS // 2) // DAY_NS * DAY_NS
        if abs(ns - captured_ns) > MOST_APART_NS:
            return False
    else:
        return None
    return f"{ns // 10**9}.{ns % 10**9:09d}"


def _sub(record: Any, item: str, *names: str) -> Any:
    found = record.get_item(item)
    for name in names:
        found = None if found is None or not hasattr(found.variation, "get_item") else found.variation.get_item(name)
    return None if found is None else found.variation.content


def _aircraft(record: Any, address: Any, track: str) -> str | None:
    if address is not None:
        return f"{address.as_uint():06x}"
    number, sac, sic = _sub_uint(record, track), record.get_item("010"), None
    if number is None or sac is None:
        return None
    sac, sic = (_sub(record, "010", name).as_uint() for name in ("SAC", "SIC"))
    return f"{sac}/{sic}:{number}"


def _sub_uint(record: Any, item: str) -> int | None:
    found = record.get_item(item)
    if found is None:
        return None
    number = found.variation.get_item("TRN") if hasattr(found.variation, "get_item") else None
    return int((number or found).as_uint())


def _of_062(record: Any, source: str, number: int, reading: Reading) -> Row | None:
    time = _sub(record, "070")
    lat, lon = _sub(record, "105", "LAT"), _sub(record, "105", "LON")
    if lat is None or lon is None:
        reading.flags["WITHOUT-POSITION"] += 1
        return None
    address = None
    details = record.get_item("380")
    if details is not None:
        address = details.variation.get_item("ADR")
        address = None if address is None else address.variation.content
    of_day = None if time is None else time.as_quantity("s")
    # A unit of 180 / 2**25 degrees has an exact double: the decimal text of all its digits.
    return Row(
        number, _aircraft(record, address, "040"), of_day, repr(lon.as_quantity("°")), repr(lat.as_quantity("°")),
        error_m=_accuracy(record), baro_m=_level(record), geo_m=_feet(_sub(record, "130"), 1.0, "ft"),
    )  # fmt: skip


def _accuracy(record: Any) -> float | None:
    """Give twice the larger standard deviation of a track's position (I062/500, cartesian), metres."""
    x, y = (_sub(record, "500", "APC", axis) for axis in "XY")
    return None if x is None or y is None else 2.0 * float(max(x.as_quantity("m"), y.as_quantity("m")))


def _level(record: Any) -> float | None:
    """Give the calculated barometric altitude, else the measured flight level; metres."""
    calculated = _feet(_sub(record, "135", "CTB"), 100.0, "FL")
    return calculated if calculated is not None else _feet(_sub(record, "136"), 100.0, "FL")


def _feet(content: Any, scale: float, unit: str) -> float | None:
    return None if content is None else float(content.as_quantity(unit)) * scale * FOOT_M


def _of_048(record: Any, source: str, number: int, reading: Reading) -> Row | None:
    rho, theta = _sub(record, "040", "RHO"), _sub(record, "040", "THETA")
    if rho is None or theta is None:
        reading.flags["WITHOUT-POSITION"] += 1
        return None
    sac, sic = (_sub(record, "010", name) for name in ("SAC", "SIC"))
    site = reading.sensors.get(f"{sac.as_uint()}/{sic.as_uint()}") if sac is not None else None
    if site is None:
        told = "" if sac is None else f"{sac.as_uint()}/{sic.as_uint()}"
        reading.reject(source, number, "SENSOR-UNKNOWN", told)
        return None
    from jig.adapters.tracks_radar import placed

    level = record.get_item("090")
    height = None if level is None else level.variation.get_item("FL")
    feet = None if height is None else height.variation.content.as_quantity("FL") * 100.0
    slant_m = rho.as_quantity("NM") * NAUTICAL_MILE_M
    lon, lat = placed(site, slant_m, theta.as_quantity("°"), feet)
    address = record.get_item("220")
    time = _sub(record, "140")
    of_day = None if time is None else time.as_quantity("s")
    content = None if address is None else address.variation.content
    return Row(
        number, _aircraft(record, content, "161"), of_day, f"{lon:.9f}", f"{lat:.9f}",
        error_m=(_RANGE_M**2 + (slant_m * _AZIMUTH) ** 2) ** 0.5, baro_m=None if feet is None else feet * FOOT_M,
    )  # fmt: skip
