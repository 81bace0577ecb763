"""Notices of partnerships, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "partnership_offered": _("%(buyer)s wants to work with you"),
    "supplier_joined": _("%(supplier)s has joined"),
    "partnership_ended": _("%(buyer)s has ended the partnership with you"),
    "partnership_resumed": _("%(buyer)s works with you again"),
}
