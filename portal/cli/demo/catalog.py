"""The catalogue of the demo: what Nordwerk and Helva buy, and how it is specified."""

import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import current_app

from portal.catalog import service
from portal.catalog.models import SpecRevision
from portal.catalog.rules.items import UnitDraft
from portal.cli.demo import drawings
from portal.cli.demo.catalog_data import CATEGORIES, ITEMS, SPECS, ItemData, SpecData
from portal.cli.demo.world import DemoWorld
from portal.db import db
from portal.files.service import Upload, receive

WRITERS = {"nordwerk": "petra@nordwerk.example", "helvetia": "luca@helva.example"}
EXTRAS = {
    "colour": ("RAL-5010.png", drawings.colour_sample(0, 79, 124)),
    "tolerances": (
        "tolerances.csv",
        drawings.table(
            [["Feature", "Nominal", "Tolerance"], ["Seat 1", "140", "H7"], ["Seat 2", "90", "H7"]]
        ),
    ),
}


def fill(world: DemoWorld, now: datetime) -> None:  # noqa: ARG001
    """``world.made`` gets ``category:KEY``, ``item:NUMBER``, ``spec:NUMBER`` and ``revision:NUMBER`` (in force)."""
    begin = world.start.replace(hour=8, minute=30)
    for buyer, writer in WRITERS.items():
        acting = {"actor": world.actor(writer), "now": begin + timedelta(days=3)}
        _categories(world, buyer, acting)
        for item in ITEMS[buyer]:
            _item(world, buyer, item, acting)
        for number, spec in enumerate(SPECS[buyer]):
            day = begin + timedelta(days=5 + number, hours=number)
            _spec(world, buyer, spec, {**acting, "now": day})
    db.session.flush()


def _categories(world: DemoWorld, buyer: str, acting: dict[str, Any]) -> None:
    for key, (cpv, name) in CATEGORIES[buyer].items():
        made = service.create_category(world.companies[buyer].id, cpv=cpv, name=name, **acting)
        world.made[f"category:{key}"] = made


def _item(world: DemoWorld, buyer: str, data: ItemData, acting: dict[str, Any]) -> None:
    draft = service.ItemDraft(
        number=data.number,
        name=data.name,
        unit=data.unit,
        erp_number=data.erp,
        description=data.about,
        category=world.made[f"category:{data.category}"],
        units=[
            UnitDraft(unit, Decimal(factor), for_orders=use == "orders", for_prices=use == "prices")
            for unit, factor, use in data.units
        ],
    )
    world.made[f"item:{data.number}"] = service.create_item(world.companies[buyer].id, draft, **acting)


def _spec(world: DemoWorld, buyer: str, data: SpecData, acting: dict[str, Any]) -> None:
    label, text, _note = data.revisions[0]
    spec = service.create_spec(
        world.companies[buyer].id,
        number=data.number,
        title=data.title,
        item=world.made[f"item:{data.item}"],
        label=label,
        text=text,
        **acting,
    )
    world.made[f"spec:{data.number}"] = spec
    revision = spec.revisions[0]
    _draw(revision, data, acting)
    _attach(revision, [EXTRAS[name] for name in data.extras], drawing=False, acting=acting)
    for number, (label, text, note) in enumerate(data.revisions[1:], 1):
        service.release(revision, **acting)
        acting = {**acting, "now": acting["now"] + timedelta(days=60 * number)}
        revision = service.start_revision(spec, label=label, change_note=note, **acting)
        service.change_revision(revision, label=label, text=text, change_note=note, **acting)
        service.remove_file(revision, next(one for one in revision.files if one.drawing), **acting)
        _draw(revision, data, acting)
    if not data.draft:
        service.release(revision, **acting)
    world.made[f"revision:{data.number}"] = spec.released


def _draw(revision: SpecRevision, data: SpecData, acting: dict[str, Any]) -> None:
    sheet = drawings.drawing(data.number, data.title, revision.label, data.shape)
    name = f"{data.number}-{revision.label}.pdf"
    _attach(revision, [(name, sheet)], drawing=True, acting=acting)


def _attach(
    revision: SpecRevision, files: Iterable[tuple[str, bytes]], *, drawing: bool, acting: dict[str, Any]
) -> None:
    service.add_files(revision, [upload(name, data) for name, data in files], drawing=drawing, **acting)


def upload(name: str, data: bytes) -> Upload:
    """A file of the demo, checked and stored as the edge does it with one that somebody sends."""
    settings = current_app.config["SETTINGS"]
    return receive(settings.files_url, name, io.BytesIO(data), settings.max_upload)
