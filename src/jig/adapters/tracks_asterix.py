"""ASTERIX CAT 062 (system tracks) and CAT 048 (one radar's reports), from captures or raw data blocks.

Decoded by libasterix (MIT). CAT 048 gives range and azimuth from its radar, whose place the message does not carry:
it is told
by `--sensor`. The time of day lacks its day: a capture's own stamp or `--day` gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from jig.adapters.tracks_pcap import is_pcap, udp_payloads
from jig.adapters.tracks_read import Block, Reading, in_blocks

DAY_NS = 86_400 * 10**9
_MOST_RAW = 1 << 28


def asterix_blocks(stream: BinaryIO, source: str, reading: Reading) -> Iterator[Block]:
    """Read a capture's UDP payloads, or one raw file; categories other than 048 and 062 are counted."""
    yield from in_blocks(source, _rows(stream, source, reading), 20_000)


def _rows(stream: BinaryIO, source: str, reading: Reading) -> Iterator[tuple[int, Any, Any, Any, Any]]:
    if is_pcap(cast(Any, stream).peek(4)[:4]):
        for number, captured, payload in udp_payloads(stream, source):
            yield from asterix_rows(payload, source, number, reading, captured)
        return
    yield from asterix_rows(stream.read(_MOST_RAW), source, 1, reading, None)


def asterix_rows(data: bytes, source: str, number: int, reading: Reading, captured_ns: int | None) -> Iterator[Any]:
    """Read data blocks as (row, aircraft, time, lon, lat)."""
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
            if row is not None:
                aircraft, of_day, lon, lat = row
                told = _instant(of_day, captured_ns, reading)
                yield number, aircraft, told, lon, lat


def _instant(of_day: float | None, captured_ns: int | None, reading: Reading) -> str | None:
    """Give the instant whose time of day is told and which is nearest to the capture, or falls on the day told."""
    if of_day is None:
        return None
    ns = round(of_day * 128) * 10**9 // 128
    if reading.day_us is not None:
        ns += reading.day_us * 1000
    elif captured_ns is not None:
        ns += (captured_ns - ns + DAY_NS // 2) // DAY_NS * DAY_NS
    else:
        return None
    return f"{ns // 10**9}.{ns % 10**9:09d}"


def _sub(record: Any, item: str, *names: str) -> Any:
    found = record.get_item(item)
    for name in names:
        found = None if found is None else found.variation.get_item(name)
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


def _of_062(record: Any, source: str, number: int, reading: Reading) -> Any:
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
    return _aircraft(record, address, "040"), of_day, repr(lon.as_quantity("°")), repr(lat.as_quantity("°"))


def _of_048(record: Any, source: str, number: int, reading: Reading) -> Any:
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
    lon, lat = placed(site, rho.as_quantity("NM") * 1852.0, theta.as_quantity("°"), feet)
    address = record.get_item("220")
    time = _sub(record, "140")
    of_day = None if time is None else time.as_quantity("s")
    reading.flags["BAROMETRIC-HEIGHT"] += feet is not None
    content = None if address is None else address.variation.content
    return _aircraft(record, content, "161"), of_day, f"{lon:.9f}", f"{lat:.9f}"
