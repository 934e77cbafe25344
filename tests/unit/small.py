"""A tiny but complete rulebook, written to a directory, in which one thing can be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Files = dict[str, str]
Change = Callable[[Files], Files]

MARK = "source: {key: guide, at: page 1}\n  evidence: seen\n  since: 2020-01-01"

_HEAD = """\
id: small
title: A small guidance
area: Smalltown
version: 2020.1.1
status: Draft guidance for tests.
owner: A made-up partnership
starts: 2020-01-01
review_by: 2030-01-01
parts:
  sources: [sources.yaml]
  domains: [domains.yaml]
  levels: [levels.yaml]
  pathways: [pathways.yaml]
  duties: [duties.yaml]
  questions: [questions.yaml]
  indicators: [indicators.yaml]
  rules: [rules.yaml]
  paths: [paths.yaml]
  sharing: [sharing.yaml]
  references: [references.yaml]
  exploitation: [tool.yaml]
  codes: [codes.yaml]
  coverage: [coverage.yaml]
"""

_SOURCES = """\
- key: guide
  title: The guide
  edition: first
  licence: made up
  status: seen
"""

_DOMAINS = """\
- {id: harm, name: Harm, ask: Has anyone hurt the child?}
- {id: home, name: Home, ask: Is home safe?}
- {id: good, name: Strengths, ask: What goes well?}
- {id: exploitation-cse, name: Exploitation, ask: Is anyone using the child?}
"""


def _level(level: int, name: str) -> str:
    return f"""\
- level: {level}
  name: {name}
  meaning: The meaning of level {level}.
  test: The test of level {level}.
  legal_basis: The law of level {level}.
  assessment: The assessment of level {level}.
  lead: The lead of level {level}.
  consent: {{needed: {"true" if level < 4 else "false"}, text: The consent text of level {level}.}}
  route: The route of level {level}.
  {MARK}
"""


def _pathway(level: int) -> str:
    return f"""\
  - id: way-{level}
    level: {level}
    name: The way of level {level}
    steps: [First step of level {level}., Second step of level {level}.]
    source: {{key: guide, at: page 1}}
    evidence: seen
    since: 2020-01-01
"""


def _rung(rag: str, level: int, within: str) -> str:
    return f"""\
  - rag: {rag}
    level: {level}
    meaning: The meaning of {rag}.
    act_within: {within}
    partner_reply_within: null
    source: {{key: guide, at: page 1}}
    evidence: seen
    since: 2020-01-01
"""


_PATHWAYS = (
    "pathways:\n"
    + "".join(_pathway(level) for level in (1, 2, 3, 4))
    + """\
contacts:
  - id: day-line
    name: The day line
    phone: "020 7946 0001"
    use_for: Working hours
    levels: [3, 4]
    hours: {days: working-days, opens: "09:00", closes: "17:00"}
    checked_on: 2020-01-01
    source: {key: guide, at: page 1}
    evidence: seen
    since: 2020-01-01
ladder:
"""
    + _rung("blue", 1, "null")
    + _rung("green", 2, "P3D")
    + _rung("amber", 3, "P1D")
    + _rung("red", 4, "PT4H")
    + """\
clocks:
  - id: reply
    name: Reply
    limit: One working day
    starts: When the referral arrives
    source: {key: guide, at: page 1}
    evidence: seen
    since: 2020-01-01
"""
)


def _duty(name: str) -> str:
    return f"""\
- id: {name}
  name: The duty {name}
  text: Do what {name} says.
  who: Everyone
  within: One day
  legal_basis: A made-up act
  consent: cannot-stop
  hard: true
  {MARK}
"""


def _question(name: str, kind: str, rest: str = "use: rules") -> str:
    return f"""\
- id: {name}
  ask: Is it so ({name})?
  type: {kind}
  section: first
  who: [everyone]
  {rest}
  {MARK}
"""


_QUESTIONS = (
    _question("immediate_danger", "boolean")
    + _question("times_told", "number")
    + _question("place", "choice", "choices: [inside, outside]\n  use: rules")
    + _question("analysis", "text", "use: record")
)


def _indicator(name: str, kind: str, domain: str, level: int, rest: str = "") -> str:
    return f"""\
- id: {name}
  label: The label of {name}
  ask: Is there {name}?
  kind: {kind}
  domain: {domain}
  level: {level}
  counts: {"unless-met" if "met_when" in rest else "always"}
{rest}  {MARK}
"""


_INDICATORS = (
    _indicator("bruise", "risk", "harm", 4, "  age: {below: 12 months}\n  duties: [tell-lead]\n  aliases: [mark on a baby]\n")
    + _indicator("shouting", "risk", "harm", 2)
    + _indicator("no-food", "risk", "home", 3, "  met_when:\n    present: helper\n")
    + _indicator("cold-home", "risk", "home", 2, "  aliases: [no heating]\n")
    + _indicator("helper", "strength", "good", 1)
    + _indicator("known-before", "context", "home", 1)
    + _indicator("gifts", "risk", "exploitation-cse", 3)
    + _indicator("older-friend", "risk", "exploitation-cse", 2)
)


def _rule(name: str, when: str, then: str) -> str:
    return f"""\
- id: {name}
  label: The label of {name}
  when: {when}
  then: {then}
  because: The reason of {name}.
  {MARK}
"""


_RULES = (
    _rule("danger", "{answer: {immediate_danger: true}}", "{floor: 4, call_999: true, duties: [call-police]}")
    + _rule("told-often", "{answer: {times_told: {at_least: 3}}}", "{review: 3, advise: Look at what was told before.}")
    + _rule("out-late", "{all: [{answer: {place: outside}}, {child: {age_below: 5 years}}]}", "{floor: 3}")
    + _rule("two-at-home", "{count: {of: {domain: home}, at_least: 2}}", "{floor: 3, finding: many-at-home}")
    + _rule("home-again", "{all: [{finding: many-at-home}, {present: known-before}]}", "{rag: red}")
)

_TOOL = f"""\
id: signs
title: Spotting signs
who: Everyone
core_rules: [No tool may decide by score.]
source: {{key: guide, at: page 1}}
evidence: seen
review_after_months: 3
sections: {{talk: Talking}}
prompts:
  - {{id: ask-gifts, section: talk, ask: Any gifts?, type: risk, indicator: gifts, evidence: seen, since: 2020-01-01}}
analysis: {{question: analysis, fields: [What is known]}}
classes:
  vulnerabilities: [older-friend]
  signs_of_risk: [gifts]
  signs_of_harm: []
categories:
  - category: 1
    label: The label of category 1
    meaning: The meaning of category 1
    handling: The handling of category 1
    when: {{present: gifts}}
    {MARK.replace(chr(10), chr(10) + "  ")}
triggers:
  - id: act-on-gifts
    label: The label of act-on-gifts
    when: {{present: gifts}}
    do: Act on the gifts.
    {MARK.replace(chr(10), chr(10) + "  ")}
"""

_PATHS = f"""\
- id: gifts-first
  title: Gifts
  opens_when: {{present: gifts}}
  areas: [exploitation-cse]
  age: {{below: 18 years}}
  ask: [child.mobile, immediate_danger, older-friend]
  guide: signs
  says: [Gifts can be a way to get hold of a child.]
  {MARK}
"""

_CODES = """\
- id: referral-source
  title: Who told us
  source: {key: guide, at: page 1}
  evidence: seen
  values:
    - {code: "1A", label: A relative, since: 2020-01-01}
"""

_SHARING = f"""\
- id: share-safely
  text: Share what keeps a child safe.
  {MARK}
"""

_REFERENCES = """\
- id: background
  name: Background
  text: [Some background.]
  source: {key: guide, at: page 1}
  evidence: seen
"""

_COVERAGE = """\
- {source: guide, part: All of it, state: encoded}
"""

FILES: Files = {
    "rulebook.yaml": _HEAD,
    "sources.yaml": _SOURCES,
    "domains.yaml": _DOMAINS,
    "levels.yaml": "".join(_level(n, f"Name {n}") for n in (1, 2, 3, 4)),
    "pathways.yaml": _PATHWAYS,
    "duties.yaml": _duty("tell-lead") + _duty("call-police"),
    "questions.yaml": _QUESTIONS,
    "indicators.yaml": _INDICATORS,
    "rules.yaml": _RULES,
    "paths.yaml": _PATHS,
    "sharing.yaml": _SHARING,
    "references.yaml": _REFERENCES,
    "tool.yaml": _TOOL,
    "codes.yaml": _CODES,
    "coverage.yaml": _COVERAGE,
}


def build(root: Path, *changes: Change) -> Path:
    """Write the small rulebook under a directory, changed as asked, and give its directory."""
    files = dict(FILES)
    for change in changes:
        files = change(files)
    directory = root / "small"
    directory.mkdir()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def swap(name: str, old: str, new: str) -> Change:
    """Put other words for the first occurrence of some words of a file, which must be there."""

    def change(files: Files) -> Files:
        assert old in files[name], f"{name} does not say: {old}"
        return {**files, name: files[name].replace(old, new, 1)}

    return change


def in_entry(name: str, entry: str, old: str, new: str) -> Change:
    """Put other words for some words of a file, the first time they stand after the words that begin an entry."""

    def change(files: Files) -> Files:
        before, found, after = files[name].partition(entry)
        assert found, f"{name} does not say: {entry}"
        assert old in after, f"{name} does not say after {entry}: {old}"
        return {**files, name: before + found + after.replace(old, new, 1)}

    return change


def add(name: str, text: str) -> Change:
    """Write more at the end of a file."""
    return lambda files: {**files, name: files[name] + text}


def put(name: str, text: str) -> Change:
    """Write a whole file, new or in place of the old one."""
    return lambda files: {**files, name: text}


def drop(name: str) -> Change:
    """Leave a file out."""
    return lambda files: {other: text for other, text in files.items() if other != name}


def add_rule(name: str, when: str, then: str) -> Change:
    """Write one more rule."""
    return add("rules.yaml", _rule(name, when, then))


def add_indicator(name: str, kind: str, domain: str, level: int, rest: str = "") -> Change:
    """Write one more indicator."""
    return add("indicators.yaml", _indicator(name, kind, domain, level, rest))


def add_duty(name: str) -> Change:
    """Write one more duty."""
    return add("duties.yaml", _duty(name))


def add_question(name: str, kind: str, rest: str = "use: rules") -> Change:
    """Write one more question."""
    return add("questions.yaml", _question(name, kind, rest))


def add_level(level: int, name: str) -> Change:
    """Write one more definition of a level."""
    return add("levels.yaml", _level(level, name))
