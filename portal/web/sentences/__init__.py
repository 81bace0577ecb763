"""The sentence of every event, by domain: each module has a dict of event names and lazy sentences.

A sentence is said of its actor ("published the RFQ") and may name facts of the event as %(name)s.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

SENTENCES: dict[str, Any] = {}
for module in iter_modules(__path__):
    SENTENCES.update(import_module(f"{__name__}.{module.name}").SENTENCES)
