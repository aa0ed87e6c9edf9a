"""Heights: a number means nothing without what it is above. Whole millimetres, exact factors, no silent conversion."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jig.places.errors import Millimetres, combined_mm
from jig.places.faults import Unreadable, fault

ELLIPSOID, EGM96, BALTIC, FLIGHT_LEVEL = "ELLIPSOID", "EGM96", "BALTIC-1977", "FLIGHT-LEVEL"
AGL, QNH, QFE = "AGL", "QNH", "QFE"
DATUMS = (ELLIPSOID, EGM96, BALTIC, FLIGHT_LEVEL, AGL, QNH, QFE)
#: A flight level is counted from this pressure, tenths of a hectopascal. Source: ICAO Doc 8168.
STANDARD_TENTHS_HPA = 10_132
#: Millimetres in a unit. Source: the international foot, 0.3048 m exactly; a flight level is a hundred of them.
UNITS_MM = {"m": Fraction(1000), "ft": Fraction(3048, 10), "FL": Fraction(30480)}
#: A millimetre of mercury in tenths of a hectopascal. Source: conventional value, 133.322387415 Pa.
MMHG_TENTHS_HPA = Fraction(133_322_387_415, 10**10)
LEAST_MM, MOST_MM = -1_000_000, 100_000_000
SAME, DIFFERENT, UNDETERMINED = "SAME", "DIFFERENT", "UNDETERMINED"


class Geoid(Protocol):
    """Where the EGM96 geoid lies above the WGS 84 ellipsoid: from a grid that one node has, so never in the fold."""

    def undulation_mm(self, lat_e7: int, lon_e7: int) -> int:
        """Give the geoid's height above the ellipsoid, millimetres; raises Unreadable (HEIGHT-OUTSIDE-GRID)."""
        ...


class Height(BaseModel):
    """A height as given: the digits, the unit, what it is above, and what each step adds to its error.

    value_mm: as given, in millimetres, never converted. setting_tenths_hpa: the pressure set, with QNH and QFE; a
    FLIGHT-LEVEL is above 1013.2 hPa. source_mm, operation_mm, notation_mm: the parts of the linear error, 90 %; they
    are given all or not at all. Source: ToR 1.d.iv, 2.a.iii.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: Annotated[str, Field(min_length=1, max_length=200)]
    value_mm: Annotated[int, Field(ge=LEAST_MM, le=MOST_MM)]
    unit: Literal["m", "ft", "FL"]
    datum: Literal["ELLIPSOID", "EGM96", "BALTIC-1977", "FLIGHT-LEVEL", "AGL", "QNH", "QFE"]
    setting_tenths_hpa: Annotated[int, Field(ge=5_000, le=12_000)] | None = None
    source_mm: Millimetres | None = None
    operation_mm: Millimetres | None = None
    notation_mm: Millimetres | None = None

    @model_validator(mode="after")
    def says_above_what(self) -> Self:
        """A pressure height bears its setting, nothing else does; a flight level's unit and datum go together."""
        if (self.setting_tenths_hpa is not None) != (self.datum in (QNH, QFE)):
            raise PydanticCustomError("HEIGHT-SETTING", "HEIGHT-SETTING", {"found": self.datum})
        if (self.unit == "FL") != (self.datum == FLIGHT_LEVEL):
            raise PydanticCustomError("HEIGHT-SETTING", "HEIGHT-SETTING", {"found": self.datum})
        return self

    @property
    def le90_mm(self) -> int | None:
        """The linear error, 90 %, combined from its parts; None while its author states none."""
        parts = (self.source_mm, self.operation_mm, self.notation_mm)
        stated = [part for part in parts if part is not None]
        return combined_mm(*stated) if len(stated) == len(parts) else None


@dataclass(frozen=True)
class HeightsCompared:
    """Two heights beside each other. difference_mm: the first above the second, None when no common datum is known."""

    verdict: str
    difference_mm: int | None
    le90_combined_mm: int | None


_NUMBER = r"(?P<value>[+-]?\d{1,6}(?:[.,]\d{1,3})?)"
_UNIT = r"(?P<unit>FEET|FT|METRES|METERS|M|\u0424\u0423\u0422\u041e\u0412|\u0424\u0423\u0422|\u0424\u0422|\u041c\u0415\u0422\u0420\u041e\u0412|\u041c)"
_HEIGHT = re.compile(rf"^{_NUMBER}\s*{_UNIT}\.?(?:\s+(?P<rest>.+))?$")
_LEVEL = re.compile(r"^(?:FL|F|\u042d\u0428\u0415\u041b\u041e\u041d|\u042d\u041f)\s*(?P<level>\d{2,3})$")
_SETTING = re.compile(
    r"^(?P<code>QNH|QFE)(?:\s+(?P<value>\d{3,4}(?:[.,]\d)?)\s*(?P<unit>HPA|\u0413\u041f\u0410|MB|MMHG|\u041c\u041c(?:\s*\u0420\u0422\.?\s*\u0421\u0422\.?)?)?)?$"
)
_DATUM_WORDS = {
    ELLIPSOID: ("ELLIPSOID", "HAE", "WGS84", "WGS 84", "WGS-84", "ЭЛЛИПСОИД", "НАД ЭЛЛИПСОИДОМ"),
    EGM96: ("EGM96", "MSL-EGM96", "MSL EGM96", "EGM-96"),
    BALTIC: ("BALTIC", "BALTIC-1977", "BALTIC 1977", "БС-77", "БСВ-77", "БСВ", "БАЛТИЙСКАЯ", "БАЛТИЙСКАЯ 1977"),
    AGL: ("AGL", "ABOVE GROUND", "НАД ЗЕМЛЁЙ", "НАД ЗЕМЛЕЙ", "НАД РЕЛЬЕФОМ"),
}
_WORDS = {word: code for code, words in _DATUM_WORDS.items() for word in words}


def read_height(text: str, *, source_mm: int | None = None) -> Height:
    """The height that a text states: number, unit, datum; "FL150"; "600 m QFE 990".

    source_mm: what the giver knows of the error, without which no linear error follows.
    Raises Unreadable: HEIGHT-UNREADABLE, HEIGHT-DATUM-MISSING (mean sea level alone is above no one datum),
    HEIGHT-SETTING-MISSING, HEIGHT-OUT-OF-RANGE.
    """
    plain = " ".join(text.upper().split())
    level = _LEVEL.match(plain)
    if level:
        return _made(text, Fraction(level["level"]), "FL", FLIGHT_LEVEL, None, Fraction(1), source_mm)
    found = _HEIGHT.match(plain)
    if not found:
        raise Unreadable(fault("HEIGHT-UNREADABLE", text=text))
    datum, setting = _datum(text, found["rest"] or "")
    digits = found["value"].replace(",", ".")
    step = Fraction(1, 10 ** len(digits.partition(".")[2]))
    unit = "ft" if found["unit"][0] in "F\u0424" else "m"
    return _made(text, Fraction(digits), unit, datum, setting, step, source_mm)


def _made(
    text: str, value: Fraction, unit: str, datum: str, setting: int | None, step: Fraction, source_mm: int | None
) -> Height:
    value_mm = round(value * UNITS_MM[unit])
    if not LEAST_MM <= value_mm <= MOST_MM:
        raise Unreadable(fault("HEIGHT-OUT-OF-RANGE", text=text, least=LEAST_MM // 1000, most=MOST_MM // 1000))
    parts = {} if source_mm is None else {"source_mm": source_mm, "operation_mm": 0, "notation_mm": _half(step, unit)}
    stated = {} if setting is None else {"setting_tenths_hpa": setting}
    given = {"text": text, "value_mm": value_mm, "unit": unit, "datum": datum, **stated, **parts}
    return Height.model_validate(given)


def _half(step: Fraction, unit: str) -> int:
    """Half a step of the last digit given, millimetres, rounded up."""
    return -int(-step * UNITS_MM[unit] / 2 // 1)


def _datum(text: str, words: str) -> tuple[str, int | None]:
    pressure = _SETTING.match(words)
    if pressure:
        if pressure["value"] is None:
            raise Unreadable(fault("HEIGHT-SETTING-MISSING", text=text, datum=pressure["code"]))
        return pressure["code"], _tenths_hpa(text, pressure["value"], pressure["unit"] or "")
    if words in _WORDS:
        return _WORDS[words], None
    if words in ("", "MSL", "AMSL", "НУМ", "НАД УРОВНЕМ МОРЯ"):
        expected = (EGM96, BALTIC, QNH) if words else DATUMS
        raise Unreadable(fault("HEIGHT-DATUM-MISSING", text=text, expected=", ".join(expected)))
    raise Unreadable(fault("HEIGHT-DATUM-UNKNOWN", found=words, expected=", ".join(DATUMS)))


def _tenths_hpa(text: str, digits: str, unit: str) -> int:
    value = Fraction(digits.replace(",", "."))
    if unit.startswith(("MMHG", "\u041c\u041c")):
        return _in_bounds(text, round(value * MMHG_TENTHS_HPA))
    if not unit and value < 850:
        # 760 may be millimetres of mercury or hectopascals at height: nobody may guess.
        raise Unreadable(fault("HEIGHT-SETTING-MISSING", text=text, datum="hPa / mmHg"))
    return _in_bounds(text, round(value * 10))


def _in_bounds(text: str, tenths: int) -> int:
    if not 5_000 <= tenths <= 12_000:
        raise Unreadable(fault("HEIGHT-UNREADABLE", text=text))
    return tenths


def in_unit(value_mm: int, unit: str) -> str:
    """The value in a unit to three decimals at most, as text; exact factors, rounded once."""
    scaled = round(Fraction(value_mm) / UNITS_MM[unit] * 1000)
    whole, rest = divmod(abs(scaled), 1000)
    decimals = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{'-' if scaled < 0 else ''}{whole}{decimals}"


def converted_mm(height: Height, datum: str, at: tuple[int, int] | None = None, geoid: Geoid | None = None) -> int:
    """The height above another datum, millimetres. at: latitude and longitude, 1e-7 degrees.

    Only between the ellipsoid and EGM96, and only by an installed grid: a missing grid is refused, never passed over.
    Raises Unreadable: HEIGHT-DATUM-UNKNOWN, HEIGHT-NOT-CONVERTED, HEIGHT-NO-GRID, HEIGHT-POSITION-MISSING,
    HEIGHT-OUTSIDE-GRID.
    """
    if datum not in DATUMS:
        raise Unreadable(fault("HEIGHT-DATUM-UNKNOWN", found=datum, expected=", ".join(DATUMS)))
    if height.datum == datum and height.setting_tenths_hpa is None:
        return height.value_mm
    if {height.datum, datum} != {ELLIPSOID, EGM96}:
        raise Unreadable(fault("HEIGHT-NOT-CONVERTED", found=height.datum, expected=datum))
    if geoid is None:
        raise Unreadable(fault("HEIGHT-NO-GRID", found=height.datum, expected=datum))
    if at is None:
        raise Unreadable(fault("HEIGHT-POSITION-MISSING"))
    undulation = geoid.undulation_mm(*at)
    return height.value_mm + (undulation if height.datum == EGM96 else -undulation)


def comparable(one: Height, other: Height, *, same_place: bool = False, geoid: bool = False) -> bool:
    """Whether the difference of two heights means anything: symmetric; False is UNDETERMINED, never "far apart".

    Alike: one surface for both. The ground and a height above an aerodrome are one surface at one place only; a
    pressure height is so under one setting. geoid: whether a grid joins the ellipsoid and EGM96.
    """
    if {one.datum, other.datum} == {ELLIPSOID, EGM96}:
        return geoid
    if one.datum != other.datum or one.setting_tenths_hpa != other.setting_tenths_hpa:
        return False
    return same_place or one.datum not in (AGL, QNH, QFE)


def compare_heights(
    one: Height, other: Height, *, at: tuple[int, int] | None = None, geoid: Geoid | None = None
) -> HeightsCompared:
    """Two heights at one place: SAME within the combined linear error, DIFFERENT beyond, else UNDETERMINED.

    UNDETERMINED: no common datum is known, or one side states no error and they differ.
    """
    errors = [each.le90_mm for each in (one, other)]
    stated = [each for each in errors if each is not None]
    combined = combined_mm(*stated) if len(stated) == 2 else None
    if not comparable(one, other, same_place=True, geoid=geoid is not None and at is not None):
        return HeightsCompared(UNDETERMINED, None, combined)
    level = one.value_mm if one.datum == other.datum else converted_mm(one, other.datum, at, geoid)
    apart = level - other.value_mm
    if combined is None:
        return HeightsCompared(UNDETERMINED if apart else SAME, apart, None)
    return HeightsCompared(SAME if abs(apart) <= combined else DIFFERENT, apart, combined)
