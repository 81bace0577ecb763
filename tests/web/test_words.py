"""Every event has its sentence, and every notice that a reaction sends has its words."""

import ast
import importlib
import pkgutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import portal
from portal.web.notices import SENTENCES as NOTICES
from portal.web.sentences import SENTENCES as EVENTS


def event_classes():
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if ".events" in module.name:
            found = importlib.import_module(module.name)
            yield from (
                thing
                for thing in vars(found).values()
                if is_dataclass(thing) and isinstance(thing, type) and thing.__module__ == found.__name__
            )


def test_every_event_has_a_sentence_that_its_facts_fill():
    classes = list(event_classes())
    assert len(classes) > 10
    assert sorted({cls.__name__ for cls in classes} - EVENTS.keys()) == []
    for cls in classes:
        assert str(EVENTS[cls.__name__]) % {field.name: "x" for field in fields(cls)}


def test_event_names_are_unique():
    names = [cls.__name__ for cls in event_classes()]
    assert sorted(names) == sorted(set(names))


def test_every_kind_of_notice_has_words():
    kinds = set()
    for path in (Path(portal.__path__[0]) / "reactions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "kind" and isinstance(node.value, ast.Constant):
                kinds.add(node.value.value)
    assert sorted(kinds - NOTICES.keys()) == []
