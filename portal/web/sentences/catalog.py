"""What happened in the catalogue, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "CategoryCreated": _("added the category"),
    "CategoryChanged": _("changed the category"),
    "CategoryArchived": _("took the category out of use"),
    "CategoryRestored": _("took the category into use again"),
    "ItemCreated": _("added the item"),
    "ItemChanged": _("changed the item"),
    "ItemArchived": _("took the item out of use"),
    "ItemRestored": _("took the item into use again"),
    "ItemDiscarded": _("discarded the item"),
    "SpecCreated": _("added the spec"),
    "SpecChanged": _("changed the number, title or item of the spec"),
    "SpecArchived": _("took the spec out of use"),
    "SpecRestored": _("took the spec into use again"),
    "SpecDiscarded": _("discarded the spec"),
    "SpecRevisionStarted": _("began a revision"),
    "SpecRevisionChanged": _("wrote on the draft"),
    "SpecRevisionDiscarded": _("discarded a draft revision"),
    "SpecFileAdded": _("added a file to the draft"),
    "SpecFileRemoved": _("removed a file from the draft"),
    "SpecRevisionReleased": _("released a revision"),
    "SpecRevisionSuperseded": _("superseded a revision with a newer one"),
}
