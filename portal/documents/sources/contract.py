"""The facts of a contract, as it is issued."""

from datetime import date

from flask_babel import force_locale

from portal import clock
from portal.documents.facts import Clause, ContractFacts, PriceLine, References, Signature
from portal.documents.sources import parts
from portal.orders.models import Contract, ContractLine
from portal.orders.models import Signature as Block
from portal.sourcing.models import OpenedLine
from portal.sourcing.queries.opened import receipt_number


def contract_facts(contract: Contract, issued_on: date) -> ContractFacts:
    """What the contract says, in the buyer's language; ``issued_on`` is a date at the buyer's place."""
    language = contract.buyer.language
    offers = parts.offers([line.award_line_id for line in contract.lines])
    with force_locale(language.replace("-", "_")):
        return ContractFacts(
            number=contract.number or "",
            revision=contract.revision,
            title=contract.title,
            issued_on=issued_on,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            language=language,
            currency=contract.currency,
            buyer=parts.buyer_party(contract.buyer, contract.created_by_id),
            supplier=parts.supplier_party(contract.supplier, contract.buyer_id),
            delivery=parts.delivery(contract.incoterm, contract.incoterm_place),
            payment_terms=contract.payment_terms,
            references=_references(contract, list(offers.values())),
            erp_number=contract.erp_number or "",
            prices=tuple(_line(line, offers.get(line.award_line_id or 0)) for line in contract.lines),
            clauses=tuple(
                Clause(number=str(clause.position), title=clause.title, text=clause.text)
                for clause in contract.clauses
            ),
            signatures=tuple(_signature(block, contract) for block in contract.signatures),
        )


def _references(contract: Contract, offers: list[OpenedLine]) -> References:
    bid = offers[0].opened_bid if offers else None
    return References(
        rfq=(contract.award.rfq.number or "") if contract.award else "",
        bid=receipt_number(bid) if bid else "",
        quote=bid.quote_number if bid else "",
    )


def _line(line: ContractLine, offered: OpenedLine | None) -> PriceLine:
    limit = None if line.quantity is None else parts.quantity(line.quantity, line.unit)
    return PriceLine(
        number=line.position, item=parts.item(line, offered), price=parts.price(line), limit=limit
    )


def _signature(block: Block, contract: Contract) -> Signature:
    own = contract.buyer if block.organisation_id == contract.buyer_id else contract.supplier
    signed_on = clock.day_in(block.signed_at, own.timezone) if block.signed_at else None
    return Signature(
        party=own.legal_name or own.name, name=block.name, title=block.title, signed_on=signed_on
    )
