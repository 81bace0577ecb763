"""The sentence of every kind of notice, by domain: a dict of kinds and lazy sentences filled by ``params``.

The same words stand in the inbox and as the subject of the mail. How dates among the params are written stands in
``WRITERS``, by kind and name.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from portal.web.facts import Writers, filled

SENTENCES: dict[str, Any] = {}
WRITERS: dict[str, Writers] = {}
for found in iter_modules(__path__):
    module = import_module(f"{__name__}.{found.name}")
    SENTENCES.update(module.SENTENCES)
    WRITERS.update(getattr(module, "WRITERS", {}))


def said(kind: str, params: dict[str, Any]) -> str:
    """A notice in words, in the language under way."""
    return filled(SENTENCES[kind], params, WRITERS.get(kind, {}))
