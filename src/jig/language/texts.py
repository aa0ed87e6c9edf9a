"""Which entries hold words, and in whose language: told by their forms, not by a list of kinds (ToR 1.d.ii)."""

from __future__ import annotations

from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from jig.record.kind import Body
from jig.record.view import View

#: A field with room for so many characters is prose; shorter ones are names, numbers and codes.
PROSE = 2_000


@cache
def prose_of(form: type[BaseModel]) -> tuple[str, ...]:
    """Name the fields of a form that hold prose, those of forms within it by their path."""
    found: list[str] = []
    for name, field in form.model_fields.items():
        if _is_prose(field.annotation, field.metadata):
            found.append(name)
        for inner in _forms_in(field.annotation):
            found += [f"{name}.{below}" for below in prose_of(inner)]
    return tuple(found)


def _is_prose(annotation: Any, metadata: Any) -> bool:
    if annotation is str:
        return any(getattr(one, "max_length", 0) >= PROSE for one in _bounds(metadata))
    if getattr(annotation, "__metadata__", None) is not None:
        return _is_prose(get_args(annotation)[0], annotation.__metadata__)
    # An optional text; a list of texts is a list of names or codes.
    return type(None) in get_args(annotation) and any(_is_prose(one, ()) for one in get_args(annotation))


def _bounds(metadata: Any) -> list[Any]:
    return [bound for one in metadata for bound in (one, *getattr(one, "metadata", ()))]


def _forms_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [form for one in get_args(annotation) for form in _forms_in(one)]


def language_of(body: Body) -> str:
    """Give the language in which a body's words were given; empty when it holds none."""
    lang = getattr(body, "lang", "")
    return lang if lang and any(_filled(body, path.split(".")) for path in prose_of(type(body))) else ""


def _filled(value: Any, path: list[str]) -> bool:
    if isinstance(value, tuple):
        return any(_filled(one, path) for one in value)
    if not path:
        return bool(value and value.strip())
    return value is not None and _filled(getattr(value, path[0]), path[1:])


def words_in(body: Any, form: type[BaseModel]) -> str:
    """Give all the prose of a body given as JSON, field after field; empty when there is none."""
    return "\n".join(text for path in prose_of(form) for text in _texts(body, path.split(".")))


def _texts(value: Any, path: list[str]) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, path)]
    if not path:
        return [value] if isinstance(value, str) and value.strip() else []
    return _texts(value.get(path[0]), path[1:]) if isinstance(value, dict) else []


def native(view: View, side: int) -> str:
    """Give the language in which a side works."""
    return view.profile.participant(view.code(side)).language


def foreign_text(view: View, side: int, body: Body) -> str:
    """Give the language of a statement's words when whoever receives it works in another one; empty otherwise."""
    lang = language_of(body)
    return lang if lang and lang != native(view, 1 - side) else ""
