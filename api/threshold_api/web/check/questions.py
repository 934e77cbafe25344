"""A screen of questions: what it shows, and what its form makes of a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from threshold_api.web.check.analysis import PartView, analysis_view, read_analysis
from threshold_api.web.check.answers import AnswerError, Asked, asked, is_answer, with_answer
from threshold_api.web.check.plan import GUIDE, Ids, Planned
from threshold_api.web.check.shapes import NOT_SURE, Option, Outcome
from threshold_api.web.check.span import SpanView, span_view
from threshold_api.web.errors import ErrorView, error_of
from threshold_api.web.forms import Fields
from threshold_api.web.visits import Check
from threshold_engine.model.assessment import Assessment
from threshold_engine.model.edition import Edition
from threshold_engine.model.paths import ShortPath

FEW_SCREENS = 6
LATER = "later"
MOST_IDS = 40


@dataclass(frozen=True, slots=True)
class QuestionView:
    """
    Attributes:
        kind: ``radios``, ``number``, ``text`` or ``age``.
        name, legend, hint, options: As the macro ``radios`` takes them.
        talk: What to ask in the talk, where the question stands in a conversation guide.
    """

    id: str
    field_id: str
    kind: str
    name: str
    legend: str
    hint: str | None
    options: tuple[Option, ...]
    value: str
    error: str | None
    talk: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """
    Attributes:
        title: Of a section of the guide; empty elsewhere.
        talk: What to talk about that needs no answer here, each with what would be a worry.
    """

    title: str
    talk: tuple[tuple[str, str | None], ...]
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class ScreenView:
    """
    Attributes:
        ids: What is on the screen, for the form to send back.
        analysis: The boxes of the professional analysis; empty on other screens.
        rules: How the guide must be used, on the screen of the analysis.
    """

    number: int
    title: str
    says: tuple[str, ...]
    ids: Ids
    sections: tuple[SectionView, ...]
    analysis: tuple[PartView, ...]
    rules: tuple[str, ...]
    settled: str
    left: str
    span: SpanView


def screen_view(
    check: Check,
    number: int,
    ids: Ids,
    planned: list[Planned],
    found: Assessment,
    edition: Edition,
    errors: tuple[ErrorView, ...] = (),
    typed: Fields | None = None,
) -> ScreenView:
    """Give a screen with the answers so far, or as just typed."""
    tool = edition.rulebook.exploitation
    path = _path_of(ids, planned)
    analysis: tuple[PartView, ...] = ()
    if tool is not None and ids == (f"answers.{tool.analysis_question}",):
        text = str(check.case.get("answers", {}).get(tool.analysis_question, ""))
        analysis = analysis_view(tool.analysis_fields, text, errors, typed)
    return ScreenView(
        number=number,
        title=_title(bool(analysis), path, answered=number <= len(check.asked)),
        says=path.says if path and not _begun(path, check) else (),
        ids=ids,
        sections=() if analysis else tuple(_sections(check, ids, edition, errors, typed)),
        analysis=analysis,
        rules=tool.core_rules[:3] if analysis and tool else (),
        settled=settled_words(check),
        left=left_words(len([screen for screen in planned if screen.ids != ids])),
        span=span_view(found, edition),
    )


def read_screen(check: Check, number: int, ids: Ids, fields: Fields, edition: Edition) -> Outcome:
    """Take the answers of a screen. Blank is the same as "not sure": unknown, and not asked again."""
    tool = edition.rulebook.exploitation
    if tool is not None and ids == (f"answers.{tool.analysis_question}",):
        return _read_analysis(check, number, ids, fields, tool.analysis_fields, tool.analysis_question)
    case, unsure, errors = dict(check.case), set(check.unsure), list[ErrorView]()
    for question in _questions(ids, check, edition):
        given = fields.one(_name(question.id))
        try:
            case = with_answer(question, given, case)
        except AnswerError as error:
            errors.append(ErrorView(_field_id(question.id), str(error)))
        unsure = unsure - {question.id} if is_answer(given) else unsure | {question.id}
    if errors:
        return Outcome(check, tuple(errors))
    return Outcome(_noted(replace(check, case=case, unsure=frozenset(unsure)), number, ids))


def known_ids(sent: Iterable[str], edition: Edition) -> Ids:
    """Keep of the ids a form sends those that the guidance has, each once."""
    tool = edition.rulebook.exploitation
    sections = {f"{GUIDE}{name}" for name in tool.sections} if tool else set()
    kept = [name for name in dict.fromkeys(sent) if name in sections or asked(name, {}, edition) is not None]
    return tuple(kept[:MOST_IDS])


def settled_words(check: Check) -> str:
    """Say what is settled so far."""
    rows = check.case.get("observations", [])
    present = sum(row["status"] == "present" for row in rows)
    others = len(rows) - present + len(check.case.get("answers", {})) + len(check.case.get("domains", {}))
    signs = _counted(present, "sign that is there", "signs that are there")
    return f"Settled so far: {signs}, {_counted(others, 'other answer', 'other answers')}."


def left_words(screens: int) -> str:
    """Say roughly how much is left."""
    if screens == 0:
        return "This is the last screen."
    if screens > FEW_SCREENS:
        return f"There are more than {FEW_SCREENS} screens left if you answer them all. The most important come first."
    return f"About {_counted(screens, 'screen', 'screens')} left after this one."


def _begun(path: ShortPath, check: Check) -> bool:
    """Tell whether a screen of the path was answered before."""
    seen = {name for screen in check.asked for name in screen}
    own = {name for asked_name in path.ask for name in (asked_name, f"answers.{asked_name}")}
    return bool(seen & own) or (path.guide is not None and any(name.startswith(GUIDE) for name in seen))


def _title(analysis: bool, path: ShortPath | None, *, answered: bool) -> str:
    if analysis:
        return "Your own view of the risk"
    if path is not None:
        return path.title
    return "What you answered before" if answered else "A few questions that still matter"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _read_analysis(check: Check, number: int, ids: Ids, fields: Fields, parts: tuple[str, ...], question: str) -> Outcome:
    if fields.one(LATER):
        return Outcome(_noted(replace(check, unsure=check.unsure | set(ids)), number, ids))
    text, errors = read_analysis(parts, fields)
    if errors:
        return Outcome(check, errors)
    case = {**check.case, "answers": {**check.case.get("answers", {}), question: text}}
    return Outcome(_noted(replace(check, case=case, unsure=check.unsure - set(ids)), number, ids))


def _noted(check: Check, number: int, ids: Ids) -> Check:
    """Remember the screen, so that going back shows it again and it is not asked twice."""
    before, after = check.asked[: number - 1], check.asked[number:]
    return replace(check, asked=(*before, ids, *after))


def _sections(
    check: Check, ids: Ids, edition: Edition, errors: tuple[ErrorView, ...], typed: Fields | None
) -> Iterable[SectionView]:
    tool = edition.rulebook.exploitation
    placed: set[str] = set()
    for name in ids:
        if tool is not None and name.startswith(GUIDE):
            section = name.removeprefix(GUIDE)
            here = [prompt for prompt in tool.prompts if prompt.section == section]
            signs = {prompt.indicator: prompt.ask for prompt in here if prompt.indicator in ids}
            placed |= {sign for sign in signs if sign is not None}
            talk = tuple((prompt.ask, prompt.concern_if) for prompt in here if prompt.indicator not in signs)
            asked_here = tuple(sign for sign in signs if sign is not None)
            views = tuple(
                _view(question, errors, typed, check, signs[question.id]) for question in _questions(asked_here, check, edition)
            )
            yield SectionView(tool.sections[section], talk, views)
    rest = tuple(name for name in ids if name not in placed)
    views = tuple(_view(question, errors, typed, check, None) for question in _questions(rest, check, edition))
    if views:
        yield SectionView("", (), views)


def _questions(ids: Ids, check: Check, edition: Edition) -> Iterable[Asked]:
    for name in ids:
        question = asked(name, check.case, edition)
        if question is not None:
            yield question


def _view(question: Asked, errors: tuple[ErrorView, ...], typed: Fields | None, check: Check, talk: str | None) -> QuestionView:
    so_far = question.value or (NOT_SURE if question.id in check.unsure and question.choices else "")
    return QuestionView(
        id=question.id,
        field_id=_field_id(question.id),
        kind=question.kind,
        name=_name(question.id),
        legend=question.ask,
        hint=question.why,
        options=question.choices,
        value=typed.one(_name(question.id)) if typed else so_far,
        error=error_of(errors, _field_id(question.id)),
        talk=talk,
    )


def _path_of(ids: Ids, planned: list[Planned]) -> ShortPath | None:
    return next((screen.path for screen in planned if screen.ids == ids), None)


def _name(question: str) -> str:
    return f"q.{question}"


def _field_id(question: str) -> str:
    return _name(question).replace(".", "-")
