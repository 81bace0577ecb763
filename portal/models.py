"""Every table of the portal, imported once: what migrations and ``create_app`` need to know."""

import portal.accounts.models
import portal.catalog.models
import portal.certificates.models
import portal.collaboration.models
import portal.documents.models
import portal.files.models
import portal.history
import portal.notices.models
import portal.orders.models
import portal.outbox
import portal.partnerships.models
import portal.scorecards.models
import portal.sourcing.models
import portal.web.counts
import portal.web.once
import portal.webhooks.models
from portal.db import Model

metadata = Model.metadata
