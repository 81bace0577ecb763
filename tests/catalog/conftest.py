"""A buyer's catalogue to test on."""

from datetime import datetime

import pytest

from portal.accounts.roles import Role
from portal.catalog import service
from portal.catalog.models import Item, Spec, SpecRevision
from portal.db import transaction
from portal.files.service import Upload
from tests.world import Company, World

WRITER = Role.PROCUREMENT


class Shelf:
    """The verbs of the catalogue as Acme's procurement, at one instant."""

    def __init__(self, company: Company, now: datetime) -> None:
        self.company, self.now = company, now
        self.actor = company.actor(WRITER)
        self.as_us = {"actor": self.actor, "now": now}

    def item(self, number: str = "I-1", **values) -> Item:
        draft = service.ItemDraft(**{"number": number, "name": f"Item {number}", "unit": "H87", **values})
        return service.create_item(self.company.id, draft, **self.as_us)

    def spec(self, number: str = "S-1", text: str = "As drawn.", item: Item | None = None) -> Spec:
        return service.create_spec(
            self.company.id, number=number, title=f"Spec {number}", item=item, text=text, **self.as_us
        )

    def released(self, number: str = "S-1") -> SpecRevision:
        revision = self.spec(number).revisions[0]
        service.release(revision, **self.as_us)
        return revision

    def add(self, revision: SpecRevision, *names: str, drawing: bool = False) -> None:
        uploads = [
            Upload(name, "application/pdf", 9, name.ljust(64, "0"), f"{revision.id}-{name}") for name in names
        ]
        service.add_files(revision, uploads, drawing=drawing, **self.as_us)


@pytest.fixture
def shelf(world: World, now: datetime) -> Shelf:
    """Acme's catalogue. Use inside ``transaction()``."""
    return Shelf(world.acme, now)


@pytest.fixture
def other_shelf(world: World, now: datetime) -> Shelf:
    """Bolt's catalogue."""
    return Shelf(world.bolt, now)


@pytest.fixture
def writing():
    """A write transaction around a test's verbs."""
    with transaction():
        yield
