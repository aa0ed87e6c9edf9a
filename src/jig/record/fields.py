"""Field types that forms share: bounded, so that a hostile body costs bounded memory and time."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Label = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(max_length=20_000)]
#: ISO 639 code of the language a text was given in.
Lang = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
#: An entry id: 64 hex digits.
EntryRef = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Digest = EntryRef
#: Seconds since 1970-01-01T00:00:00Z.
Instant = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1)]
RankCode = Annotated[str, Field(max_length=16)]
