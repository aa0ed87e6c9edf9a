"""The command `jig`."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from itertools import pairwise

import typer

from jig.agreement.wording import languages
from jig.desk.faults import INTERRUPTED, UNUSABLE, Failed, Fault, Told, from_exception
from jig.desk.helped import put_into
from jig.desk.output import DESK

app = typer.Typer(
    name="jig",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A joint record for two participants who do not trust each other.",
)

# Typer carries its own parser in some versions and imports it in others: its faults are known by their common base.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_COMMANDS = (
    "setting_up",
    "roster",
    "stating",
    "looking",
    "linking",
    "checking",
    "agreement",
    "places_compare",
    "resuming",
    "air",
    "deconflict",
    "due",
    "language",
    "terminology",
    "memory",
    "demo",
    "places_convert",
    "places_find",
    "areas",
    "areas_shown",
    "area_versions",
    "area_page",
    "stop",
    "overlaps",
    "harm",
    "harm_screen",
    "harm_import",
    "harm_tell",
    "air_order",
    "air_record",
    "air_match",
    "air_watch",
)


def build() -> typer.Typer:
    """Add every group of commands."""
    if not app.registered_commands:
        for name in _COMMANDS:
            import_module(f"jig.desk.{name}").add_to(app)
    return app


def main(arguments: list[str] | None = None) -> int:
    """Run a command; give its exit code: 0 done, 1 judged not acceptable, 2 unusable input, 130
    broken off."""
    given = sys.argv[1:] if arguments is None else arguments
    # Before the command line is parsed, so that a command line that cannot be parsed is answered in kind.
    DESK.as_json, DESK.lang = "--json" in given, language_of(given)
    try:
        command = typer.main.get_command(build())
        put_into(DESK.lang, command)
        code = command(args=given, prog_name="jig", standalone_mode=False)
    except typer.Exit as done:
        return done.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return DESK.fail(Failed(INTERRUPTED, Fault("INTERRUPTED")))
    except _UsageError as fault:
        return _misused(fault)
    except Exception as error:  # noqa: BLE001 - the last door: nobody is shown a traceback who did not ask for one
        return DESK.fail(from_exception(error) or _internal(error))
    if code == INTERRUPTED and not isinstance(code, Told):
        # The parser ends a command that was broken off so, and says nothing.
        return DESK.fail(Failed(INTERRUPTED, Fault("INTERRUPTED")))
    return code if isinstance(code, int) else 0


def language_of(given: list[str]) -> str:
    """Choose the language in which a command line is answered that may not be parsed; English when it names none."""
    asked = [value for name, value in pairwise([*given, ""]) if name == "--lang"] + [
        one.removeprefix("--lang=") for one in given if one.startswith("--lang=")
    ]
    wanted = asked[-1] if asked else os.environ.get("JIG_LANG", "")
    return wanted if wanted in languages() else "en"


def _misused(fault: Exception) -> int:
    name, told = type(fault).__name__, vars(fault)
    if name == "NoArgsIsHelpError" and not DESK.as_json:
        fault.show()  # type: ignore[attr-defined]
        return UNUSABLE
    hint = told.get("param_hint") or getattr(told.get("param"), "metavar", None) or _names(told.get("param"))
    where = " / ".join(hint) if isinstance(hint, list | tuple) else str(hint or "")
    found = {
        "NoSuchOption": Fault("USAGE-NO-OPTION", found=str(told.get("option_name", ""))),
        "NoSuchCommand": Fault("USAGE-NO-COMMAND", found=str(told.get("command_name", ""))),
        "MissingParameter": Fault("USAGE-MISSING", path=where),
        "BadParameter": Fault("USAGE-VALUE", path=where),
        "BadOptionUsage": Fault("USAGE-VALUE", path=str(told.get("option_name", ""))),
        "NoArgsIsHelpError": Fault("USAGE-MISSING", path="COMMAND"),
    }
    return DESK.fail(Failed(UNUSABLE, found.get(name) or _told(str(told.get("message", "")))))


def _told(message: str) -> Fault:
    """Tell apart what the parser says only in words."""
    quoted = message.partition("'")[2].partition("'")[0]
    if message.startswith("No such command"):
        return Fault("USAGE-NO-COMMAND", found=quoted)
    if "extra argument" in message:
        return Fault("USAGE-EXTRA", found=message.rpartition("(")[2].rstrip(")"))
    return Fault("USAGE", found=message)


def _names(param: object) -> str:
    options = getattr(param, "opts", None) or [""]
    return str(options[0])


def _internal(error: Exception) -> Failed:
    if os.environ.get("JIG_DEBUG") == "1":
        traceback.print_exception(error)
    return Failed(UNUSABLE, Fault("INTERNAL", found=type(error).__name__))


def run() -> None:
    """Run as a program."""
    sys.exit(main())
