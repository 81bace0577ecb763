"""The page that holds the portal against OWASP ASVS names what is there, and leaves nothing out unnoticed.

It cannot say whether a test shows what it is said to show; that was judged by reading.
"""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "security" / "asvs.md"

STATUSES = {"holds", "in part", "does not hold", "not applicable"}
# How many requirements of each chapter ASVS 5.0.0 has at levels 1 and 2.
ASKED = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}
ID = re.compile(r"(?:[1-9]|1[0-7])\.[1-9]\.[1-9][0-9]?")
NAMED = re.compile(r"`([^`]+)`")
# What in the last column is the name of a file: with a folder, or with an ending that the tree has.
FILE = re.compile(r"[\w./-]+/[\w.-]+|[\w-]+\.(?:py|md|toml|txt)")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows(text: str, width: int) -> list[list[str]]:
    """The rows of the page's tables with so many columns, without their heads."""
    found = [cells(line) for line in text.splitlines() if line.startswith("|")]
    return [row for row in found if len(row) == width and ID.match(row[0]) is not None]


def requirements(text: str) -> list[list[str]]:
    """One row for each requirement that was looked at: id, level, what, status, shown by."""
    return rows(text, 5)


def set_aside(text: str) -> list[str]:
    """The ids of sections that do not apply as a whole."""
    table = text.partition("## What does not apply as a whole")[2]
    listed = [cells(line) for line in table.splitlines() if line.startswith("| ")]
    return [id for row in listed[1:] for id in row[1].split(", ")]


@cache
def functions(path: Path) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)
    )


def missing(shown: str) -> list[str]:
    """The tests and files named in a cell that are not in the tree."""
    found = []
    for name in NAMED.findall(shown):
        path, _, function = name.partition("::")
        if function:
            there = (ROOT / path).is_file() and function in functions(ROOT / path)
        else:
            there = FILE.fullmatch(name) is None or (ROOT / path).exists()
        if not there:
            found.append(name)
    return found


def faults(text: str) -> list[str]:
    """What is wrong with the rows, each in a line."""
    found = []
    for id, level, what, status, shown in requirements(text):
        if ID.fullmatch(id) is None:
            found.append(f"{id} is no id")
        if level not in ("1", "2"):
            found.append(f"{id} has no level")
        if status not in STATUSES:
            found.append(f"{id} has no status")
        if not what or not shown:
            found.append(f"{id} is not filled in")
        if status == "holds" and not NAMED.search(shown):
            found.append(f"{id} holds and names nothing that shows it")
        found += [f"{id} names {name}, which is not there" for name in missing(shown)]
    return found


def test_every_row_names_what_is_there() -> None:
    assert faults(PAGE.read_text()) == []


def test_every_requirement_is_there_once() -> None:
    text = PAGE.read_text()
    ids = [row[0] for row in requirements(text)] + set_aside(text)

    assert [id for id, times in Counter(ids).items() if times > 1] == []
    assert all(ID.fullmatch(id) for id in ids)
    assert Counter(int(id.partition(".")[0]) for id in ids) == ASKED


def test_the_page_counts_its_rows_rightly() -> None:
    text = PAGE.read_text()
    tally = Counter(row[3] for row in requirements(text))
    tally["not applicable"] += len(set_aside(text))
    said = {
        status: int(number)
        for number, status in re.findall(
            r"([0-9]+) (hold in part|hold|do not hold|do not apply)\b", " ".join(text.split())
        )
    }

    assert said == {
        "hold": tally["holds"],
        "hold in part": tally["in part"],
        "do not hold": tally["does not hold"],
        "do not apply": tally["not applicable"],
    }


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| 1.1.1 | 2 | x | holds | `tests/test_asvs.py::faults` |", None),
        ("| 1.1.1 | 2 | x | holds | `tests/test_asvs.py::test_that_is_not` |", "which is not there"),
        ("| 1.1.1 | 2 | x | holds | `tests/test_none.py::test_x` |", "which is not there"),
        ("| 1.1.1 | 2 | x | in part | `portal/none.py` |", "which is not there"),
        ("| 1.1.1 | 2 | x | holds | Surely. |", "names nothing"),
        ("| 1.1.1 | 3 | x | does not hold | Not yet. |", "no level"),
        ("| 1.1.1 | 2 | x | mostly | Not yet. |", "no status"),
        ("| 1.1.100 | 2 | x | does not hold | Not yet. |", "no id"),
        ("| 1.1.1 | 2 | x | not applicable | |", "not filled in"),
    ],
)
def test_a_row_that_says_too_much_is_found(row: str, fault: str | None) -> None:
    found = faults(row)

    assert found == [] if fault is None else len(found) == 1 and fault in found[0]
