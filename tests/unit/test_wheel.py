"""The built wheel runs by itself, with no checkout near."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the tree, without fetching anything."""
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=120)
    return next(out.glob("*.whl"))


def test_wheel_assesses_a_case_with_no_checkout_near(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere and run from an empty directory, it answers with the rules it carries."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    (tmp_path / "case.yaml").write_text("as_of: 2026-11-22\npresent: [bruise-non-mobile-infant]\nchild: {age: 3 months}\n")
    # -P and an own path first: the installed checkout must not be what answers.
    program = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import threshold_engine; "
        f"assert threshold_engine.__file__.startswith({str(site)!r}); from threshold_engine.cli import main; main()"
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", program, "assess", "case.yaml"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Level 4: Child Protection")


def test_wheel_carries_the_rules_and_the_service(wheel: Path) -> None:
    """The guidance, the pages and the licence are inside; tests are not."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "threshold_engine/rules/rulebook.yaml" in names
    assert "threshold_api/app.py" in names
    assert any(name.endswith("LICENSE") for name in names)
    assert not any(name.startswith("tests/") for name in names)
