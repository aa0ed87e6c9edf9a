"""`@rule`: a function becomes what the agreement says of one kind of entry or subject.

    @rule("C069", reading="A05", of="plan", at="cut", broken="Notified at {actual}, due before {due}.")
    def told_no_later_than_the_day_before(plan, notified, day_prior) -> Finding:
        '''Final plans reach the other participant no later than the day before execution.'''
        due = day_prior.ends_before(plan.window.start)
        return Finding(kept=notified.proven_before(due), due=due, actual=notified.at)

Rules are found by what they are registered for, nobody calls one by name: deleting a rule leaves all else working.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from jig.agreement.finding import Finding
from jig.agreement.register import REGISTER

Judge = TypeVar("Judge", bound=Callable[..., Finding])
Facts = object

CUT = "cut"
BREAKS = ("REFUSED", "INCOMPLETE", "VOID", "WARN")
STANDING = "standing"


class RuleFault(ValueError):
    """A rule that cannot be registered: `code` says why, at import.

    Codes: RULE-NO-TITLE, RULE-TWICE, RULE-UNKNOWN-MOMENT, RULE-UNKNOWN-BREAK, RULE-SIGNATURE.
    """

    def __init__(self, code: str, rule_id: str) -> None:
        super().__init__(f"{code} {rule_id}")
        self.code = code
        self.rule_id = rule_id


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One demand of one clause, and how to ask it.

    id: clause and function name, the stable code of its findings. of: the kind of entry (at "cut") or of subject (at
    "standing") it judges. title, broken, consequence, next_step: msgids. overrides: the id of the rule whose breach
    this exception excuses. needs: the fact without which the rule is not asked, "" when it always is. breaks: what
    becomes of an entry that does not keep it: REFUSED, INCOMPLETE, VOID, or WARN (recorded and shown, nothing more).
    asks: the facts it reads.
    """

    id: str
    clause: str
    reading: str
    of: str
    at: str
    title: str
    broken: str
    consequence: str
    next_step: str
    overrides: str
    needs: str
    breaks: str
    asks: tuple[str, ...]
    apply: Callable[[Facts], Finding]


_REGISTERED: dict[str, Rule] = {}
_BY_KIND: dict[tuple[str, str], tuple[Rule, ...]] = {}


def rule(
    clause: str,
    *,
    of: str,
    at: str,
    reading: str = "",
    broken: str = "",
    consequence: str = "",
    next_step: str = "",
    overrides: str = "",
    needs: str = "",
    breaks: str = "REFUSED",
) -> Callable[[Judge], Judge]:
    """Register the decorated function as what `clause` says of the kind `of`, asked at its cut or at the frontier.

    The function's parameters name attributes of the facts that its kind offers; they are looked up once, here.
    Raises UnknownClause, UnknownReading or RuleFault at import.
    """
    REGISTER.clause(clause)
    if reading:
        REGISTER.reading(reading)

    def register(judge: Judge) -> Judge:
        rule_id = f"{clause}/{judge.__name__}"
        asks = _asks(judge, rule_id)
        made = Rule(
            rule_id, clause, reading, of, at, _title(judge, rule_id), broken, consequence, next_step, overrides, needs,
            breaks, asks, _unbound,
        )  # fmt: skip
        object.__setattr__(made, "apply", _compiled(judge, asks, made))
        _add(made)
        return judge

    return register


def _unbound(facts: Facts) -> Finding:
    raise NotImplementedError(facts)


def _title(judge: Callable[..., Finding], rule_id: str) -> str:
    lines = (judge.__doc__ or "").strip().splitlines()
    if not lines:
        raise RuleFault("RULE-NO-TITLE", rule_id)
    return lines[0].strip()


def _asks(judge: Callable[..., Finding], rule_id: str) -> tuple[str, ...]:
    parameters = inspect.signature(judge).parameters.values()
    if not parameters or any(p.kind is not p.POSITIONAL_OR_KEYWORD or p.default is not p.empty for p in parameters):
        raise RuleFault("RULE-SIGNATURE", rule_id)
    return tuple(p.name for p in parameters)


def _compiled(judge: Callable[..., Finding], asks: tuple[str, ...], made: Rule) -> Callable[[Facts], Finding]:
    """Answer a function from facts to a finding that carries its rule.

    One closure and no lookups by name: this is the fold's inner loop.
    """
    facts_of = attrgetter(*asks)

    def apply_one(facts: Facts) -> Finding:
        finding = judge(facts_of(facts))
        finding.rule = made
        return finding

    def apply_many(facts: Facts) -> Finding:
        finding = judge(*facts_of(facts))
        finding.rule = made
        return finding

    return apply_one if len(asks) == 1 else apply_many


def _add(made: Rule) -> None:
    if made.at not in (CUT, STANDING):
        raise RuleFault("RULE-UNKNOWN-MOMENT", made.id)
    if made.breaks not in BREAKS:
        raise RuleFault("RULE-UNKNOWN-BREAK", made.id)
    if made.id in _REGISTERED:
        raise RuleFault("RULE-TWICE", made.id)
    _REGISTERED[made.id] = made
    key = (made.of, made.at)
    # Sorted by id, never by import order: both nodes must list findings alike.
    _BY_KIND[key] = tuple(sorted((*_BY_KIND.get(key, ()), made), key=lambda r: r.id))


def rules_of(kind: str, at: str) -> tuple[Rule, ...]:
    """Answer the rules asked of a kind at "cut" or "standing", by id; empty when there are none."""
    return _BY_KIND.get((kind, at), ())


def all_rules() -> tuple[Rule, ...]:
    """Answer every rule registered so far, by id."""
    return tuple(_REGISTERED[rule_id] for rule_id in sorted(_REGISTERED))


def judge(kind: str, at: str, facts: Facts) -> tuple[Finding, ...]:
    """Ask a kind's rules of `facts`, in the order of their ids; one whose `needs` is absent or empty is not asked."""
    return tuple(
        asked.apply(facts)
        for asked in _BY_KIND.get((kind, at), ())
        if not asked.needs or getattr(facts, asked.needs, None)
    )


def excused(findings: tuple[Finding, ...]) -> Mapping[str, Finding]:
    """Answer, by the id of the rule excused, the exception among `findings` that overrides it and is made good."""
    return {f.rule.overrides: f for f in findings if f.kept and f.rule is not None and f.rule.overrides}


def opens(findings: tuple[Finding, ...]) -> bool:
    """Answer whether nothing among `findings` stands in the way: all kept, save those that an exception excuses.

    An exception that is not made good stands in nobody's way by itself: the rule that it would excuse does.
    """
    excuses = excused(findings)
    return all(f.kept or f.code in excuses or (f.rule is not None and f.rule.overrides) for f in findings)
