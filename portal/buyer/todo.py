"""Where the buyer's list of what waits comes from: one function per domain."""

from portal.web.menu import Source

SOURCES: list[Source] = []
