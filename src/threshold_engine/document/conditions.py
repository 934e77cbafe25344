"""Conditions and effects of the combination rules, laid out so that nobody has to count brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from threshold_engine.document.markdown import bullets, ended, first_upper, link, plain, text
from threshold_engine.model.condition import All, Any, Condition, FindingIs, Present
from threshold_engine.model.guidance import Duty, Effect
from threshold_engine.wording import Wording

LONG = 3
"""A choice between more indicators than this is set out as a list of its own."""


def when(condition: Condition, wording: Wording) -> str:
    """Say when something holds: in one line, or as a list with the groups inside it indented."""
    group = _group(condition, wording)
    if group is None:
        return f"**When**: {ended(first_upper(_single(condition, wording)))}"
    return "\n".join([f"**When** {group[0]}:", "", *_nested(group[1], wording, "")])


def _group(condition: Condition, wording: Wording) -> tuple[str, list[Condition | str]] | None:
    """Give the heading and the members of what is better read as a list."""
    match condition:
        case All(parts) if len(parts) > 1:
            return "all of these are so", [*_flat(parts, All)]
        case Any(parts) if len(parts) > 1:
            return "any of these is so", [*_flat(parts, Any)]
        case Present(of, any_age) if len(of.ids) > LONG:
            at = ", whatever age the sign is about" if any_age else ""
            return f"any of these is there{at}", [wording.indicator(name) for name in of.ids]
    return None


def _flat(parts: tuple[Condition, ...], kind: type[All | Any]) -> Iterator[Condition]:
    """Lay open a group inside a group of the same sort."""
    for part in parts:
        if isinstance(part, All | Any) and (isinstance(part, kind) or len(part.parts) == 1):
            yield from _flat(part.parts, kind)
        else:
            yield part


def _nested(members: list[Condition | str], wording: Wording, indent: str) -> Iterator[str]:
    for member in members:
        group = None if isinstance(member, str) else _group(member, wording)
        if group is not None:
            yield f"{indent}- {group[0]}:"
            yield from _nested(group[1], wording, f"{indent}  ")
        else:
            yield f"{indent}- {text(member) if isinstance(member, str) else _single(member, wording)}"


def _single(condition: Condition, wording: Wording) -> str:
    if isinstance(condition, FindingIs):
        # Several rules may reach one finding, so it is named and linked, not told by the label of one of them.
        return f"the finding {link(plain(condition.finding), f'finding-{condition.finding}')} is reached"
    return text(wording.condition(condition))


def then(effect: Effect, duties: Mapping[str, Duty]) -> str:
    """Say what a rule does, one effect a line."""
    return "**Then**:\n\n" + bullets(_effects(effect, duties))


def _effects(effect: Effect, duties: Mapping[str, Duty]) -> Iterator[str]:
    if effect.call_999:
        yield "**call 999**"
    if effect.floor is not None:
        yield f"the level is at least **{effect.floor}**"
    if effect.review is not None:
        yield f"a manager is asked to consider level **{effect.review}**"
    if effect.review_raise_by:
        yield f"a manager is asked to consider a level higher by {effect.review_raise_by}, up to level 4"
    if effect.rag is not None:
        yield f"the urgency is at least **{effect.rag}**"
    if effect.duties:
        yield f"duties: {duty_links(effect.duties, duties)}"
    if effect.advise is not None:
        yield f"advice: {text(effect.advise)}"
    if effect.finding is not None:
        yield f"the finding {link(plain(effect.finding), f'finding-{effect.finding}')} is reached"


def duty_links(names: tuple[str, ...], duties: Mapping[str, Duty]) -> str:
    """Name the duties, each with a link to it."""
    return "; ".join(link(duties[name].name, f"duty-{name}") for name in names)
