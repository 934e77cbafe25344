"""
The shapes of what the endpoints answer.

Published in the OpenAPI document, so a name here is a promise. Durations are ISO 8601.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from threshold_api.problems import ProblemItem
from threshold_engine.model.assessment import Assessment


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class EditionView(_View):
    """Which guidance answers, on which day."""

    id: str
    version: str
    digest: str
    as_of: date


class SourceView(_View):
    """Where the words come from: document, edition and place in it."""

    key: str
    title: str
    edition: str | None
    at: str
    url: str | None
    evidence: str = Field(description="How well it was checked against the printed source: seen, seen-mapped or known.")


class CountsView(_View):
    """How many entries are in force on the day."""

    domains: int
    levels: int
    indicators: int
    rules: int
    duties: int
    questions: int
    sources: int


class RulebookView(_View):
    """The guidance: what it is, who answers for it, and when it changes."""

    id: str
    title: str
    area: str
    version: str
    digest: str
    status: str
    owner: str
    starts: date
    review_by: date
    review_overdue: bool
    approvals: list[str]
    as_of: date
    in_force_from: date = Field(description="The last day on which something changed.")
    change_days: list[date]
    counts: CountsView


class AgeBandView(_View):
    """The ages an indicator is about, in months: from <= age < below, or the unborn."""

    from_months: int | None
    below_months: int | None
    below_months_if_disabled: int | None
    unborn: bool
    or_unborn: bool
    words: str


class IndicatorView(_View):
    """One thing that can be seen, said or known about a child."""

    id: str
    label: str
    ask: str
    kind: str
    domain: str
    level: int
    counts: str = Field(description="always, or unless-met: a need already met, with no effect on the child, does not count.")
    met_when: str | None = Field(description="When the need is taken as met, in words.")
    age: AgeBandView | None
    duties: list[str]
    aliases: list[str]
    note: str | None
    since: date | None
    until: date | None
    source: SourceView


class EffectView(_View):
    """What a rule does when its condition holds."""

    floor: int | None
    review: int | None
    review_raise_by: int
    rag: str | None
    duties: list[str]
    advise: str | None
    finding: str | None
    call_999: bool


class RuleView(_View):
    """A rule over indicators and answers, its condition in plain words."""

    id: str
    label: str
    when: str
    then: EffectView
    because: str
    note: str | None
    since: date | None
    until: date | None
    source: SourceView


class DutyView(_View):
    """Something the law or statutory guidance says a named role must do."""

    id: str
    name: str
    text: str
    who: str
    within: str
    legal_basis: str
    consent: str
    hard: bool
    in_force: bool
    pending: str | None = Field(description="Why a duty that is enacted does not bind yet.")
    note: str | None
    since: date | None
    until: date | None
    source: SourceView


class PathwayView(_View):
    """What to do at a level, step by step."""

    id: str
    name: str
    steps: list[str]
    source: SourceView


class ContactView(_View):
    """Somebody to phone."""

    id: str
    name: str
    phone: str
    use_for: str
    hours: str
    checked_on: date
    source: SourceView


class RungView(_View):
    """How fast to act."""

    rag: str
    meaning: str
    act_within: str | None
    partner_reply_within: str | None
    source: SourceView


class LevelView(_View):
    """One level of need, what to do at it, whom to phone and how fast."""

    level: int
    name: str
    meaning: str
    test: str
    legal_basis: str
    assessment: str
    lead: str
    consent_needed: bool
    consent_text: str
    route: str
    since: date | None
    until: date | None
    source: SourceView
    pathway: PathwayView | None
    contacts: list[ContactView]
    urgency: list[RungView]


class QuestionView(_View):
    """A named question of the form."""

    id: str
    ask: str
    type: str
    choices: list[str]
    section: str
    who: list[str]
    why: str | None
    use: str
    since: date | None
    until: date | None
    source: SourceView


class DomainView(_View):
    """A group of indicators, with the question that opens it."""

    id: str
    name: str
    ask: str
    indicators: int


class DocumentView(_View):
    """A document the guidance cites."""

    key: str
    title: str
    publisher: str | None
    edition: str | None
    date: str | None
    url: str | None
    licence: str
    status: str
    note: str | None


class _List(_View):
    rulebook: EditionView
    count: int


class LevelList(_List):
    items: list[LevelView]


class IndicatorList(_List):
    items: list[IndicatorView]


class RuleList(_List):
    items: list[RuleView]


class DutyList(_List):
    items: list[DutyView]


class QuestionList(_List):
    items: list[QuestionView]


class DomainList(_List):
    items: list[DomainView]


class DocumentList(_List):
    items: list[DocumentView]


class BatchAssessed(_View):
    """The answer to one case of a batch."""

    assessment: Assessment


class BatchRefused(_View):
    """A case of a batch that cannot be used. Every problem is listed, with its place in that case."""

    problems: list[ProblemItem]


class BatchAnswer(_View):
    """An answer for each case, in the order in which they were sent."""

    results: list[BatchAssessed | BatchRefused]


class HealthView(_View):
    """The service runs, and this is the guidance it answers from."""

    status: str
    rulebook: str
    version: str
    digest: str
