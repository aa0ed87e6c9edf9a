"""The command `jig`."""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from jig.desk.faults import UNUSABLE, Failed, Fault, from_exception
from jig.desk.output import DESK

app = typer.Typer(
    name="jig",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A joint record for two participants who do not trust each other.",
)

_COMMANDS = ("setting_up", "stating", "looking", "linking", "checking", "agreement", "resuming", "demo")


def build() -> typer.Typer:
    """Add every group of commands."""
    if not app.registered_commands:
        for name in _COMMANDS:
            import_module(f"jig.desk.{name}").add_to(app)
    return app


def main(arguments: list[str] | None = None) -> int:
    """Run a command; give its exit code: 0 done, 1 judged not acceptable, 2 unusable input."""
    given = sys.argv[1:] if arguments is None else arguments
    # Before the command line is parsed, so that a command line that cannot be parsed is answered in kind.
    DESK.as_json = "--json" in given
    try:
        code = build()(args=given, standalone_mode=False)
    except typer.Abort:
        return UNUSABLE
    except Exception as error:
        failed = from_exception(error) or _misused(error)
        if failed is None:
            raise
        return DESK.fail(failed)
    return code if isinstance(code, int) else 0


def _misused(error: Exception) -> Failed | None:
    """Read what the command-line parser raises; Typer carries its own copy of it, so it is known by what it can say."""
    say = getattr(error, "format_message", None)
    if say is None:
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        DESK.console.print(say(), markup=False)
        return Failed(UNUSABLE)
    return Failed(UNUSABLE, Fault("USAGE", found=say()))


def run() -> None:
    """Run as a program."""
    sys.exit(main())
