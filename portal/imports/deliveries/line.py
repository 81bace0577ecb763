"""One order line and its delivery, as a history tells it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.imports.cells.texts import same_name_key
from portal.money import SCALE, round_to


@dataclass(frozen=True)
class DeliveryLine:
    """One order line and its delivery.

    Quantities are in ``unit`` as told, or in packs of ``pack_size``; None where nothing is told. ``line_value`` is
    rounded half-up once to the decimals of ``currency`` (ISO 4217), prices and quantities to 6 decimals. Dates are
    calendar dates at the receiving site. ``incoterm`` is a code of Incoterms 2020; where it is None,
    ``incoterm_told`` still has what the file says, such as "DDU". ``received_quantity`` is None where the file has
    only one quantity or leaves it open; ``arrival_date`` is None for a line that has not been delivered.
    """

    row: int
    external_id: str
    order_number: str
    line_reference: str | None
    supplier: str
    supplier_number: str | None
    item: str
    item_number: str | None
    category: str | None
    subcategory: str | None
    manufacturing_site: str | None
    unit: str | None
    pack_size: Decimal | None
    quantity: Decimal
    received_quantity: Decimal | None
    currency: str
    line_value: Decimal
    pack_price: Decimal | None
    unit_price: Decimal | None
    freight: Decimal | None
    insurance: Decimal | None
    weight_kg: Decimal | None
    quoted_date: date | None
    ordered_date: date | None
    agreed_date: date
    arrival_date: date | None
    recorded_date: date | None
    incoterm: str | None
    incoterm_told: str | None
    country: str | None
    site: str | None
    project: str | None
    mode: str | None
    ship_notice: str | None

    @property
    def price(self) -> Decimal:
        """The price of what ``quantity`` counts, to 6 decimals.

        That of a pack where packs are counted, else that of a unit; where neither is told, the value divided by the
        quantity. The value of a line is what the file tells, and not the product of this price.
        """
        if self.pack_price is not None:
            return self.pack_price
        if self.unit_price is not None and not self.pack_size:
            return self.unit_price
        return round_to(self.line_value / self.quantity, SCALE)

    @property
    def arrived_quantity(self) -> Decimal:
        """What has arrived: the quantity received, or all of it where only one quantity is told; 0 before arrival."""
        if self.arrival_date is None:
            return Decimal(0)
        return self.quantity if self.received_quantity is None else self.received_quantity

    @property
    def delivered_in_full(self) -> bool:
        return self.arrived_quantity >= self.quantity

    @property
    def earliest_date(self) -> date:
        """The earliest day that is told of the order, its quotation apart."""
        days = (self.ordered_date, self.agreed_date, self.arrival_date, self.recorded_date)
        return min(day for day in days if day)

    @property
    def supplier_key(self) -> str:
        """What every row of this supplier shares: its number, or its name whatever the case and spacing."""
        return f"#{self.supplier_number}" if self.supplier_number else same_name_key(self.supplier)

    @property
    def item_key(self) -> str:
        """What every row of this item shares: its number, or its description whatever the case and spacing."""
        return f"#{self.item_number}" if self.item_number else same_name_key(self.item)
