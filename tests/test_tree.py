"""What no tracked file may hold, and what no file may become."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CODE = {".py", ".html", ".js", ".css"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 50

# Written in pieces, so that this file does not hold what it looks for.
REGISTRY = re.compile(r"(pypi|pythonhosted|npmjs|debian)[.](org|com|io)")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|farm|root|home|Users|opt)/")
NAMELESS = re.compile(r"^(utils?|helpers?|common)$")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [Path(name) for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            yield path, content.decode(errors="replace")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path, text in texts():
        if path.suffix == ".py" and path.parts[0] == "portal":
            yield path, ast.parse(text)


def matches(pattern: re.Pattern[str], text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def writes_of_state(tree: ast.Module) -> list[int]:
    """The lines that set a `state` on something: by assignment, by setattr, or by an UPDATE's values."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr))
    return [node.lineno for node in nodes if assigns(node) or sets_attribute(node) or updates(node)]


def assigns(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            parts = [part for target in targets for part in ast.walk(target)]
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            parts = [target]
        case _:
            return False
    return any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts)


def sets_attribute(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value="state"), _]):
            return True
    return False


def updates(node: ast.AST) -> bool:
    """`update(…).values(state=…)`, whatever stands between; an insert may say where a record begins."""
    match node:
        case ast.Call(func=ast.Attribute(attr="values" | "update") as verb, keywords=words):
            inserts = any(isinstance(part, ast.Name) and part.id == "insert" for part in ast.walk(verb))
            return not inserts and any(word.arg == "state" for word in words)
    return False


def long_functions(tree: ast.Module) -> list[str]:
    return [
        f"{node.name} ({length})"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine() -> None:
    found = [
        f"{path}:{number}"
        for path, text in texts()
        for pattern in (REGISTRY, MACHINE_PATH)
        for number in matches(pattern, text)
    ]

    assert found == []


def test_no_file_has_grown_past_what_can_be_read_in_one_go() -> None:
    lengths = {
        str(path): len(text.splitlines())
        for path, text in texts()
        if path.suffix in CODE and "versions" not in path.parts
    }

    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_has_grown_past_a_screen() -> None:
    assert {str(path): names for path, tree in modules() if (names := long_functions(tree))} == {}


def test_every_file_and_folder_is_named_for_what_it_holds() -> None:
    nameless = [
        str(path) for path in tracked() if any(NAMELESS.match(Path(part).stem) for part in path.parts)
    ]

    assert nameless == []


def test_only_the_workflow_writes_a_state() -> None:
    found = [
        f"{path}:{number}"
        for path, tree in modules()
        if path != Path("portal/workflow.py")
        for number in writes_of_state(tree)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("bid.state = DRAFT", [1]),
        ("bid.state, bid.version = DRAFT, 2", [1]),
        ("bid.state: str = DRAFT", [1]),
        ("bid.state += 'x'", [1]),
        ("setattr(bid, 'state', DRAFT)", [1]),
        ("session.execute(update(Bid).where(Bid.id == 1).values(state=DRAFT))", [1]),
        ("query.update(state=DRAFT)", [1]),
        ("insert(Bid).values(state=DRAFT)", []),
        ("Bid(state=DRAFT)", []),
        ("state = bid.state", []),
        ("bid.states = []", []),
    ],
)
def test_a_written_state_is_found(source: str, lines: list[int]) -> None:
    assert writes_of_state(ast.parse(source)) == lines


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        (REGISTRY, "see https://" + "pypi" + ".org/simple", True),
        (REGISTRY, "Debian's package", False),
        (MACHINE_PATH, "cd /" + "work/main", True),
        (MACHINE_PATH, "the page at supplier/" + "work/", False),
        (MACHINE_PATH, "in /srv/portal", False),
    ],
)
def test_an_address_that_does_not_belong_is_found(pattern: re.Pattern[str], line: str, found: bool) -> None:
    assert bool(matches(pattern, line)) is found


def test_a_long_function_is_found() -> None:
    body = "\n".join("    pass" for _ in range(LONGEST_FUNCTION))

    assert long_functions(ast.parse(f"def short():\n    pass\ndef long():\n{body}")) == ["long (51)"]
