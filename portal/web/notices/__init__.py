"""The sentence of every kind of notice, by domain: a dict of kinds and lazy sentences filled by ``params``.

The same words stand in the inbox and as the subject of the mail.
"""

from typing import Any

from portal.web.notices import sourcing

SENTENCES: dict[str, Any] = {**sourcing.SENTENCES}
