"""Machine output on standard output, prose and progress on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape

from jig.agreement.finding import Finding
from jig.agreement.register import REGISTER
from jig.agreement.wording import N_, languages, render
from jig.centre.picture import Judgement
from jig.desk.faults import Failed, Fault, form_fault
from jig.desk.sentences_of_forms import RECORDED
from jig.desk.tokens import NO, TOKENS, YES
from jig.record.texts import harmless

_MARKS = {True: N_("ok"), False: N_("NOT KEPT"), None: N_("UNPROVEN")}
_VERDICTS = {
    "OK": N_("OK"),
    "REFUSED": N_("REFUSED"),
    "INCOMPLETE": N_("INCOMPLETE"),
    "VOID": N_("VOID"),
    "UNREADABLE": N_("UNREADABLE"),
    "UNKNOWN-KIND": N_("UNKNOWN KIND"),
    "WITHHELD": N_("WITHHELD"),
}


class Screen(Console):
    """A terminal for people: what would move its cursor or turn the direction of writing is shown, not done.

    Names of the counterpart's officers and faults of its files reach it as they were received.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Print objects; texts among them without anything that a terminal obeys."""
        super().print(*(harmless(one) if isinstance(one, str) else one for one in objects), **options)


class Desk:
    """How this run speaks: in which language, and whether to machines as well."""

    def __init__(self) -> None:
        self.lang = "en"
        self.as_json = False
        self.console = Screen(stderr=True, highlight=False, soft_wrap=True, emoji=False)

    def set(self, *, as_json: bool, lang: str | None) -> None:
        """Choose; the environment's JIG_LANG stands in when no language is given."""
        wanted = lang or os.environ.get("JIG_LANG") or "en"
        if wanted not in languages():
            raise Failed(2, Fault("USAGE-LANGUAGE", found=wanted, expected=", ".join(languages())))
        self.lang, self.as_json = wanted, as_json

    def say(self, msgid: str, **values: Any) -> None:
        """Say a sentence of the catalogue to a person."""
        self.console.print(escape(render(msgid, self.lang, values)))

    def words(self, msgid: str, **values: Any) -> str:
        """Give a sentence of the catalogue."""
        return render(msgid, self.lang, values)

    def verdict(self, verdict: str) -> str:
        """Give what became of an entry in the reader's words; scripts read the code itself."""
        return self.words(_VERDICTS[verdict])

    def fact(self, value: Any) -> str:
        """Give a finding's fact in the reader's words: a token of ours by its words, all else as it is."""
        if isinstance(value, tuple):
            return ", ".join(map(self.fact, value))
        if isinstance(value, bool):
            return self.words(YES if value else NO)
        return self.words(TOKENS[value]) if isinstance(value, str) and value in TOKENS else shown(value)

    def warn(self, fault: Fault) -> None:
        """Say what is wrong and does not stop the command."""
        self.console.print("\n  ".join(map(escape, fault.said(self.lang))))

    def give(self, value: Mapping[str, Any] | list[Any]) -> None:
        """Write a machine's answer."""
        # A very long answer is for machines alone, which write and read it ten times faster on one line.
        text, indent = json.dumps(value, ensure_ascii=False, sort_keys=True), None
        if 200 <= len(text) < 10_000_000:
            indent = 1
            text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True)
        try:
            text.encode(sys.stdout.encoding or "utf-8")
        except UnicodeEncodeError:
            # A terminal without these letters, or a path that is no text: the same JSON in other characters.
            text = json.dumps(value, indent=indent, sort_keys=True)
        sys.stdout.write(text + "\n")

    def fail(self, failed: Failed) -> int:
        """Say every fault, and give them to machines when asked to; returns the exit code."""
        for fault in failed.faults:
            said = fault.as_json(self.lang)
            self.console.print(
                f"[bold]{escape(said['code'])}[/bold] ({escape(said['clause'])}): {escape(said['what'])}"
            )
            self.console.print(f"  {escape(said['next'])}")
        if self.as_json:
            self.give({"errors": [fault.as_json(self.lang) for fault in failed.faults]})
        return failed.exit_code

    def judgement(self, judgement: Judgement) -> None:
        """Say what became of an entry and why: what its form could not read, and what each rule answers."""
        for fault in _unread(judgement):
            self.warn(fault)
        for finding in judgement.findings:
            self.finding(finding, REGISTER.clause(finding.clause).para)

    def faults_of(self, judgement: Judgement) -> list[dict[str, str]]:
        """Give what a form could not read of an entry, for machines."""
        return [fault.as_json(self.lang) for fault in _unread(judgement)]

    def finding(self, finding: Finding, para: str) -> None:
        """Say a finding: what the clause asks, and, when it is not kept, what is found, what follows and what to do."""
        rule = finding.rule
        if rule is None:
            return
        facts = {name: self.fact(value) for name, value in finding.facts.items()}
        self.console.print(
            f"  {escape(f'[{self.words(_MARKS[finding.kept])}]')} {escape(para)}: {escape(self.words(rule.title))}"
        )
        if not finding.kept:
            for msgid in (rule.broken, rule.consequence, rule.next_step):
                if msgid:
                    self.console.print(f"      {escape(render(msgid, self.lang, facts))}")


def _unread(judgement: Judgement) -> list[Fault]:
    return [replace(form_fault(*row), next_step=RECORDED) for row in judgement.faults]


def instant(seconds: int) -> str:
    """Write an instant for people, in UTC; the number itself when no calendar holds it."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    except (OverflowError, OSError, ValueError):
        return str(seconds)


def shown(fact: Any) -> str:
    """Write a finding's fact for people. No other number of ours is as large as seconds since 1970 are."""
    if isinstance(fact, tuple):
        return ", ".join(map(str, fact))
    return instant(fact) if type(fact) is int and fact > 10**9 else str(fact)


DESK = Desk()
