"""Canaries: a string of its own in every text, every price and every file of a world, and who may read each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask import current_app
from sqlalchemy import String, inspect, select

from portal.accounts.models import Organisation, Person, Site
from portal.db import Model, Money, db
from portal.files import store
from portal.files.models import StoredFile
from portal.partnerships.models import Partnership, PartnershipOffer
from tests.objects import Objects

# What a buyer writes and its invited suppliers or its partners read as well.
SHOWN = {"rfq", "rfq_line", "addendum", "item", "spec", "spec_revision", "requirement", "clause", "category"}
SHOWN |= {"contract_clause", "rfq_file", "scheme"}
# Of those, what stays with the buyer all the same; and what one side of a common record keeps to itself.
BUYERS_OWN = {"erp_number", "return_reason", "override_reason", "note"}
PARTNERSHIP_OWN = {"erp_number": "buyer_id", "note": "buyer_id"}
# Of those, what an order prints for its supplier.
PRINTED = {"item.erp_number", "partnership.erp_number"}
# Words that the portal itself reads: codes, keys, zones, hashes and states.
CODES = re.compile(
    r"(^|_)(id|sha256|key|kind|type|state|currency|unit|country|timezone|zone|language|measure|incoterm|cpv|"
    r"signature|wrapped_by|fs_uniquifier|password|vat_number|website|tie_rule|verdict|failure|email|status)$"
)
APART = {"event", "request_key", "outbox", "document", "sign_in", "sealing_key", "signing_key", "membership"}
WORD = re.compile(r"kanari(\d{5})")
PRICE = re.compile(r"(?<!\d)7(\d{4})7\.")
DIGITS_IN_GROUPS = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass
class Canaries:
    """Every canary with the ids of the organisations that may read it, where it was put, and by which buyer."""

    readers: list[frozenset[int]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    buyers: list[int] = field(default_factory=list)
    done: set[tuple[str, Any]] = field(default_factory=set)
    buyer: int = 0

    def new(self, readers: set[int], place: str) -> int:
        self.readers.append(frozenset(readers))
        self.places.append(place)
        self.buyers.append(self.buyer)
        return len(self.readers) - 1

    def word(self, readers: set[int], place: str) -> str:
        return f"kanari{self.new(readers, place):05}"

    def printed(self, buyer: int, supplier: int) -> None:
        """An order of the buyer went to the supplier, who reads there what the buyer's ERP calls things."""
        for code, place in enumerate(self.places):
            if place in PRINTED and self.buyers[code] == buyer:
                self.readers[code] |= {supplier}

    def foreign(self, text: str, reader: int | None) -> set[str]:
        """Where the canaries were put that stand in a text and are not for this organisation."""
        plain = DIGITS_IN_GROUPS.sub("", text)
        codes = {int(code) for code in WORD.findall(text)} | {int(code) for code in PRICE.findall(plain)}
        known = {code for code in codes if code < len(self.readers)}
        return {self.places[code] for code in known if reader not in self.readers[code]}


def plant(canaries: Canaries, objects: Objects) -> None:
    """Put canaries into every row that is not planted yet: they belong to the parties of ``objects``."""
    parties = {objects.buyer, objects.supplier}
    invited = parties | {objects.world.beta.id}
    for mapper in sorted(Model.registry.mappers, key=lambda one: one.local_table.name):
        table = mapper.local_table.name
        if table in APART or issubclass(mapper.class_, (Organisation, Person, Site, StoredFile)):
            continue
        for row in db.session.scalars(select(mapper.class_)):
            key = (table, inspect(row).identity)
            if key not in canaries.done:
                canaries.done.add(key)
                canaries.buyer = objects.buyer
                write(
                    row,
                    (
                        plant_one(canaries, row, name, readers_of(row, name, table, parties, invited))
                        for name in mapper.columns.keys()  # noqa: SIM118
                    ),
                )
    plant_files(canaries, parties, invited)
    db.session.flush()
    db.session.expire_all()


def write(row: Any, values: Iterable[dict[str, Any]]) -> None:
    """Put values into a row past the model, which lets nobody touch what was released or sent."""
    new = {name: value for planted in values for name, value in planted.items()}
    if new:
        table, key = inspect(type(row)).local_table, inspect(row).identity
        same = [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
        db.session.execute(table.update().where(*same).values(new))


def readers_of(row: Any, name: str, table: str, parties: set[int], invited: set[int]) -> set[int]:
    """Who may read a column of a row."""
    owners = {getattr(row, owner, None) for owner in ("buyer_id", "supplier_id")} - {None}
    if table == "partnership" and name in PARTNERSHIP_OWN:
        return {getattr(row, PARTNERSHIP_OWN[name])}
    if table == "certificate":
        return parties
    if table in ("join_invitation", "webhook"):
        return {row.organisation_id}
    if table in SHOWN:
        return {min(owners)} if name in BUYERS_OWN and owners else invited
    return owners or parties


def plant_one(canaries: Canaries, row: Any, name: str, readers: set[int]) -> dict[str, Any]:
    """A canary for one column, where it holds text or a price."""
    column = inspect(type(row)).columns[name]
    place = f"{column.table.name}.{column.name}"
    if column.foreign_keys or column.primary_key:
        return {}
    if isinstance(column.type, Money):
        if getattr(row, name) is not None and name != "rate":
            return {column.name: Decimal(f"7{canaries.new(readers, place):04}7")}
    elif type(column.type).__name__ in ("String", "Text") and not CODES.search(name):
        assert isinstance(column.type, String)
        if (column.type.length or 99) >= len("kanari00000"):
            return {column.name: canaries.word(readers, place)}
    return {}


def plant_files(canaries: Canaries, parties: set[int], invited: set[int]) -> None:
    """A canary into the name and the bytes of every file that is stored in clear text."""
    url = current_app.config["SETTINGS"].files_url
    for file in db.session.scalars(select(StoredFile)):
        if ("file", file.id) in canaries.done:
            continue
        canaries.done.add(("file", file.id))
        readers = invited if file.name in ("spec.pdf", "rfq.pdf") else parties
        data = store.get(url, file.storage_key)
        if not data.startswith(b"%PDF"):
            continue
        kept = store.put(url, data + f"% {canaries.word(readers, 'file')}\n".encode())
        file.name = f"{canaries.word(readers, 'file name')}.pdf"
        file.storage_key, file.size, file.sha256 = kept.key, kept.size, kept.sha256


def plant_companies(canaries: Canaries) -> None:
    """Canaries into companies, sites and people; whoever has a partnership or an invitation knows them."""
    known: dict[int, set[int]] = {}
    for one in db.session.scalars(select(Partnership)):
        for reader, other in ((one.buyer_id, one.supplier_id), (one.supplier_id, one.buyer_id)):
            known.setdefault(reader, {reader}).add(other)
    for offer in db.session.scalars(select(PartnershipOffer)):
        known.setdefault(offer.partnership.buyer_id, set()).add(offer.supplier_id)
    # A requirement of everything is asked of every supplier of the buyer.
    for code, place in enumerate(canaries.places):
        if place.startswith("requirement."):
            canaries.readers[code] |= known[canaries.buyers[code]]
    for company in db.session.scalars(select(Organisation)):
        readers = known.get(company.id, set()) | {company.id}
        for record in (company, *company.sites):
            names = inspect(type(record)).columns.keys()
            write(record, (plant_one(canaries, record, name, readers) for name in names))
    db.session.expire_all()
