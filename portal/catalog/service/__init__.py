"""The verbs of the catalogue, by topic: categories, items, specs and their revisions."""

from portal.catalog.service.categories import (
    archive_category,
    change_category,
    create_category,
    restore_category,
)
from portal.catalog.service.discarding import (
    discard_item,
    discard_revision,
    discard_spec,
    item_is_used,
    spec_is_used,
)
from portal.catalog.service.items import ItemDraft, archive_item, change_item, create_item, restore_item
from portal.catalog.service.revisions import (
    add_files,
    change_revision,
    content_sha256,
    release,
    remove_file,
    start_revision,
)
from portal.catalog.service.specs import archive_spec, change_spec, create_spec, restore_spec

__all__ = [
    "ItemDraft",
    "add_files",
    "archive_category",
    "archive_item",
    "archive_spec",
    "change_category",
    "change_item",
    "change_revision",
    "change_spec",
    "content_sha256",
    "create_category",
    "create_item",
    "create_spec",
    "discard_item",
    "discard_revision",
    "discard_spec",
    "item_is_used",
    "release",
    "remove_file",
    "restore_category",
    "restore_item",
    "restore_spec",
    "spec_is_used",
    "start_revision",
]
