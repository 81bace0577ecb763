"""The sentence of every event, by domain: each module has a dict of event names and lazy sentences.

A sentence is said of its actor ("published the RFQ") and may name facts of the event as %(name)s. How dates,
instants, quantities and numbers among them are written stands in ``WRITERS``, by event and name.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from portal.web.facts import Writers

SENTENCES: dict[str, Any] = {}
WRITERS: dict[str, Writers] = {}
for found in iter_modules(__path__):
    module = import_module(f"{__name__}.{found.name}")
    SENTENCES.update(module.SENTENCES)
    WRITERS.update(getattr(module, "WRITERS", {}))
