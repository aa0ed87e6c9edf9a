"""Base forms of Russian words, by pymorphy3's dictionary (see docs/decisions/0032)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from jig.language.words import BaseForms, folded

_CYRILLIC = re.compile(r"[а-я]{1,60}(-[а-я]{1,60}){0,5}")


class RussianForms:
    """Every base form that a Russian word may come from; the dictionary is opened at the first word asked for."""

    def of(self, word: str) -> frozenset[str]:
        """Give the base forms of a word; of a compound with a hyphen those of its whole."""
        plain = folded(word)
        # The dictionary is asked about Russian only: letters that it does not know stop it.
        return _base_forms(plain) if _CYRILLIC.fullmatch(plain) else frozenset((plain,))


@cache
def _analyser() -> Any:
    import pymorphy3  # type: ignore[import-untyped]

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=50_000)
def _base_forms(word: str) -> frozenset[str]:
    return frozenset({folded(one.normal_form) for one in _analyser().parse(word)} | {word})


def forms() -> dict[str, BaseForms]:
    """Give the dictionaries that this installation has, by language."""
    return {"ru": RussianForms()}
