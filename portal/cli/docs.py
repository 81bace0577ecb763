"""``flask docs``: the parts of the documentation that are made from the code: state diagrams, types of events."""

import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from portal.accounts.roles import ROLE_LABELS, Role
from portal.config import ROOT
from portal.web.sentences import SENTENCES
from portal.webhooks.rules import TOPICS
from portal.workflow import Move, Workflow

PAGE = ROOT / "docs" / "states.md"
EVENTS = ROOT / "docs" / "events.md"
_FACT = re.compile(r"%\(\w+\)s")
HEAD = """# States

Made from the workflow tables by `flask docs states`; a test fails where this page and the tables differ. An arrow
names its act and who may do it; `*` marks an act that a guard can refuse (a deadline, something that is missing).
What a clock decides (closed, returned, expired, overdue) is derived and no state.
"""


EVENTS_HEAD = """# Types of events

Made from the events of each domain by `flask docs events`; a test fails where this page and the code differ. What a
webhook of each topic sends, and how to receive it, says [webhooks.md](webhooks.md). Each reads as something that
somebody did; an organisation is sent only those that it may read.
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


def events_text() -> str:
    """The page of events: a table for each topic of webhooks."""
    return "\n".join([EVENTS_HEAD, *(events_of(topic) for topic in TOPICS)])


def events_of(topic: str) -> str:
    """The events of one topic by their names, as a table under a heading."""
    lines = [f"## {TOPICS[topic]}", "", f"`{topic}`", "", "| type | what somebody did |", "|---|---|"]
    lines += [f"| `{name}` | {_FACT.sub('…', str(SENTENCES[name]))} |" for name in sorted(event_names(topic))]
    return "\n".join([*lines, ""])


def event_names(topic: str) -> Iterator[str]:
    """The names of the events of a domain."""
    package = importlib.import_module(f"portal.{topic}.events")
    below = pkgutil.walk_packages(getattr(package, "__path__", []), f"{package.__name__}.")
    for module in [package, *(importlib.import_module(found.name) for found in below)]:
        for name, value in vars(module).items():
            if is_dataclass(value) and value.__module__ == module.__name__:
                yield name


@click.group()
def docs() -> None:
    """Write the parts of the documentation that are made from the code."""


@docs.command()
def states() -> None:
    """Write docs/states.md from the workflow tables."""
    Path(PAGE).write_text(text(), encoding="utf-8")
    click.echo(f"{PAGE.relative_to(ROOT)} is written.")


@docs.command()
def events() -> None:
    """Write docs/events.md from the events of each domain."""
    Path(EVENTS).write_text(events_text(), encoding="utf-8")
    click.echo(f"{EVENTS.relative_to(ROOT)} is written.")
