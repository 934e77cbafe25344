"""Pages that list entries: areas, the signs of one area, rules, duties, sources, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from threshold_api import presenters
from threshold_api.web.guidance.days import Reading
from threshold_api.web.guidance.entries import duty_tags
from threshold_api.web.guidance.frame import LinkView
from threshold_api.web.guidance.pieces import GroupView, ItemView, ListView, TagView, level_tag
from threshold_api.web.words import level_title
from threshold_engine.model.guidance import Coverage, Domain, Duty, Effect, Indicator, Rule
from threshold_engine.model.words import Kind

LEVELS = (4, 3, 2, 1)
GROUPS_OF_AREAS = (
    (
        "harm",
        "Harm and abuse",
        "abuse-physical abuse-sexual abuse-neglect abuse-emotional domestic-abuse fgm hba-forced-marriage fii",
    ),
    (
        "outside",
        "Harm outside the home",
        "exploitation-cse exploitation-cce missing trafficking online-harm radicalisation hsb allegations-professional",
    ),
    (
        "parents",
        "Parents and carers",
        "pre-birth parental-substance parental-mental-health parental-offending parental-ld parenting",
    ),
)
"""Only for finding one's way; no rule reads it. An area that is not named here stands under the last heading."""
LAST_GROUP = ("child", "The child, the home and what is known")
STATES = {
    "not-available": ("What we could not read", "These documents, or parts of them, could not be got. Ask for them."),
    "not-encoded": ("What was left out", "These were read, and left out for the reason given."),
    "partly": ("What is held only in part", "Part of these is held, or they were not read again."),
    "encoded": ("What is held", "These parts are in the guidance."),
}


def areas_page(reading: Reading) -> ListView:
    """List the areas, with how many signs each has."""
    named = {name: place for place, (_, _, names) in enumerate(GROUPS_OF_AREAS) for name in names.split()}
    groups = [(anchor, title) for anchor, title, _ in GROUPS_OF_AREAS] + [LAST_GROUP]
    return ListView(
        "Areas of worry",
        "Choose what the worry is about. Each area lists its signs, the most serious first.",
        tuple(
            GroupView(
                anchor,
                title,
                tuple(
                    _area_item(reading, area)
                    for area in reading.rulebook.domains
                    if named.get(area.id, len(GROUPS_OF_AREAS)) == place
                ),
            )
            for place, (anchor, title) in enumerate(groups)
        ),
    )


def _area_item(reading: Reading, area: Domain) -> ItemView:
    shown = presenters.domain_view(reading.edition, area)
    signs = f"{shown.indicators} sign{'' if shown.indicators == 1 else 's'}"
    return ItemView(LinkView(shown.name, reading.to(f"/areas/{shown.id}")), shown.ask, (TagView(signs, "count"),))


def area_page(reading: Reading, area: Domain) -> ListView:
    """List the signs of one area, the highest level first."""
    members = [entry for entry in reading.edition.indicators.values() if entry.domain == area.id]
    groups = [
        GroupView(f"level-{level}", _level_title(reading, level), _signs(reading, members, Kind.RISK, level)) for level in LEVELS
    ]
    groups += [
        GroupView(
            "strengths", "Strengths", _signs(reading, members, Kind.STRENGTH), "They set no level, and take no worry away."
        ),
        GroupView("facts", "Facts on record", _signs(reading, members, Kind.CONTEXT), "They set no level by themselves."),
    ]
    return ListView(area.name, area.ask, tuple(group for group in groups if group.items))


def _level_title(reading: Reading, level: int) -> str:
    return level_title(level, reading.edition.levels[level].name)


def _signs(reading: Reading, members: Sequence[Indicator], kind: Kind, level: int | None = None) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(LinkView(entry.label, reading.to(f"/indicators/{entry.id}")), entry.ask)
        for entry in members
        if entry.kind is kind and level in (None, entry.level)
    )


def rules_page(reading: Reading) -> ListView:
    """List the rules, each under the strongest thing it does."""
    groups: dict[tuple[int, str, str], list[Rule]] = {}
    for rule in reading.edition.rules:
        groups.setdefault(strongest(rule.then), []).append(rule)
    return ListView(
        "Rules",
        "A rule says what follows when several things come together. Each one stands under the strongest thing it does.",
        tuple(
            GroupView(anchor, title, tuple(ItemView(LinkView(rule.label, reading.to(f"/rules/{rule.id}"))) for rule in members))
            for (_, anchor, title), members in sorted(groups.items(), key=lambda pair: pair[0])
        ),
    )


def strongest(effect: Effect) -> tuple[int, str, str]:
    """Give the place, anchor and title of the strongest thing that a rule does."""
    if effect.call_999:
        return 0, "call-999", "Call 999"
    if effect.floor is not None:
        return 5 - effect.floor, f"level-{effect.floor}", f"The level is at least {effect.floor}"
    if effect.review is not None or effect.review_raise_by:
        return 5, "manager", "A manager is asked to consider a higher level"
    if effect.rag is not None:
        return 6, "urgency", "It is more urgent"
    if effect.duties:
        return 7, "duty", "Somebody has a duty"
    if effect.advise is not None:
        return 8, "advice", "Advice is given"
    return 9, "finding", "A finding is passed on to other rules"


def duties_page(reading: Reading) -> ListView:
    """List the duties: hard ones, others, and those that have not begun."""
    shown = presenters.duties_shown(reading.edition)
    begun = [duty for duty in shown if duty.pending is None]
    groups = (
        (
            "hard",
            "Hard duties",
            "Only a named manager can set these aside, with a reason.",
            [duty for duty in begun if duty.hard],
        ),
        ("other", "Other duties", "These can be set aside, with a reason.", [duty for duty in begun if not duty.hard]),
        ("pending", "Not begun", "The law is made, but it does not bind yet.", [duty for duty in shown if duty.pending]),
    )
    return ListView(
        "Duties",
        "A duty is something the law or guidance says somebody must do. It comes up when the facts call for it, at any level.",
        tuple(GroupView(anchor, title, _duties(reading, members), lead) for anchor, title, lead, members in groups if members),
    )


def _duties(reading: Reading, members: Sequence[Duty]) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(LinkView(duty.name, reading.to(f"/duties/{duty.id}")), f"By when: {duty.within}", duty_tags(duty))
        for duty in members
    )


def missing_page(reading: Reading) -> ListView:
    """List what of the documents is not held, or held only in part."""
    return ListView(
        "What is missing",
        "No guidance is complete. This is what we know is not in here, and why.",
        tuple(
            GroupView(state, title, _parts(reading, [part for part in reading.rulebook.coverage if part.state == state]), lead)
            for state, (title, lead) in STATES.items()
            if state != "encoded"
        ),
    )


def _parts(reading: Reading, parts: Sequence[Coverage]) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(
            LinkView(reading.edition.documents[part.source].title, reading.to(f"/sources/{part.source}")),
            f"{part.part}. {part.note}".strip(),
        )
        for part in parts
    )


def level_signs(reading: Reading, level: int) -> tuple[ItemView, ...]:
    """List the areas that have worries at a level, with how many."""
    counted = Counter(
        entry.domain for entry in reading.edition.indicators.values() if entry.kind is Kind.RISK and entry.level == level
    )
    return tuple(
        ItemView(
            LinkView(area.name, reading.to(f"/areas/{area.id}", f"level-{level}")), "", (TagView(str(counted[area.id]), "count"),)
        )
        for area in reading.rulebook.domains
        if counted[area.id]
    )


def levels_page(reading: Reading) -> ListView:
    """List the levels."""
    items = tuple(
        ItemView(LinkView(entry.name, reading.to(f"/levels/{entry.level}")), entry.meaning, (level_tag(entry.level),))
        for entry in sorted(reading.edition.levels.values(), key=lambda entry: entry.level)
    )
    return ListView(
        "The four levels of need",
        "A level says how much help a child needs. The level suggested is the highest one that any sign or rule reaches. "
        "Signs are never added up.",
        (GroupView("levels", "Levels", items),),
        ("The numbers are those of London and Croydon. Other areas number their levels in other ways.",),
    )
