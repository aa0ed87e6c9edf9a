"""The sealed form of a position: what an entry's body carries. Whole numbers only; no conversion happens here."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jig.places.errors import ERROR_LIMIT_MM, Millimetres, combined_mm
from jig.places.heights import Height

__all__ = ["ERROR_LIMIT_MM", "TEXT_LIMIT", "Area", "Millimetres", "Position", "combined_mm"]

LATITUDE_LIMIT_E7 = 900_000_000
LONGITUDE_LIMIT_E7 = 1_800_000_000
TEXT_LIMIT = 200

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]+(?:[.:-][A-Z0-9]+)*$", max_length=64)]
Text = Annotated[str, Field(min_length=1, max_length=TEXT_LIMIT)]


@dataclass(frozen=True)
class Area:
    """A latitude-longitude box in 1e-7 degrees, edges included; a west edge east of the east edge crosses the date
    line."""

    south_e7: int
    west_e7: int
    north_e7: int
    east_e7: int

    def holds(self, lat_e7: int, lon_e7: int) -> bool:
        """True inside or on the edge."""
        if not self.south_e7 <= lat_e7 <= self.north_e7:
            return False
        if self.west_e7 <= self.east_e7:
            return self.west_e7 <= lon_e7 <= self.east_e7
        return lon_e7 >= self.west_e7 or lon_e7 <= self.east_e7


class Position(BaseModel):
    """A point as given and as computed, with what each step adds to its error.

    text: the digits as given, never changed. notation: their code. operation: the pinned datum operation, or NONE.
    lat_e7, lon_e7: WGS 84, 1e-7 degrees. ce90_mm: circular error, 90 %, combined from source (what the giver knows
    of the point),
    operation (published accuracy) and notation (the cell that the digits leave open). zone: the grid zone where the
    text has none.
    axes: NE or EN where the text alone does not settle it. name, place_id: as given, and the GeoNames number.
    height: with what it is above. le90_mm: its linear error, 90 %, combined from its parts.
    Source: ToR 1.d.iv.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: Text
    notation: Code
    operation: Code
    lat_e7: Annotated[int, Field(ge=-LATITUDE_LIMIT_E7, le=LATITUDE_LIMIT_E7)]
    lon_e7: Annotated[int, Field(ge=-LONGITUDE_LIMIT_E7, le=LONGITUDE_LIMIT_E7)]
    ce90_mm: Millimetres
    source_mm: Millimetres
    operation_mm: Millimetres
    notation_mm: Millimetres
    axes: Annotated[str, Field(pattern=r"^(?:NE|EN)$")] | None = None
    zone: Annotated[int, Field(ge=1, le=60)] | None = None
    name: Text | None = None
    place_id: Annotated[int, Field(ge=1, le=2**53 - 1)] | None = None
    height: Height | None = None
    le90_mm: Millimetres | None = None

    @model_validator(mode="after")
    def error_is_the_sum_of_its_parts(self) -> Self:
        """ce90_mm follows from its parts: an author cannot state a point better than the parts it names."""
        expected = combined_mm(self.source_mm, self.operation_mm, self.notation_mm)
        if self.ce90_mm != expected:
            raise PydanticCustomError(
                "CE90-NOT-COMBINED", "CE90-NOT-COMBINED", {"found": self.ce90_mm, "expected": expected}
            )
        return self

    @model_validator(mode="after")
    def linear_error_is_the_heights(self) -> Self:
        """le90_mm follows from the height's parts; without them nothing is stated of it."""
        expected = None if self.height is None else self.height.le90_mm
        if self.le90_mm != expected:
            context = {"found": str(self.le90_mm), "expected": str(expected)}
            raise PydanticCustomError("LE90-NOT-COMBINED", "LE90-NOT-COMBINED", context)
        return self
