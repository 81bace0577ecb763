"""Every event has its sentence, and every notice that a reaction sends has its words."""

import ast
import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import get_args, get_type_hints

import portal
from portal.web import filters
from portal.web.facts import at_instant, counted, in_unit, on_day
from portal.web.notices import SENTENCES as NOTICES
from portal.web.sentences import SENTENCES as EVENTS
from portal.web.sentences import WRITERS


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


def test_no_sentence_prints_a_fact_as_it_is_kept():
    bare = set()
    for cls in event_classes():
        kinds = get_type_hints(cls)
        named = set(re.findall(r"%\((\w+)\)s", str(EVENTS[cls.__name__])))
        writers = WRITERS.get(cls.__name__, {})
        assert named >= writers.keys()
        bare |= {
            (cls.__name__, name)
            for name in named - writers.keys()
            if {date, datetime, Decimal} & {kinds[name], *get_args(kinds[name])}
        }
    assert bare == set()


def test_facts_are_written_as_people_read_them(app):
    record = SimpleNamespace(unit="KGM")
    written = {
        on_day: ("2026-03-02", "2 Mar 2026"),
        at_instant: ("2026-03-02T09:00:00+00:00", "2 Mar 2026, 09:00 UTC"),
        in_unit: ("1250.500000", "1,250.5 kg"),
        counted: (96000, "96,000"),
    }
    with app.test_request_context():
        for writer, (kept, said) in written.items():
            assert writer(kept, record) == said


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


def test_a_date_that_stands_for_an_instant_is_the_readers(app):
    with app.test_request_context():
        assert filters.day_of(datetime(2026, 3, 2, 23, 59, tzinfo=UTC)) == "2 Mar 2026"
