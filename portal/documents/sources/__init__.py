"""What an order or a contract says, as the facts of its document, in the document's language."""

from portal.documents.sources.contract import contract_facts
from portal.documents.sources.order import order_facts

__all__ = ["contract_facts", "order_facts"]
