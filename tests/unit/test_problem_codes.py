"""docs/problem-codes.md lists the codes that the source uses, no more and no fewer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "problem-codes.md"
SOURCES = ("src", "api")

Scopes = tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.Module, ...]
"""The module and the functions a call stands in, the innermost last."""

Home = tuple[str, str]
"""The file a function stands in, and its name: two files may use one name for different functions."""

PROBLEM: Home = ("", "Problem")
"""The class itself, wherever it is used."""


@dataclass
class Found:
    """
    What the source says about codes.

    Attributes:
        codes: Each code with the severities it is used with.
        reporters: A function that hands one of its arguments on as a code: its index and name, and the code as a template.
        unread: Calls whose code could not be worked out.
    """

    codes: dict[str, set[str]] = field(default_factory=dict)
    reporters: dict[Home, tuple[int, str, str]] = field(default_factory=lambda: {PROBLEM: (1, "code", "{}")})
    unread: set[str] = field(default_factory=set)


def codes_in(modules: dict[str, ast.Module]) -> Found:
    """Collect codes until no further function turns out to hand one on."""
    found = Found()
    known = -1
    while known != len(found.reporters):
        known = len(found.reporters)
        found.unread.clear()
        for name, module in modules.items():
            for call, scopes in calls_in(module, (module,)):
                read_call(call, scopes, name, found)
    return found


def calls_in(node: ast.AST, scopes: Scopes) -> Iterator[tuple[ast.Call, Scopes]]:
    for child in ast.iter_child_nodes(node):
        inner = (*scopes, child) if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else scopes
        if isinstance(child, ast.Call):
            yield child, scopes
        yield from calls_in(child, inner)


def read_call(call: ast.Call, scopes: Scopes, name: str, found: Found) -> None:
    for home in homes_of(call.func, scopes, name, found):
        read_call_of(home, call, scopes, name, found)


def homes_of(called: ast.expr, scopes: Scopes, name: str, found: Found) -> list[Home]:
    """Give the functions known to hand a code on that a call can mean."""
    match called:
        case ast.Name(id="Problem"):
            meant: list[Home] = [PROBLEM]
        case ast.Name(id=function) if any(function in arguments_of(scope) for scope in scopes):
            # It was handed in by a caller, who may stand in any file.
            meant = [home for home in found.reporters if home[1] == function]
        case ast.Name(id=function):
            meant = [imported(function, scopes) or (name, function)]
        case ast.Attribute(value=ast.Name(id="self"), attr=function):
            meant = [(name, function)]
        case ast.Attribute(attr=function):
            meant = [home for home in found.reporters if home[1] == function]
        case _:
            meant = []
    return [home for home in meant if home in found.reporters]


def imported(function: str, scopes: Scopes) -> Home | None:
    """Give where an imported function stands."""
    for scope in scopes:
        for node in ast.walk(scope):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if (alias.asname or alias.name) == function:
                        return file_of(node.module), alias.name
    return None


def file_of(module: str) -> str:
    """Give the file of a module."""
    path = module.replace(".", "/")
    return next((f"{folder}/{path}.py" for folder in SOURCES if (ROOT / folder / f"{path}.py").is_file()), f"{path}.py")


def arguments_of(scope: ast.FunctionDef | ast.AsyncFunctionDef | ast.Module) -> list[str]:
    return [] if isinstance(scope, ast.Module) else [item.arg for item in scope.args.args if item.arg != "self"]


def read_call_of(home: Home, call: ast.Call, scopes: Scopes, name: str, found: Found) -> None:
    index, keyword, template = found.reporters[home]
    given = (
        call.args[index] if index < len(call.args) else next((item.value for item in call.keywords if item.arg == keyword), None)
    )
    if given is None:
        return
    severity = ast.literal_eval(call.args[4]) if home == PROBLEM and len(call.args) > 4 else "error"
    for code in values_of(given, scopes, template, name, found):
        if code is None:
            found.unread.add(f"{name}:{call.lineno} {ast.unparse(given)}")
        else:
            found.codes.setdefault(code, set()).add(severity)


def values_of(given: ast.expr, scopes: Scopes, template: str, file: str, found: Found) -> Iterator[str | None]:
    """Give the codes an expression can be; None if it cannot be told; nothing if the caller decides."""
    match given:
        case ast.Constant(value=str(value)):
            yield template.format(value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from values_of(body, scopes, template, file, found)
            yield from values_of(orelse, scopes, template, file, found)
        case ast.JoinedStr(values=[ast.Constant(value=str(prefix)), ast.FormattedValue(value=inner)]):
            yield from values_of(inner, scopes, template.format(prefix + "{}"), file, found)
        case ast.Name(id=name):
            yield from values_of_name(name, scopes, template, file, found)
        case _:
            yield None


def values_of_name(name: str, scopes: Scopes, template: str, file: str, found: Found) -> Iterator[str | None]:
    for scope in reversed(scopes):
        arguments = arguments_of(scope)
        if not isinstance(scope, ast.Module) and name in arguments:
            found.reporters.setdefault((file, scope.name), (arguments.index(name), name, template))
            return
        assigned = [
            node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
        ]
        if assigned:
            for value in assigned:
                yield from values_of(value, scopes, template, file, found)
            return
    yield None


@pytest.fixture(scope="module")
def found() -> Found:
    """Give what the whole source says about codes."""
    paths = [path for folder in SOURCES for path in sorted((ROOT / folder).rglob("*.py"))]
    return codes_in({path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths})


@pytest.fixture(scope="module")
def page() -> dict[str, set[str]]:
    """Give each code of the page with its severities."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| ([a-z, ]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return {code: set(severity.split(", ")) for code, severity in rows}


def test_every_code_in_the_source_can_be_read(found: Found) -> None:
    """No call gives a code that this test cannot work out."""
    assert found.unread == set()


def test_code_in_the_source_is_on_the_page(found: Found, page: dict[str, set[str]]) -> None:
    """A code that can be raised is explained in docs/problem-codes.md."""
    assert set(found.codes) - set(page) == set()


def test_code_on_the_page_is_in_the_source(found: Found, page: dict[str, set[str]]) -> None:
    """The page explains no code that is never raised."""
    assert set(page) - set(found.codes) == set()


def test_severity_on_the_page_is_that_of_the_source(found: Found, page: dict[str, set[str]]) -> None:
    """The page says rightly whether a code is an error or a warning."""
    assert {code: page[code] for code in page if page[code] != found.codes.get(code)} == {}


def test_codes_on_the_page_stand_in_order() -> None:
    """A reader finds a code by the alphabet, and each once."""
    codes = re.findall(r"^\| `([A-Z0-9_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert codes == sorted(set(codes))


def test_code_handed_on_by_a_function_is_read() -> None:
    """A code given to a function that puts it into a problem counts as used."""
    module = ast.parse(
        'def tell(where, what):\n    return Problem(where, f"UNKNOWN_{what}", "", "")\n\n'
        'def use(here):\n    code = "ONE" if here else "TWO"\n    tell(here, "DUTY")\n'
        '    Problem(here, code, "", "", "warning")\n'
    )
    assert codes_in({"m.py": module}).codes == {"UNKNOWN_DUTY": {"error"}, "ONE": {"warning"}, "TWO": {"warning"}}


def test_function_of_the_same_name_elsewhere_hands_on_nothing() -> None:
    """Two files may use one name: only the one that makes problems of it, or who imports that one, gives codes."""
    teller = 'def tell(where, what):\n    return Problem(where, what, "", "")\n\ntell(1, "HERE")\n'
    other = "def tell(page, of):\n    return page\n\ntell(1, some.of)\n"
    user = 'from teller import tell\n\ntell(1, "THERE")\n'
    found = codes_in({name: ast.parse(text) for name, text in (("teller.py", teller), ("other.py", other), ("user.py", user))})

    assert found.codes.keys() == {"HERE", "THERE"}
    assert found.unread == set()


def test_code_that_cannot_be_worked_out_is_told() -> None:
    """Also when it goes through an imported function."""
    teller = 'def tell(where, what):\n    return Problem(where, what, "", "")\n'
    user = "from teller import tell as say\n\nsay(1, some.of)\n"

    assert codes_in({"teller.py": ast.parse(teller), "user.py": ast.parse(user)}).unread == {"user.py:3 some.of"}
