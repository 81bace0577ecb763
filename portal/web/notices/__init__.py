"""The sentence of every kind of notice, by domain: a dict of kinds and lazy sentences filled by ``params``.

The same words stand in the inbox and as the subject of the mail.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

SENTENCES: dict[str, Any] = {}
for module in iter_modules(__path__):
    SENTENCES.update(import_module(f"{__name__}.{module.name}").SENTENCES)
