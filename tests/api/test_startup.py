"""Building and starting the service."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from threshold_api import serve
from threshold_api.app import create_app
from threshold_api.settings import Settings
from threshold_engine import RulebookError
from threshold_engine.load import rules_directory


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Give the test process its garbage collector back: a started service sets its rulebook apart for good."""
    yield
    gc.unfreeze()


@pytest.fixture
def bad_rules(tmp_path: Path) -> Path:
    """A rulebook with two mistakes."""
    (tmp_path / "rulebook.yaml").write_text("id: x\ntitle: x\nidd: y\n", encoding="utf-8")
    return tmp_path


def test_bad_rules_stop_the_building(bad_rules: Path) -> None:
    """No service is built on rules that are wrong, and every problem is told."""
    with pytest.raises(RulebookError) as caught:
        create_app(Settings(rulebook=bad_rules))

    assert len(caught.value.problems) > 1


def test_several_processes_serve_no_pages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A visit lives in one process: with two, half its pages would not find it. Whoever starts it is told."""
    monkeypatch.setattr(uvicorn, "run", lambda *_given, **_named: None)
    serve.run("127.0.0.1", 0, 2)
    client = TestClient(serve.app_for_worker())

    assert "one worker" in capsys.readouterr().err
    assert "Interface for other systems" in client.get("/").text
    assert client.post("/check").status_code == 404
    assert client.get("/api/v1/levels").status_code == 200


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_rules_exit_with_2(
    bad_rules: Path, workers: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Serving does not begin, each problem is a line on standard error, and the exit code says why."""
    monkeypatch.setenv("THRESHOLD_RULEBOOK", str(bad_rules))
    monkeypatch.setattr(uvicorn, "run", lambda *_given, **_named: pytest.fail("serving began"))
    with pytest.raises(SystemExit) as caught:
        serve.run("127.0.0.1", 0, workers)

    lines = capsys.readouterr().err.splitlines()
    assert caught.value.code == 2
    assert len(lines) > 1
    assert any("UNKNOWN_KEY" in line for line in lines)


@pytest.mark.parametrize(("workers", "factory"), [(1, False), (2, True)])
def test_server_writes_no_access_log(workers: int, factory: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's own access log, which holds addresses as sent, is off."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: given.update(options, app=app))

    serve.run("127.0.0.1", 8123, workers)

    assert (given["host"], given["port"], given["workers"]) == ("127.0.0.1", 8123, workers)
    assert given["access_log"] is False
    assert given["factory"] is factory
    assert isinstance(given["app"], str) is factory


def test_worker_builds_the_service() -> None:
    """What a worker process is told to build is there."""
    module, _, name = serve.FACTORY.partition(":")

    assert module == serve.__name__
    assert getattr(serve, name)().title


def test_environment_names_the_rulebook() -> None:
    """An operator can point at another rulebook; an empty value is none."""
    assert Settings.from_environment({"THRESHOLD_RULEBOOK": "elsewhere"}).rulebook == Path("elsewhere")
    assert Settings.from_environment({"THRESHOLD_RULEBOOK": ""}) == Settings()


def test_importing_loads_no_rules() -> None:
    """Importing the service does nothing: no file is read, no network compiled."""
    code = (
        "import threshold_engine.load as load\n"
        "def refuse(*_): raise SystemExit('rules were read')\n"
        "load.read_rulebook = refuse\n"
        "import threshold_api.app, threshold_api.serve\n"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("file", "added"),
    [
        ("reading/signs/fgm.yaml", "\n- indicator: fgm-at-risk\n  reads: ['<nobody> hurt']\n"),
        (
            "quality/language.yaml",
            (
                "\n- {id: extra, kind: vague, words: ['(open'], instead: What?, why: x.,"
                " source: {key: tcs-language, at: x}, evidence: known}\n"
            ),
        ),
    ],
)
def test_words_that_cannot_be_read_exit_with_2(
    file: str, added: str, workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are found before serving begins: not in a worker that is started again and again, and not at a visit."""
    rules = shutil.copytree(rules_directory(), tmp_path / "rules")
    with (rules / file).open("a", encoding="utf-8") as written:
        written.write(added)
    monkeypatch.setenv("THRESHOLD_RULEBOOK", str(rules))
    monkeypatch.setattr(uvicorn, "run", lambda *_given, **_named: pytest.fail("serving began"))
    with pytest.raises(SystemExit) as caught:
        serve.run("127.0.0.1", 0, workers)

    assert caught.value.code == 2
    assert "BAD_WORDS" in capsys.readouterr().err
