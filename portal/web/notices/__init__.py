"""The sentence of every kind of notice, by domain: a dict of kinds and lazy sentences filled by ``params``.

The same words stand in the inbox and as the subject of the mail. ``DETAILS`` names what the mail says beside them,
by kind: a label for each of the params, in order, so that its reader knows whether to open it now. How dates, lines
and the like among the params are written stands in ``WRITERS``, by kind and name.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from portal.web import facts
from portal.web.facts import Writers

SENTENCES: dict[str, Any] = {}
WRITERS: dict[str, Writers] = {}
DETAILS: dict[str, dict[str, Any]] = {}
for found in iter_modules(__path__):
    module = import_module(f"{__name__}.{found.name}")
    SENTENCES.update(module.SENTENCES)
    WRITERS.update(getattr(module, "WRITERS", {}))
    DETAILS.update(getattr(module, "DETAILS", {}))


def said(kind: str, params: dict[str, Any]) -> str:
    """A notice in words, in the language under way."""
    return facts.filled(SENTENCES[kind], params, WRITERS.get(kind, {}))


def details(kind: str, params: dict[str, Any]) -> list[tuple[str, str]]:
    """What the mail says beside the sentence, labels and values; nothing for what the notice was not given."""
    return [
        (str(label), facts.said(params[name], name, WRITERS.get(kind, {})))
        for name, label in DETAILS.get(kind, {}).items()
        if params.get(name) not in (None, "", [])
    ]
