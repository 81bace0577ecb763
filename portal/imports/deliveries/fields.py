"""The fields of a delivery history and the names by which other programs' columns are known.

The names are normalised (``columns.normalise``): small letters, "no" and "#" as "number", "qty" as "quantity". A
currency at the end of a header is not part of its name. A "delivery date" alone is in no list: some programs mean
the agreed date by it and others the day of arrival.
"""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.imports.columns import Field, Form, Kind


def _field(name: str, title: Any, names: str, kind: Kind = Kind.TEXT, longest: int = 200) -> Field:
    return Field(name, title, tuple(names.split(", ")), kind, longest)


_KEYS = (
    _field(
        "external_id",
        _("line's own number"),
        "id, line id, row id, record id, external id, delivery line id, order line id, transaction id",
        longest=60,
    ),
    _field(
        "order_number",
        _("order number"),
        "po so number, po so, po number, po, po id, purchase order, purchase order number, "
        "purchase order id, purchasing document, order, order number, order id, ordernumber, "
        "ponumber",
        longest=60,
    ),
    _field(
        "line_reference",
        _("line of the order"),
        "line, line number, po line, po line number, order line, order line number, "
        "line item number, line reference, position, pos",
        longest=60,
    ),
)

_WHAT = (
    _field(
        "supplier",
        _("supplier"),
        "vendor, vendor name, supplier, supplier name, seller",
    ),
    _field(
        "supplier_number",
        _("supplier's number"),
        "vendor number, vendor id, vendor code, supplier number, supplier id, supplier code",
        longest=60,
    ),
    _field(
        "item",
        _("item"),
        "item description, item, item name, material description, product, product name, "
        "product description, article, article description, description",
        longest=300,
    ),
    _field(
        "item_number",
        _("item's number"),
        "item number, item id, item code, material, material number, material code, "
        "product number, product id, product code, article number, part number, sku",
        longest=60,
    ),
    _field(
        "category",
        _("category"),
        "product group, category, item category, material group, commodity",
    ),
    _field(
        "subcategory",
        _("subcategory"),
        "sub classification, subcategory, sub category",
    ),
    _field(
        "manufacturing_site",
        _("manufacturing site"),
        "manufacturing site, manufacturer site, manufacturing plant, production site, place of manufacture",
    ),
)

_HOW_MUCH = (
    _field(
        "unit",
        _("unit"),
        "unit, unit of measure, uom, order unit, quantity unit",
        longest=40,
    ),
    _field(
        "pack_size",
        _("units in a pack"),
        "unit of measure per pack, uom per pack, units per pack, pack size, quantity per pack",
        Kind.NUMBER,
    ),
    _field(
        "quantity",
        _("quantity ordered"),
        "line item quantity, line quantity, item quantity, quantity, order quantity, "
        "ordered quantity, quantity ordered, po quantity",
        Kind.NUMBER,
    ),
    _field(
        "received_quantity",
        _("quantity received"),
        "received quantity, quantity received, delivered quantity, quantity delivered, "
        "receipt quantity, goods receipt quantity",
        Kind.NUMBER,
    ),
    _field(
        "currency",
        _("currency"),
        "currency, currency code, curr, order currency",
        longest=3,
    ),
    _field(
        "line_value",
        _("line value"),
        "line item value, line value, item value, line amount, line total, value, amount, "
        "net value, net amount, order value, total value, extended price",
        Kind.MONEY,
    ),
    _field(
        "pack_price",
        _("price of a pack"),
        "pack price, price per pack",
        Kind.MONEY,
    ),
    _field(
        "unit_price",
        _("unit price"),
        "unit price, price per unit, price, net price",
        Kind.MONEY,
    ),
    _field(
        "freight",
        _("freight"),
        "freight cost, freight, freight costs, freight amount",
        Kind.MONEY,
    ),
    _field(
        "insurance",
        _("insurance"),
        "line item insurance, insurance, insurance cost, insurance amount",
        Kind.MONEY,
    ),
    _field(
        "weight_kg",
        _("weight in kilograms"),
        "weight kilograms, weight kilogram, weight kg, weight kgs, weight in kg, gross weight kg",
        Kind.NUMBER,
    ),
)

_WHEN = (
    _field(
        "quoted_date",
        _("date of the quotation"),
        "pq first sent to client date, pq first sent to client, quote date, quotation date",
        Kind.DATE,
    ),
    _field(
        "ordered_date",
        _("date of the order"),
        "po sent to vendor date, po sent to vendor, po sent date, po date, order date, ordered, "
        "ordered date, ordered on, date ordered, purchase order date, po created date, "
        "document date",
        Kind.DATE,
    ),
    _field(
        "agreed_date",
        _("agreed delivery date"),
        "scheduled delivery date, scheduled delivery, scheduled date, delivery scheduled date, "
        "agreed date, agreed delivery date, promised date, promise date, promised delivery date, "
        "confirmed date, confirmed delivery date, committed date, committed delivery date, "
        "planned delivery date, due date, delivery due date, expected delivery date",
        Kind.DATE,
    ),
    _field(
        "arrival_date",
        _("date of arrival"),
        "delivered to client date, delivered to client, delivered, delivered date, delivered on, "
        "date delivered, actual delivery, actual delivery date, arrival date, arrived, arrived on, "
        "date received, received date, received on, receipt date, goods receipt date",
        Kind.DATE,
    ),
    _field(
        "recorded_date",
        _("date of recording"),
        "delivery recorded date, delivery recorded, recorded date, recorded, recorded on, "
        "date recorded, posting date, posted date, entry date",
        Kind.DATE,
    ),
)

_WHERE = (
    _field(
        "incoterm",
        _("Incoterm"),
        "vendor inco term, vendor incoterm, vendor incoterms, inco term, inco terms, incoterm, "
        "incoterms, delivery terms, terms of delivery",
        longest=60,
    ),
    _field(
        "country",
        _("country"),
        "country, destination country, ship to country, delivery country",
    ),
    _field(
        "site",
        _("receiving site"),
        "site, plant, receiving site, delivery site, ship to, destination, warehouse",
    ),
    _field(
        "project",
        _("project"),
        "project code, project, project number, project id",
    ),
    _field(
        "mode",
        _("mode of transport"),
        "shipment mode, shipping mode, ship mode, transport mode, mode of transport, mode",
    ),
    _field(
        "ship_notice",
        _("ship notice"),
        "asn dn number, asn dn, asn number, asn, ship notice, ship notice number, dn number, "
        "delivery note, delivery note number, shipment number, shipment id",
        longest=60,
    ),
)

DELIVERIES = Form(
    fields=_KEYS + _WHAT + _HOW_MUCH + _WHEN + _WHERE,
    needs=(
        ("order_number",),
        ("external_id", "line_reference"),
        ("supplier",),
        ("item", "item_number"),
        ("quantity",),
        ("line_value",),
        ("agreed_date",),
        ("arrival_date",),
    ),
)
