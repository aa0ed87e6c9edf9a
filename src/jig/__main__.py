"""`python -m jig` is the command `jig`."""

from jig.desk.cli import run

run()
