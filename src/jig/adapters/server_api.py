"""How the link's interface describes itself: every status an operation can answer, with its content."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Response
from pydantic import BaseModel, ConfigDict

from jig.adapters.refusal import Refusal

NOTE_TYPE = "text/plain"
_BYTES = {"type": "string", "format": "binary"}

_MEANING = {
    400: "The request is malformed.",
    401: "No certificate, or not the pinned one.",
    403: "Convicted, or the exchange has stopped.",
    404: "Beyond what this node holds.",
    405: "No such method here.",
    408: "The body did not arrive in time.",
    409: "Not connected to what this node holds.",
    413: "Larger than this node takes.",
    415: "Not the expected type, or coded.",
    422: "Damaged or unreadable.",
    500: "This node failed.",
    503: "This node cannot reach its store, or is too busy.",
}
# What any operation can answer.
_ALWAYS = (401, 405, 500, 503)


class NodeStatus(BaseModel):
    """Who a node is and how much it holds; further members may be added."""

    model_config = ConfigDict(extra="allow")


def answers(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Describe refusals: the given ones and those that any operation can answer."""
    return {code: {"description": _MEANING[code], "model": Refusal} for code in sorted({*codes, *_ALWAYS})}


def binary_answer(media_type: str, refusals: dict[int | str, dict[str, Any]]) -> dict[str, Any]:
    """Describe an operation that answers bytes of a type: keyword arguments of a route."""
    good = {"description": "As asked.", "content": {media_type: {"schema": _BYTES}}}
    return {"response_class": Response, "responses": {200: good, **refusals}}


def binary_body(media_type: str, refusals: dict[int | str, dict[str, Any]]) -> dict[str, Any]:
    """Describe an operation that takes bytes of a type and answers the same: keyword arguments of a route."""
    body = {"required": True, "content": {media_type: {"schema": _BYTES}}}
    return {**binary_answer(media_type, refusals), "openapi_extra": {"requestBody": body}}


def describe(app: FastAPI) -> None:
    """Take out of an application's description what the framework adds by itself and this one never answers."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        schema = made()
        for operation in (o for path in schema["paths"].values() for o in path.values()):
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schema["components"]["schemas"].pop(unused, None)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]
