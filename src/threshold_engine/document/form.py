"""What is asked: the questions of the form, and the conversation about exploitation."""

from __future__ import annotations

from collections.abc import Iterator

from threshold_engine.document.conditions import when
from threshold_engine.document.markdown import (
    MARKS,
    Block,
    Heading,
    bullets,
    ended,
    first_upper,
    link,
    period_words,
    plain,
    source,
    source_line,
    spot,
    stacked,
    table,
    text,
)
from threshold_engine.model.guidance import ExploitationTool, Prompt, Question, Rulebook
from threshold_engine.wording import Wording, join

ROLES = {
    "everyone": "everyone",
    "ed-adult": "adult emergency department",
    "ed-paediatric": "children's emergency department",
    "gp": "GP",
    "mash": "MASH",
    "mental-health": "mental health services",
    "sexual-health": "sexual health services",
    "social-care": "social care",
    "health": "other health staff",
    "midwife": "midwives",
    "voluntary": "voluntary groups",
    "school": "schools",
}
_ANSWERS = {"boolean": "yes, no or not known", "number": "a whole number", "text": "in words", "date": "a date"}


def questions(rulebook: Rulebook) -> Iterator[Block]:
    """Give the questions of the form, section by section."""
    yield Heading(2, "questions", "The questions of the form")
    yield "No answer is not the same as no. A question without an answer stays open, and the level is then given as a range."
    for section in dict.fromkeys(question.section for question in rulebook.questions):
        yield Heading(3, f"questions-{section}", first_upper(plain(section)))
        yield table(
            ("Question", "Answers", "Asked of", "Source"),
            [_question(entry, rulebook) for entry in rulebook.questions if entry.section == section],
        )


def _question(question: Question, rulebook: Rulebook) -> tuple[str, ...]:
    return (
        spot(f"question-{question.id}")
        + stacked((f"**{text(question.ask)}**", f"Why: {text(question.why)}" if question.why else "", f"`{question.id}`")),
        stacked(
            (
                text(join([plain(choice) for choice in question.choices], "or") or _ANSWERS[question.type]),
                "" if question.use == "rules" else "Kept on record; no rule reads it",
            )
        ),
        text(join([ROLES.get(role, plain(role)) for role in question.who], "and")),
        stacked((source(question.source, question.evidence), first_upper(period_words(question.period, rulebook.starts)))),
    )


def exploitation(rulebook: Rulebook) -> Iterator[Block]:
    """Give Spotting the Signs: prompts, classes, categories, triggers, analysis and review."""
    tool = rulebook.exploitation
    if tool is None:
        return
    yield Heading(2, "exploitation", tool.title)
    yield f"**Who it is for**: {ended(text(tool.who))}"
    yield bullets(text(rule) for rule in tool.core_rules)
    yield source_line(tool.source, tool.evidence)
    yield Heading(3, "exploitation-prompts", "What to talk about")
    for section, title in tool.sections.items():
        yield f"**{text(title)}**"
        yield table(
            ("Prompt", "Kind", "A worry if", "Dates and marks"),
            [_prompt(prompt, rulebook) for prompt in tool.prompts if prompt.section == section],
        )
    yield from _analysis(tool, rulebook)
    yield from _classes(tool, rulebook)
    yield from _categories(tool, rulebook)
    yield from _triggers(tool, rulebook)


def _prompt(prompt: Prompt, rulebook: Rulebook) -> tuple[str, ...]:
    labels = {indicator.id: indicator.label for indicator in rulebook.indicators}
    sign = prompt.indicator
    return (
        stacked((text(prompt.ask), f"Note: {text(prompt.note)}" if prompt.note else "")),
        prompt.type,
        stacked((text(prompt.concern_if or ""), f"Sign: {link(labels.get(sign, sign), f'indicator-{sign}')}" if sign else "")),
        stacked((MARKS[prompt.evidence], first_upper(period_words(prompt.period, rulebook.starts)))),
    )


def _analysis(tool: ExploitationTool, rulebook: Rulebook) -> Iterator[Block]:
    asked = {question.id: question.ask for question in rulebook.questions}
    yield Heading(3, "exploitation-analysis", "The analysis that must be written, and the review")
    question = text(asked.get(tool.analysis_question, tool.analysis_question))
    yield f"**{question}** Write about each of these:"
    yield bullets(text(first_upper(field)) for field in tool.analysis_fields)
    yield f"Look at it again after **{tool.review_after_months} months**, or sooner if anything changes."


def _classes(tool: ExploitationTool, rulebook: Rulebook) -> Iterator[Block]:
    labels = {indicator.id: indicator.label for indicator in rulebook.indicators}
    yield Heading(3, "exploitation-classes", "Three groups of signs")
    yield "The groups help you think about what you know. They are never added up and give no score."
    for title, names in (
        ("What makes a young person easier to target", tool.vulnerabilities),
        ("Warning signs: something may be happening", tool.signs_of_risk),
        ("Signs that harm is happening or has happened", tool.signs_of_harm),
    ):
        yield f"**{title}**"
        yield bullets(link(labels.get(name, name), f"indicator-{name}") for name in names)


def _categories(tool: ExploitationTool, rulebook: Rulebook) -> Iterator[Block]:
    wording = Wording(rulebook)
    yield Heading(3, "exploitation-categories", "Categories of the London protocol on sexual exploitation")
    for entry in tool.categories:
        yield Heading(4, f"category-{entry.category}", f"Category {entry.category}: {entry.label}")
        yield text(entry.meaning)
        yield when(entry.when, wording)
        yield f"**Who handles it**: {ended(text(entry.handling))}"
        yield source_line(entry.source, entry.evidence, period_words(entry.period, rulebook.starts))


def _triggers(tool: ExploitationTool, rulebook: Rulebook) -> Iterator[Block]:
    wording = Wording(rulebook)
    yield Heading(3, "exploitation-triggers", "When to act")
    for entry in tool.triggers:
        yield Heading(4, f"trigger-{entry.id}", entry.label)
        yield when(entry.when, wording)
        yield f"**Do**: {ended(text(entry.do))}"
        yield source_line(entry.source, entry.evidence, period_words(entry.period, rulebook.starts))
