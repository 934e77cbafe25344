"""From a case to settled facts under one edition: bookkeeping, no meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from threshold_engine.errors import FactsError
from threshold_engine.model.case import Case
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts
from threshold_engine.model.words import Status
from threshold_engine.names import names_of

AGE_IN_DOUBT = "age_in_doubt"
AGE_DISPUTED = "uasc-age-disputed"
ADULT_MONTHS = 18 * 12


@dataclass(frozen=True)
class Settled:
    """
    Attributes:
        not_in_force: Indicators recorded present that the guidance did not have on the day.
        age_in_dispute: The age said is 18 or over, but somebody disputes it: treated as unknown.
        overruled_domains: Domains given as no concern in which a risk is recorded present.
    """

    facts: Facts
    not_in_force: tuple[str, ...]
    age_in_dispute: bool
    overruled_domains: tuple[str, ...]


def settle(case: Case, edition: Edition) -> Settled:
    """
    Work out what is settled of every indicator.

    One recorded by itself stands. A domain with no concern settles its other risk
    indicators as absent; ``others: absent`` settles everything else.

    Raises:
        FactsError: The case uses a name that no edition knows.
    """
    problems = names_of(edition.rulebook).problems(case)
    if problems:
        raise FactsError(problems)
    said = {item.indicator: item.status is Status.PRESENT for item in case.observations if item.status is not Status.UNKNOWN}
    clear = {domain for domain, word in case.domains.items() if word == "no-concern"}
    if case.others is Status.ABSENT:
        recorded = dict.fromkeys(edition.indicators, False)
    else:
        # In order: a set would give another one in each process, and so the caveats too.
        recorded = {name: False for domain in sorted(clear) for name in sorted(edition.by_domain.get(domain, ()))}
    recorded |= {name: is_so for name, is_so in said.items() if name in edition.indicators}
    disputed = _age_in_dispute(case, recorded)
    facts = Facts(
        edition=edition,
        recorded=recorded,
        met={item.indicator: item.met for item in case.observations if item.met is not None},
        child=replace(case.child, age=None, unborn=False) if disputed else case.child,
        answers={name: value for name, value in case.answers.items() if name in edition.questions},
        setting=case.setting,
    )
    return Settled(
        facts=facts,
        not_in_force=tuple(sorted(name for name, is_so in said.items() if is_so and name not in edition.indicators)),
        age_in_dispute=disputed,
        overruled_domains=tuple(
            sorted(domain for domain in clear if any(said.get(name) for name in edition.by_domain.get(domain, ())))
        ),
    )


def _age_in_dispute(case: Case, recorded: Mapping[str, bool]) -> bool:
    """
    Tell whether an age of 18 or over is disputed.

    Source:
        R(B) v Merton 2003: treat as a child until a lawful decision. An age nobody can
        rely on must not put a sign out of play.
    """
    in_doubt = case.answers.get(AGE_IN_DOUBT) is True or recorded.get(AGE_DISPUTED) is True
    return in_doubt and case.child.age is not None and case.child.age.high_months > ADULT_MONTHS


def may_be_disputed(facts: Facts) -> bool:
    """Tell whether somebody could still dispute an age of 18 or over."""
    age = facts.child.age
    if age is None or age.high_months <= ADULT_MONTHS:
        return False
    asked = AGE_IN_DOUBT in facts.edition.questions and AGE_IN_DOUBT not in facts.answers
    return asked or (AGE_DISPUTED in facts.edition.indicators and AGE_DISPUTED not in facts.recorded)
