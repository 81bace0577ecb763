"""The supplier's company profile, sites and people: the pages that both sides have."""

from portal.supplier import bp
from portal.web import company, people
from portal.web.sides import add_to

add_to(bp, company.ROUTES)
add_to(bp, people.ROUTES)
