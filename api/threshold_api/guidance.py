"""The guidance endpoints: what the rulebook says on a day. They read nothing but the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel

from threshold_api import presenters, views
from threshold_api.contract import PREFIX, guidance_responses
from threshold_api.problems import NOT_FOUND, QUERY, RefusalError, unknown_name
from threshold_api.queries import DayQuery, IndicatorQuery, refuse_repeats
from threshold_api.service import Service
from threshold_engine.errors import Problem
from threshold_engine.model.edition import Edition
from threshold_engine.model.guidance import Period


class _Entry(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def period(self) -> Period: ...


_E = TypeVar("_E", bound=_Entry)
Day = Annotated[DayQuery, Query()]
Name = Annotated[str, Path(alias="id", description="The id of the entry.")]


class _Guidance:
    """The endpoints, bound to one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def rulebook(self, query: Day) -> Response:
        """What this guidance is, who answers for it, and on which days it changes."""
        return _json(presenters.rulebook_view(self._edition(query), self._service.day(query.as_of)))

    async def levels(self, query: Day) -> Response:
        """The levels of need: what each means, what to do at it, whom to phone."""
        edition = self._edition(query)
        return self._list(views.LevelList, query, [presenters.level_view(edition, entry) for entry in edition.levels.values()])

    async def indicators(self, query: Annotated[IndicatorQuery, Query()]) -> Response:
        """The signs, strengths and facts the guidance knows, with the question to ask about each."""
        edition = self._edition(query)
        self._known_domain(query.domain)
        found = [
            presenters.indicator_view(edition, entry)
            for entry in edition.indicators.values()
            if query.domain in (None, entry.domain)
            and query.level in (None, entry.level)
            and query.kind in (None, entry.kind)
            and (query.q is None or presenters.matches(entry, query.q))
        ]
        return self._list(views.IndicatorList, query, found)

    async def indicator(self, name: Name, query: Day) -> Response:
        """One indicator."""
        edition = self._edition(query)
        entry = self._entry(
            "indicators", "an indicator", name, query, edition.indicators.get(name), self._service.rulebook.indicators
        )
        return _json(presenters.indicator_view(edition, entry))

    async def rules(self, query: Day) -> Response:
        """The rules over signs and answers, each condition in plain words."""
        edition = self._edition(query)
        return self._list(views.RuleList, query, [presenters.rule_view(edition, entry) for entry in edition.rules])

    async def rule(self, name: Name, query: Day) -> Response:
        """One rule."""
        edition = self._edition(query)
        found = next((entry for entry in edition.rules if entry.id == name), None)
        return _json(
            presenters.rule_view(edition, self._entry("rules", "a rule", name, query, found, self._service.rulebook.rules))
        )

    async def duties(self, query: Day) -> Response:
        """What the law or statutory guidance says must be done. Duties that do not bind yet are marked."""
        edition = self._edition(query)
        return self._list(
            views.DutyList, query, [presenters.duty_view(edition, entry) for entry in presenters.duties_shown(edition)]
        )

    async def duty(self, name: Name, query: Day) -> Response:
        """One duty."""
        edition = self._edition(query)
        found = next((entry for entry in presenters.duties_shown(edition) if entry.id == name), None)
        return _json(
            presenters.duty_view(edition, self._entry("duties", "a duty", name, query, found, self._service.rulebook.duties))
        )

    async def questions(self, query: Day) -> Response:
        """The named questions of the form."""
        edition = self._edition(query)
        return self._list(
            views.QuestionList, query, [presenters.question_view(edition, entry) for entry in edition.questions.values()]
        )

    async def domains(self, query: Day) -> Response:
        """The groups of indicators, with the question that opens each."""
        edition = self._edition(query)
        return self._list(views.DomainList, query, [presenters.domain_view(edition, entry) for entry in edition.rulebook.domains])

    async def sources(self, query: Day) -> Response:
        """Every document the guidance cites."""
        edition = self._edition(query)
        return self._list(views.DocumentList, query, [presenters.document_view(entry) for entry in edition.documents.values()])

    async def source(self, key: Annotated[str, Path(description="The key of the document.")], query: Day) -> Response:
        """One document the guidance cites."""
        documents = self._edition(query).documents
        if key not in documents:
            raise unknown_name(NOT_FOUND, "NOT_FOUND", f"{PREFIX}/sources", key, "a source", documents)
        return _json(presenters.document_view(documents[key]))

    def _edition(self, query: DayQuery) -> Edition:
        return self._service.edition(query.as_of)

    def _list(self, shape: type[BaseModel], query: DayQuery, items: Sequence[BaseModel]) -> Response:
        edition = presenters.stamp(self._service.rulebook, self._service.day(query.as_of))
        return _json(shape(rulebook=edition, count=len(items), items=items))

    def _known_domain(self, name: str | None) -> None:
        known = [domain.id for domain in self._service.rulebook.domains]
        if name is not None and name not in known:
            raise unknown_name(QUERY, "UNKNOWN_DOMAIN", "query.domain", name, "a domain", known)

    def _entry(self, part: str, what: str, name: str, query: DayQuery, found: _E | None, every: Iterable[_E]) -> _E:
        if found is not None:
            return found
        periods = [entry.period for entry in every if entry.id == name]
        if not periods:
            raise unknown_name(NOT_FOUND, "NOT_FOUND", f"{PREFIX}/{part}", name, what, (entry.id for entry in every))
        day = self._service.day(query.as_of)
        problem = Problem(
            f"{PREFIX}/{part}", "NOT_IN_FORCE", f"`{name}` was not in force on {day}", f"ask with as_of: {_days(periods)}"
        )
        raise RefusalError(NOT_FOUND, [problem])


def _days(periods: Sequence[Period]) -> str:
    return " or ".join(f"from {period.since}{f' until before {period.until}' if period.until else ''}" for period in periods)


def _json(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


def router(service: Service) -> APIRouter:
    """Give the guidance endpoints of a service."""
    routes = APIRouter(prefix=PREFIX, tags=["Guidance"], dependencies=[Depends(refuse_repeats)])
    guide = _Guidance(service)
    table: tuple[tuple[str, Any, type[BaseModel], bool], ...] = (
        ("/rulebook", guide.rulebook, views.RulebookView, False),
        ("/levels", guide.levels, views.LevelList, False),
        ("/indicators", guide.indicators, views.IndicatorList, False),
        ("/indicators/{id}", guide.indicator, views.IndicatorView, True),
        ("/rules", guide.rules, views.RuleList, False),
        ("/rules/{id}", guide.rule, views.RuleView, True),
        ("/duties", guide.duties, views.DutyList, False),
        ("/duties/{id}", guide.duty, views.DutyView, True),
        ("/questions", guide.questions, views.QuestionList, False),
        ("/domains", guide.domains, views.DomainList, False),
        ("/sources", guide.sources, views.DocumentList, False),
        ("/sources/{key}", guide.source, views.DocumentView, True),
    )
    for path, endpoint, shape, single in table:
        routes.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            response_model=None,
            response_class=Response,
            responses=guidance_responses(shape, single=single),
            summary=(endpoint.__doc__ or "").split(".")[0].split(":")[0],
        )
    return routes
