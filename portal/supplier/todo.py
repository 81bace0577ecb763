"""Where the supplier's list of what waits comes from: one function per domain."""

from portal.supplier.todos import bids, certificates, orders, partnerships
from portal.web import company_todos
from portal.web.goals import todos as goals
from portal.web.menu import Source

SOURCES: list[Source] = [
    bids.todos,
    certificates.todos,
    orders.todos,
    goals.todos,
    partnerships.todos,
    company_todos.todos,
]
