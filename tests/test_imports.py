"""The order of the house: every contract of import-linter holds, and breaks under a planted fault."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ORDER = "Imports point down only"
KINDS = "Inside a domain each kind of file knows only those below it"
HTTP = "Domains know nothing of HTTP"
PURE = "Rules, workflows and events know no database and no clock"
HEAVY = "Only documents makes documents"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter's verdict on the package in the folder, by the contracts of this project."""
    return subprocess.run(
        [sys.executable, Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the portal's modules, to plant faults in."""
    unread = shutil.ignore_patterns("static", "templates", "translations", "__pycache__")
    shutil.copytree(ROOT / "portal", tmp_path / "portal", ignore=unread)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(house: Path, name: str, code: str) -> None:
    path = house / "portal" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as module:
        module.write(f"\n{code}\n")


def test_every_contract_holds(house: Path) -> None:
    verdict = lint(house)

    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert verdict.stdout.count(" KEPT") == 5


@pytest.mark.parametrize(
    ("contract", "name", "code"),
    [
        pytest.param(ORDER, "accounts/__init__.py", "import portal.sourcing", id="a domain imports upward"),
        pytest.param(ORDER, "catalog/__init__.py", "def late(): import portal.orders", id="upward, but late"),
        pytest.param(ORDER, "buyer/__init__.py", "import portal.supplier", id="one side imports the other"),
        pytest.param(ORDER, "errors.py", "import portal.accounts", id="the floor imports a domain"),
        pytest.param(ORDER, "warehouse/__init__.py", "", id="a package without a place"),
        pytest.param(KINDS, "notices/rules.py", "import portal.notices.models", id="rules import models"),
        pytest.param(KINDS, "notices/rules.py", "import portal.notices.events", id="rules import events"),
        pytest.param(KINDS, "notices/models.py", "import portal.notices.queries", id="models import queries"),
        pytest.param(KINDS, "notices/queries.py", "import portal.notices.service", id="queries import verbs"),
        pytest.param(HTTP, "notices/service.py", "from flask import request", id="a verb reads the request"),
        pytest.param(HTTP, "notices/rules.py", "import wtforms", id="a rule knows a form"),
        pytest.param(PURE, "notices/rules.py", "import sqlalchemy", id="a rule asks the database"),
        pytest.param(PURE, "notices/events.py", "import portal.db", id="an event knows the database"),
        pytest.param(PURE, "notices/workflow.py", "import portal.clock", id="a workflow reads the clock"),
        pytest.param(HEAVY, "web/__init__.py", "import weasyprint", id="a page renders a PDF itself"),
        pytest.param(HEAVY, "notices/service.py", "import xlsxwriter", id="a verb writes a workbook"),
    ],
)
def test_a_planted_fault_breaks_its_contract(house: Path, contract: str, name: str, code: str) -> None:
    for kind in ("rules", "events", "workflow", "models", "queries", "service"):
        plant(house, f"notices/{kind}.py", "")
    plant(house, name, code)

    verdict = lint(house)

    assert verdict.returncode == 1
    assert f"{contract} BROKEN" in verdict.stdout


def imports_create_app(path: Path) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "portal"
        and any(name.name == "create_app" for name in node.names)
        for node in ast.walk(ast.parse(path.read_text()))
    )


def test_no_room_asks_for_the_whole_house() -> None:
    """The root package is no layer, so import-linter does not see this one."""
    assert [str(path) for path in (ROOT / "portal").rglob("*.py") if imports_create_app(path)] == []
