"""Groups of commands that several modules add to."""

from __future__ import annotations

import typer


def group(app: typer.Typer, name: str, about: str) -> typer.Typer:
    """Give the group of that name, made at its first use."""
    for held in app.registered_groups:
        if held.name == name and held.typer_instance is not None:
            return held.typer_instance
    made = typer.Typer(no_args_is_help=True, help=about)
    app.add_typer(made, name=name)
    return made
