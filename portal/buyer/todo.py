"""Where the buyer's list of what waits comes from: one function per domain."""

from portal.buyer.todos import certificates, orders, sourcing
from portal.web.goals import todos as goals
from portal.web.menu import Source

SOURCES: list[Source] = [sourcing.todos, certificates.todos, orders.todos, goals.todos]
