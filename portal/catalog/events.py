"""What happens in the catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CategoryCreated:
    category_id: int


@dataclass(frozen=True)
class CategoryChanged:
    category_id: int


@dataclass(frozen=True)
class CategoryArchived:
    category_id: int


@dataclass(frozen=True)
class CategoryRestored:
    category_id: int


@dataclass(frozen=True)
class ItemCreated:
    item_id: int


@dataclass(frozen=True)
class ItemChanged:
    item_id: int


@dataclass(frozen=True)
class ItemArchived:
    item_id: int


@dataclass(frozen=True)
class ItemRestored:
    item_id: int


@dataclass(frozen=True)
class ItemDiscarded:
    item_id: int


@dataclass(frozen=True)
class SpecCreated:
    spec_id: int


@dataclass(frozen=True)
class SpecChanged:
    spec_id: int


@dataclass(frozen=True)
class SpecArchived:
    spec_id: int


@dataclass(frozen=True)
class SpecRestored:
    spec_id: int


@dataclass(frozen=True)
class SpecDiscarded:
    spec_id: int


@dataclass(frozen=True)
class SpecRevisionStarted:
    revision_id: int


@dataclass(frozen=True)
class SpecRevisionChanged:
    revision_id: int


@dataclass(frozen=True)
class SpecRevisionDiscarded:
    revision_id: int


@dataclass(frozen=True)
class SpecFileAdded:
    revision_id: int
    file_id: int


@dataclass(frozen=True)
class SpecFileRemoved:
    revision_id: int
    file_id: int


@dataclass(frozen=True)
class SpecRevisionReleased:
    """``content_sha256`` is over the text and the files, so that the chain of events proves what was released."""

    revision_id: int
    content_sha256: str


@dataclass(frozen=True)
class SpecRevisionSuperseded:
    revision_id: int
    by_revision_id: int
