"""Where the buyer's list of what waits comes from: one function per domain."""

from portal.buyer.todos import catalog, certificates, orders, partnerships, sourcing
from portal.web import company_todos
from portal.web.goals import todos as goals
from portal.web.menu import Source

SOURCES: list[Source] = [
    sourcing.todos,
    certificates.todos,
    orders.todos,
    goals.todos,
    catalog.todos,
    partnerships.todos,
    company_todos.todos,
]
