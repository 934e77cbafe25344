"""From a case to settled facts under one edition: bookkeeping, no meaning."""

from __future__ import annotations

from dataclasses import dataclass

from threshold_engine.errors import FactsError
from threshold_engine.model.case import Case
from threshold_engine.model.edition import Edition
from threshold_engine.model.facts import Facts
from threshold_engine.model.words import Status
from threshold_engine.names import names_of


@dataclass(frozen=True)
class Settled:
    """
    Attributes:
        not_in_force: Indicators recorded present that the guidance did not have on the day.
        overruled_domains: Domains given as no concern in which a risk is recorded present.
    """

    facts: Facts
    not_in_force: tuple[str, ...]
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
        recorded = {name: False for domain in clear for name in edition.by_domain.get(domain, ())}
    recorded |= {name: is_so for name, is_so in said.items() if name in edition.indicators}
    facts = Facts(
        edition=edition,
        recorded=recorded,
        met={item.indicator: item.met for item in case.observations if item.met is not None},
        child=case.child,
        answers={name: value for name, value in case.answers.items() if name in edition.questions},
        setting=case.setting,
    )
    return Settled(
        facts=facts,
        not_in_force=tuple(sorted(name for name, is_so in said.items() if is_so and name not in edition.indicators)),
        overruled_domains=tuple(
            sorted(domain for domain in clear if any(said.get(name) for name in edition.by_domain.get(domain, ())))
        ),
    )
