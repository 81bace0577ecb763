"""Which of the buyer's suppliers, items and sites a line means; what is not there yet is added as it is needed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count

import pycountry
from sqlalchemy import select

from portal.accounts.models import Organisation, Site
from portal.accounts.roles import Side
from portal.accounts.service import next_number
from portal.catalog.models import Item
from portal.db import db
from portal.imports.bulk import insert_rows
from portal.imports.cells.texts import same_name_key
from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.units import unit_code
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState


class Names:
    """Ids by the other program's number, or by name whatever its case and spacing.

    A number that is not known falls back on a record of that name which has no number itself.
    """

    def __init__(self, rows: Iterable[tuple[int, str | None, str]]) -> None:
        self._by_number: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._numbered: set[int] = set()
        for row in rows:
            self.add(*row)

    def add(self, key: int, number: str | None, name: str) -> None:
        self._by_name.setdefault(same_name_key(name), key)
        if number:
            self._by_number[number] = key
            self._numbered.add(key)

    def find(self, number: str | None, name: str) -> int | None:
        named = self._by_name.get(same_name_key(name))
        if not number:
            return named
        return self._by_number.get(number) or (named if named not in self._numbered else None)

    def missing(self, wanted: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
        """What cannot be found, each once, in the order in which it comes."""
        keys = {
            (number or same_name_key(name)): (number, name)
            for number, name in reversed(list(wanted))
            if self.find(number, name) is None
        }
        return list(reversed(keys.values()))


class Register:
    """The buyer's suppliers, items and sites. Only the buyer's own are looked at: another buyer's supplier of the
    same name is another record, since nothing here may tell that it exists."""

    def __init__(self, buyer: Organisation, now: datetime) -> None:
        self._buyer, self._now = buyer, now
        self.suppliers = Names(
            db.session.execute(
                select(Organisation.id, Partnership.erp_number, Organisation.name)
                .join(Partnership, Partnership.supplier_id == Organisation.id)
                .where(Partnership.buyer_id == buyer.id)
                .order_by(Partnership.id)
            )
        )
        items = select(Item.id, Item.erp_number, Item.name, Item.number).where(Item.buyer_id == buyer.id)
        rows = db.session.execute(items.order_by(Item.id)).all()
        self.items = Names((key, erp_number, name) for key, erp_number, name, _number in rows)
        self._item_numbers = {number for _key, _erp_number, _name, number in rows}
        sites = select(Site.id, Site.name).where(Site.organisation_id == buyer.id).order_by(Site.id)
        self.sites = Names((key, None, name) for key, name in db.session.execute(sites))

    def supplier_of(self, line: DeliveryLine) -> int | None:
        return self.suppliers.find(line.supplier_number, line.supplier)

    def item_of(self, line: DeliveryLine) -> int | None:
        return self.items.find(line.item_number, line.item)

    def site_of(self, line: DeliveryLine) -> int | None:
        """The receiving site; where only the country is told, it stands for the site."""
        place = line.site or line.country
        return self.sites.find(None, place) if place else None

    def complete(self, lines: Sequence[DeliveryLine], currency: str) -> None:
        """Add what the lines name and the buyer does not have: suppliers as active partners without people."""
        self._add_suppliers(
            self.suppliers.missing((line.supplier_number, line.supplier) for line in lines), currency
        )
        self._add_items(lines)
        self._add_sites(lines)

    def _add_suppliers(self, missing: Sequence[tuple[str | None, str]], currency: str) -> None:
        profiles = [
            {
                "side": Side.SUPPLIER,
                "name": name,
                "legal_name": name,
                "currency": currency,
                "created_at": self._now,
            }
            for _number, name in missing
        ]
        keys = insert_rows(Organisation, profiles)
        partnerships = [
            {
                "buyer_id": self._buyer.id,
                "supplier_id": key,
                "erp_number": number,
                "state": PartnershipState.ACTIVE,
                "created_at": self._now,
            }
            for key, (number, _name) in zip(keys, missing, strict=True)
        ]
        insert_rows(Partnership, partnerships)
        for key, (number, name) in zip(keys, missing, strict=True):
            self.suppliers.add(key, number, name)

    def _add_items(self, lines: Sequence[DeliveryLine]) -> None:
        missing = self.items.missing((line.item_number, line.item) for line in lines)
        first = {(line.item_number, line.item): line for line in reversed(lines)}
        numbers = self._free_numbers()
        rows = [
            {
                "buyer_id": self._buyer.id,
                "number": number if number and number not in self._item_numbers else next(numbers),
                "erp_number": number,
                "name": name,
                "description": ", ".join(
                    filter(None, (first[number, name].category, first[number, name].subcategory))
                ),
                "unit": unit_code(first[number, name].unit, first[number, name].pack_size),
                "created_at": self._now,
            }
            for number, name in missing
        ]
        self._item_numbers.update(str(row["number"]) for row in rows)
        for key, (number, name) in zip(insert_rows(Item, rows), missing, strict=True):
            self.items.add(key, number, name)

    def _free_numbers(self) -> Iterator[str]:
        """Numbers from the buyer's own range for items that come without one."""
        for _turn in count():
            number = f"I-{self._now.year}-{next_number(self._buyer.id, 'item', self._now.year):05d}"
            if number not in self._item_numbers:
                yield number

    def _add_sites(self, lines: Sequence[DeliveryLine]) -> None:
        countries = {
            line.site or line.country: line.country for line in reversed(lines) if line.site or line.country
        }
        missing = self.sites.missing((None, place) for place in countries if place)
        rows = [
            {
                "organisation_id": self._buyer.id,
                "name": place,
                "country": country_code(countries[place]),
                "timezone": self._buyer.timezone,
            }
            for _number, place in missing
        ]
        for key, (_number, place) in zip(insert_rows(Site, rows), missing, strict=True):
            self.sites.add(key, None, place)


def country_code(told: str | None) -> str:
    """The ISO 3166-1 alpha-2 code of a country by its name or code; "" where the name is not exactly one."""
    try:
        found = pycountry.countries.lookup(told) if told else None
    except LookupError:
        return ""
    return str(found.alpha_2) if found else ""
