"""One record of every kind that an address can name, owned by Acme and Alpha: for tests over all routes.

Beta competes with Alpha: it is invited to the same RFQ. Gamma is invited to nothing. Bolt is another buyer.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.models import JoinInvitation, Organisation
from portal.accounts.roles import Role, Side
from portal.catalog.models import Category, Item, Spec, SpecFile, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.certificates.models import Certificate, CertificateShare, Requirement, Review
from portal.certificates.workflow import Scope
from portal.collaboration.models import Goal
from portal.collaboration.rules.terms import Direction
from portal.collaboration.workflow import GoalState
from portal.partnerships.models import Partnership, PartnershipOffer
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.documents import BidDocument
from portal.sourcing.models import (
    Addendum,
    Bid,
    BidVersion,
    Invitation,
    Question,
    Rfq,
    RfqFile,
    RfqLine,
    RfqRound,
)
from portal.sourcing.queries import door
from portal.sourcing.service import keys
from portal.sourcing.workflow import BidState, RfqState
from portal.webhooks.models import Webhook
from portal.workflow import PORTAL
from tests.opened_objects import add_opened
from tests.order_objects import add_award, add_deliveries, add_orders
from tests.records import add, message_of, sealed_file, stored
from tests.world import World


class Objects:
    """The records, and the public ids that fill the parameters of an address."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now, self.today = world, now, now.date()
        self.buyer, self.supplier = world.acme.id, world.alpha.id
        self.both = {"buyer_id": self.buyer, "supplier_id": self.supplier}
        # A measure is named by a word of its own.
        self.own: dict[Side, dict[str, str]] = {}
        self.ids: dict[str, str] = {"measure": "on_time"}
        self.files: dict[str, str] = {}
        self.catalog()
        self.relation()
        self.sourcing()
        add_award(self)
        add_opened(self)
        add_orders(self)
        add_deliveries(self)

    def name(self, **records: Any) -> None:
        self.ids.update({kind: record.public_id for kind, record in records.items()})

    def catalog(self) -> None:
        buyer, now = self.buyer, self.now
        self.category = add(Category(buyer_id=buyer, cpv="42000000-6", name="Machinery"))
        self.item = add(
            Item(
                buyer_id=buyer,
                number="I-1",
                name="Housing",
                unit="H87",
                category=self.category,
                created_at=now,
            )
        )
        self.spec = add(Spec(buyer_id=buyer, item=self.item, number="S-1", title="Housing", created_at=now))
        self.revision = add(
            SpecRevision(
                buyer_id=buyer, spec=self.spec, ordinal=1, label="A", text="As drawn.", created_at=now
            )
        )
        file = stored(self.world.acme, now, "spec.pdf")
        add(SpecFile(revision_id=self.revision.id, file=file))
        self.revision.state, self.revision.released_at = RevisionState.RELEASED, now
        self.files |= {"revision": file.public_id, "spec": file.public_id}
        self.name(category=self.category, item=self.item, spec=self.spec, revision=self.revision)

    def relation(self) -> None:
        now, today = self.now, self.today
        for company in (self.world.alpha, self.world.beta):
            partnership = add(
                Partnership(
                    buyer_id=self.buyer, supplier_id=company.id, state=PartnershipState.ACTIVE, created_at=now
                )
            )
            if company is self.world.alpha:
                self.partnership = partnership
        self.requirement = add(
            Requirement(buyer_id=self.buyer, scope=Scope.EVERYTHING, standard="ISO 9001", created_at=now)
        )
        file = stored(self.world.alpha, now, "certificate.pdf")
        self.certificate = add(
            Certificate(
                supplier_id=self.supplier,
                standard="ISO 9001",
                entity="Alpha GmbH",
                valid_from=today - timedelta(days=100),
                valid_until=today + timedelta(days=200),
                file=file,
                created_at=now,
            )
        )
        add(CertificateShare(certificate_id=self.certificate.id, **self.both, shared_at=now))
        self.review = add(
            Review(**self.both, certificate=self.certificate, requirement=self.requirement, submitted_at=now)
        )
        self.goal = add(
            Goal(
                **self.both,
                partnership=self.partnership,
                proposed_by_organisation_id=self.buyer,
                title="Fewer defects",
                unit="ppm",
                baseline=Decimal(900),
                target=Decimal(100),
                direction=Direction.DOWN,
                due_on=today + timedelta(days=300),
                state=GoalState.PROPOSED,
                proposed_at=now,
            )
        )
        self.files |= {"certificate": file.public_id, "review": file.public_id}
        self.name(
            partnership=self.partnership,
            supplier=self.world.alpha.organisation,
            buyer=self.world.acme.organisation,
            requirement=self.requirement,
            certificate=self.certificate,
            review=self.review,
            goal=self.goal,
        )
        self.people()

    def people(self) -> None:
        """What each side has of its own under the same name, and an offer of Bolt's to Alpha."""
        now = self.now
        for company, role in ((self.world.acme, Role.REQUESTER), (self.world.alpha, Role.SUPPLIER_FINANCE)):
            invitation = add(
                JoinInvitation(
                    organisation_id=company.id,
                    email="new@example.org",
                    name="New",
                    roles=[str(role)],
                    created_at=now,
                    expires_at=now + timedelta(days=14),
                )
            )
            webhook = add(
                Webhook(
                    organisation_id=company.id,
                    url="https://erp.example.org/hook",
                    topics=["orders"],
                    wrapped_secret=b"",
                    wrapped_by="",
                    created_at=now,
                )
            )
            records = {
                "site": company.site,
                "person": company.people[role],
                "join_invitation": invitation,
                "webhook": webhook,
                "delivery": message_of(webhook, now, delivered_at=now),
            }
            self.own[company.organisation.side] = {name: record.public_id for name, record in records.items()}
            self.name(**records)
        made = add(
            Organisation(side=Side.SUPPLIER, name="Alpha", legal_name="Alpha", country="DE", created_at=now)
        )
        typed = add(Partnership(buyer_id=self.world.bolt.id, supplier_id=made.id, created_at=now))
        alpha = self.world.alpha.organisation
        self.name(offer=add(PartnershipOffer(partnership=typed, supplier=alpha, created_at=now)))

    def sourcing(self) -> None:
        now, buyer = self.now, self.buyer
        self.rfq = add(
            Rfq(
                buyer_id=buyer,
                number="RFQ-2026-0001",
                title="Housings",
                currency="EUR",
                state=RfqState.PUBLISHED,
                created_at=now,
                published_at=now,
            )
        )
        self.round = add(
            RfqRound(buyer_id=buyer, rfq=self.rfq, deadline=now + timedelta(days=10), zone="Europe/Berlin")
        )
        self.line = add(
            RfqLine(
                buyer_id=buyer,
                rfq=self.rfq,
                position=1,
                description="Housing",
                item=self.item,
                spec_revision=self.revision,
                quantity=Decimal(100),
                unit="H87",
                wanted_date=date(2026, 6, 1),
            )
        )
        invitations = [
            add(Invitation(buyer_id=buyer, supplier_id=company.id, rfq=self.rfq, invited_at=now))
            for company in (self.world.alpha, self.world.beta)
        ]
        question = add(Question(**self.both, rfq=self.rfq, text="Which steel?", asked_at=now))
        addendum = add(
            Addendum(
                buyer_id=buyer, rfq=self.rfq, ordinal=1, text="Steel S235", material=False, published_at=now
            )
        )
        self.bid = add(Bid(**self.both, rfq=self.rfq, round=self.round, state=BidState.DRAFT, created_at=now))
        keys.provide(self.rfq, self.supplier, actor=PORTAL, now=now)
        offer, named = sealed_file(self.bid, now)
        document = BidDocument(self.rfq.public_id, 1, self.world.alpha.organisation.public_id, files=(named,))
        self.version = add(
            BidVersion(
                **self.both,
                **door.store(self.bid, 1, document),
                bid=self.bid,
                ordinal=1,
                saved_at=now,
                received_at=now,
                receipt_number="R-AAAAAAAAAA",
            )
        )
        file = stored(self.world.acme, now, "rfq.pdf")
        add(RfqFile(rfq_id=self.rfq.id, file=file))
        self.files |= {"rfq": file.public_id, "bid": offer.public_id}
        self.name(
            rfq=self.rfq,
            line=self.line,
            invitation=invitations[0],
            question=question,
            addendum=addendum,
            bid=self.bid,
            version=self.version,
        )
