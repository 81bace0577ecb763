"""``flask docs states``: draw the state diagrams of the documentation from the workflow tables."""

import importlib.util
import pkgutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click

from portal.accounts.roles import ROLE_LABELS, Role
from portal.config import ROOT
from portal.workflow import Move, Workflow

PAGE = ROOT / "docs" / "states.md"
HEAD = """# States

Made from the workflow tables by `flask docs states`; a test fails where this page and the tables differ. An arrow
names its act and who may do it; `*` marks an act that a guard can refuse (a deadline, something that is missing).
What a clock decides (closed, returned, expired, overdue) is derived and no state.
"""


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Every workflow table with its package, by the package's name and in the order of the file."""
    for package in sorted(pkgutil.iter_modules([str(ROOT / "portal")]), key=lambda module: module.name):
        if package.ispkg and find_spec(f"portal.{package.name}.workflow"):
            module = importlib.import_module(f"portal.{package.name}.workflow")
            for value in vars(module).values():
                if isinstance(value, Workflow):
                    yield package.name, value


def text() -> str:
    """The page: one Mermaid diagram per table."""
    return "\n".join([HEAD, *(diagram(package, workflow) for package, workflow in workflows())])


def diagram(package: str, workflow: Workflow) -> str:
    """One table as a Mermaid state diagram under a heading."""
    lines = [
        f"## {workflow.name.replace('_', ' ').capitalize()}",
        "",
        f"`portal/{package}/workflow.py`",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f"    {state}: {workflow.labels[state]}" for state in workflow.states]
    lines.append(f"    [*] --> {workflow.initial}")
    for row in workflow.moves:
        for source in sorted(row.sources, key=list(workflow.states).index):
            lines.append(f"    {source} --> {row.target}: {act(row)}")
    return "\n".join([*lines, "```", ""])


def act(row: Move) -> str:
    """The act on an arrow: its name, a mark for a guard, and who may."""
    people = sorted(str(ROLE_LABELS[Role(role)]).lower() for role in row.roles if role in set(Role))
    who = ["the portal"] if "portal" in row.roles else []
    return f"{row.action}{'*' if row.when else ''} ({', '.join(dict.fromkeys([*who, *people]))})"


@click.group()
def docs() -> None:
    """Write the parts of the documentation that are made from the code."""


@docs.command()
def states() -> None:
    """Write docs/states.md from the workflow tables."""
    Path(PAGE).write_text(text(), encoding="utf-8")
    click.echo(f"{PAGE.relative_to(ROOT)} is written.")
