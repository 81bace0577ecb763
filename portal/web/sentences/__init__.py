"""The sentence of every event, by domain: each module has a dict of event names and lazy sentences.

A sentence is said of its actor ("published the RFQ") and may name facts of the event as %(name)s.
"""

from typing import Any

from portal.web.sentences import accounts, files, sourcing

SENTENCES: dict[str, Any] = {**accounts.SENTENCES, **files.SENTENCES, **sourcing.SENTENCES}
