"""The facts of a purchase order, as it stands."""

from dataclasses import replace
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.documents.facts import (
    Charge,
    Clause,
    OrderFacts,
    OrderLine,
    Party,
    References,
    ScheduleLine,
    Totals,
)
from portal.documents.sources import parts
from portal.documents.sources.changes import changes
from portal.orders.models import PoLine, PurchaseOrder
from portal.orders.models import ScheduleLine as Part
from portal.orders.workflow import ScheduleState
from portal.sourcing.models import OpenedLine


def order_facts(order: PurchaseOrder, issued_on: date, before: OrderFacts | None = None) -> OrderFacts:
    """What the order says now, in the buyer's language; ``issued_on`` is a date at the buyer's place.

    What is cancelled is left out. ``before`` are the facts of the revision before this one, from which
    the note tells what changes.
    """
    language = order.buyer.language
    offers = parts.offers([line.award_line_id for line in order.lines])
    with force_locale(language.replace("-", "_")):
        facts = OrderFacts(
            number=order.number or "",
            revision=order.revision,
            issued_on=issued_on,
            language=language,
            currency=order.currency,
            buyer=parts.buyer_party(order.buyer, order.created_by_id),
            supplier=parts.supplier_party(order.supplier, order.buyer_id),
            consignee=_consignee(order),
            delivery=parts.delivery(order.incoterm, order.incoterm_place, parts.basis_of(order)),
            payment_terms=order.payment_terms,
            references=_references(order),
            erp_number=order.erp_number or "",
            lines=tuple(
                _line(line, offers.get(line.award_line_id or 0)) for line in order.lines if not line.cancelled
            ),
            totals=_totals(order),
            remarks=(order.remark.strip(),) if order.remark.strip() else (),
            clauses=_terms(order),
        )
        return replace(facts, revision_note=changes(before, facts)) if before else facts


def _references(order: PurchaseOrder) -> References:
    return References(
        rfq=(order.award.rfq.number or "") if order.award else "",
        bid=order.bid_receipt,
        quote=order.quote_number,
        contract=(order.contract.number or "") if order.contract else "",
    )


def _consignee(order: PurchaseOrder) -> Party | None:
    """The one site to which everything goes, where there is one."""
    sites = {part.site for line in order.lines for part in _live(line)}
    site = sites.pop() if len(sites) == 1 else None
    if site is None:
        return None
    name = f"{order.buyer.legal_name or order.buyer.name}, {site.name}"
    return Party(legal_name=name, address=parts.address(site))


def _live(line: PoLine) -> list[Part]:
    return [part for part in line.schedule if part.state is not ScheduleState.CANCELLED]


def _line(line: PoLine, offered: OpenedLine | None) -> OrderLine:
    return OrderLine(
        number=line.position,
        erp_number=line.erp_number or "",
        item=parts.item(line, offered),
        quantity=parts.quantity(line.quantity, line.unit),
        price=parts.price(line),
        amount=line.amount,
        under_tolerance=line.order.under_tolerance,
        over_tolerance=line.order.over_tolerance,
        schedule=tuple(
            ScheduleLine(
                quantity=part.quantity,
                requested_on=part.requested_date,
                agreed_on=part.agreed_date,
                revised_on=part.revised_date,
                place=part.site.name if part.site else "",
            )
            for part in _live(line)
        ),
    )


def _totals(order: PurchaseOrder) -> Totals:
    charges = tuple(
        Charge(label=label, amount=amount)
        for label, amount in ((_("Freight"), order.freight), (_("Other costs"), order.other_costs))
        if amount
    )
    net = order.net_amount
    return Totals(lines=order.goods_amount, charges=charges, net=net, gross=net)


def _terms(order: PurchaseOrder) -> tuple[Clause, ...]:
    """What holds for every order of this portal, and the contract from which it is called off."""
    terms = [
        (
            _("Answer"),
            _(
                "Please answer this order by schedule line. A change of quantity, date or price takes effect "
                "only once the other side has accepted it; silence accepts nothing."
            ),
        ),
        (
            _("Specifications"),
            _("Each line is delivered to the one revision of the specification that is named with it."),
        ),
    ]
    if order.contract is not None:
        contract = _("The clauses of contract %(number)s apply.", number=order.contract.number)
        terms.append((_("Contract"), contract))
    terms.append((_("Form"), _("This order was issued electronically and is valid without a signature.")))
    return tuple(
        Clause(number=str(number), title=title, text=text) for number, (title, text) in enumerate(terms, 1)
    )
