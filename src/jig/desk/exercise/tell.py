"""Tells a person what was tried and what the record made of it; every outcome is read off the entry and the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.markup import escape
from rich.progress import Progress

from jig.agreement.finding import Finding
from jig.agreement.register import REGISTER
from jig.agreement.rule import Rule, all_rules
from jig.agreement.wording import N_
from jig.centre.picture import Judgement
from jig.desk.exercise.cast import Cast
from jig.desk.exercise.sight import Change
from jig.desk.exercise.steps import Preview, Scene, State
from jig.desk.faults import Failed
from jig.desk.output import DESK
from jig.record.rooms import kinds


class Teller:
    """Speaks on standard error. wait: called between scenes; None when nobody is to be asked."""

    def __init__(self, cast: Cast, total: int, wait: Callable[[], None] | None) -> None:
        self.cast, self.total, self.wait = cast, total, wait
        self._rules: dict[str, Rule] = {}
        self._told: dict[tuple[str, str], object] = {}
        self._begun = False
        self._bar = Progress(console=DESK.console, transient=True, disable=not DESK.console.is_terminal)
        self._task = self._bar.add_task("", total=total)

    def scene(self, scene: Scene, number: int, when: str) -> None:
        """Begin a scene."""
        if self._begun and self.wait is not None:
            self._bar.stop()
            self.wait()
        self._begun = True
        self._bar.start()
        title = DESK.words(scene.title, **scene.values)
        DESK.console.print(
            f"\n[bold]{number}. {escape(title)}[/bold]  {escape(REGISTER.clause(scene.clause).para)}  {escape(when)}"
        )

    def trying(self, step: State | Preview, number: int) -> str:
        """Say what is tried, by whom; gives the sentence."""
        team = self.cast.teams[step.side]
        person = team.officers[step.role]
        what = DESK.words(step.what, officer=f"{person.name} ({person.name_local})", code=team.code)
        self._count(number, what)
        title = DESK.words(kinds()[step.kind].title)
        who = f"{team.code} · {title} · {person.name} ({person.name_local}), {step.role}"
        DESK.console.print(f"    {escape(who)}")
        return what

    def doing(self, msgid: str, number: int, **values: Any) -> str:
        """Say a step that is no entry; gives the sentence."""
        what = DESK.words(msgid, **values)
        self._count(number, what, "dim")
        return what

    def _count(self, number: int, what: str, style: str = "default") -> None:
        self._bar.update(self._task, completed=number)
        DESK.console.print(f"[dim]{number}/{self.total}[/dim] [{style}]{escape(what)}[/{style}]")

    def worded(self, given: Mapping[str, Any]) -> None:
        """Show an entry's own words, in the language they are given in."""
        words = next((given[name] for name in ("text", "reason", "read_back") if isinstance(given.get(name), str)), "")
        if words:
            DESK.console.print(f"    [italic]{escape(words)}[/italic]")

    def shown(self, text: str, others: Iterable[tuple[str, str]]) -> None:
        """Show what is to be signed."""
        DESK.say(N_("This is what the other side will see, byte for byte:"))
        DESK.console.print(text, markup=False)
        for notation, readback in others:
            DESK.say(N_("The aim, read in {notation}: {text}"), notation=notation, text=readback)

    def compared(self, same: bool) -> None:
        """Say whether what was sealed is what was shown before signing."""
        sentence = N_("Sealed byte for byte as it was shown.") if same else N_("Sealed otherwise than it was shown!")
        DESK.console.print(f"    {escape(DESK.words(sentence))}")

    def judged(self, judgement: Judgement, where: str) -> None:
        """Say what became of an entry: its verdict, the demands it keeps, and in full those it does not."""
        verdict = judgement.verdict.value
        style = "green" if judgement.kept else "yellow" if verdict == "OK" else "red"
        kept = escape(self._kept(judgement.findings))
        DESK.console.print(f"    [{style}]{escape(f'{where} {verdict}')}[/{style}] {kept}")
        for finding in judgement.findings:
            if not finding.kept:
                DESK.finding(finding, REGISTER.clause(finding.clause).para)

    def _kept(self, findings: Iterable[Finding]) -> str:
        kept = Counter(REGISTER.clause(finding.clause).para for finding in findings if finding.kept)
        if not kept:
            return ""
        paras = ", ".join(para if count == 1 else f"{para} x{count}" for para, count in sorted(kept.items()))
        return DESK.words(N_("Kept: {paras}."), paras=paras)

    def end(self) -> None:
        """Take the progress away."""
        self._bar.stop()

    def failed(self, failed: Failed) -> None:
        """Say why nothing was recorded or delivered."""
        for fault in failed.faults:
            said = fault.as_json(DESK.lang)
            DESK.console.print(f"    [red]{escape(said['code'])}[/red] {escape(said['what'])} {escape(said['next'])}")

    def moved(self, change: Change, codes: tuple[str, ...]) -> None:
        """Say what changed in the picture of the nodes named."""
        seen_by = ", ".join(codes)
        if change.before != change.after and not change.subject.startswith("progress:"):
            moved = f"{seen_by}: {change.subject}: {change.before} → {change.after}"
            DESK.console.print(f"    [cyan]{escape(moved)}[/cyan]")
        for one in change.overtaken:
            values = one._asdict() | {"entry": one.entry[:12], "by": one.by[:12]}
            values |= {name: DESK.words(kinds()[values[name]].title) for name in ("kind", "by_kind")}
            sentence = N_("{kind} {entry} was overtaken by {by_kind} {by}, which its author had not seen.")
            DESK.console.print(f"    [yellow]{escape(DESK.words(sentence, **values))}[/yellow]")
        findings = [self._finding(one) for one in change.findings if self._is_news(change.subject, one)]
        kept = self._kept(findings)
        if kept:
            DESK.console.print(f"    {escape(f'{seen_by}: {change.subject}: {kept}')}")
        for finding in findings:
            if not finding.kept:
                DESK.finding(finding, REGISTER.clause(finding.clause).para)

    def _is_news(self, subject: str, given: Mapping[str, Any]) -> bool:
        """Tell whether neither node's picture showed that answer before."""
        key = (subject, given["code"])
        before = self._told.get(key, "")
        self._told[key] = given["kept"]
        return bool(before != given["kept"])

    def _finding(self, given: Mapping[str, Any]) -> Finding:
        """Make a finding again of what the picture shows of it."""
        if not self._rules:
            self._rules = {rule.id: rule for rule in all_rules()}
        facts = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in given["facts"].items()}
        finding = Finding(given["kept"], **facts)
        finding.rule = self._rules[given["code"]]
        return finding
