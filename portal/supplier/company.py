"""The supplier's company profile, sites, people and webhooks: the pages that both sides have."""

from portal.supplier import bp
from portal.web import company, people, webhooks
from portal.web.sides import add_to

add_to(bp, company.ROUTES)
add_to(bp, people.ROUTES)
webhooks.put_on(bp)
