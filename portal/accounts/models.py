"""Organisations, their sites and people, and who is signed in for whom."""

from datetime import date, datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.roles import Side
from portal.db import BigKey, Currency, Key, Model, PublicId, Version, refers_to
from portal.isolation import isolated


class Organisation(Model):
    """A company: a buyer or a supplier. A supplier has one account for all buyers of the installation."""

    __tablename__ = "organisation"
    # Whoever deals with a company knows it: as a partner, by an invitation, or by what came of one.
    __table_args__ = isolated(
        owners=("id",),
        named_by=tuple(
            f"{table}.{side}"
            for table in ("partnership", "invitation", "purchase_order", "contract")
            for side in ("buyer_id", "supplier_id")
        ),
        accounts=True,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    side: Mapped[Side]
    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str] = mapped_column(String(200))
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    vat_number: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[Currency] = mapped_column(default="EUR")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    language: Mapped[str] = mapped_column(String(10), default="en")
    suspended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    sites: Mapped[list["Site"]] = relationship(back_populates="organisation", order_by="Site.name")

    __mapper_args__ = {"version_id_col": version}


class Site(Model):
    """A place of an organisation: where goods are wanted, or where they are made."""

    __tablename__ = "site"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        isolated(named_by=("rfq_line.site_id", "schedule_line.site_id", "certificate_site.site_id")),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = refers_to("organisation")
    name: Mapped[str] = mapped_column(String(200))
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[str] = mapped_column(String(100), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    timezone: Mapped[str] = mapped_column(String(60), default="UTC")
    archived_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    organisation: Mapped[Organisation] = relationship(back_populates="sites")

    __mapper_args__ = {"version_id_col": version}


class Person(Model, UserMixin):
    """Somebody who signs in. What they may do hangs on their memberships, never on the person."""

    __tablename__ = "person"
    __table_args__ = isolated(
        owned_with=("membership.person_id",), named_by=("partnership_role.person_id",), accounts=True
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    timezone: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    @property
    def roles(self) -> list[Any]:
        """Flask-Security asks for roles of a person; ours belong to memberships."""
        return []

    @roles.setter
    def roles(self, _roles: list[Any]) -> None:
        return


class Membership(Model):
    """A person's place in one organisation, with the roles held there."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"), isolated(accounts=True))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = refers_to("person")
    organisation_id: Mapped[int] = refers_to("organisation")
    roles: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class JoinInvitation(Model):
    """A person is asked to join an organisation. The link is signed when the mail is delivered, never stored.

    ``inviter`` is the organisation for which the inviting person acted: a buyer invites the first person of a
    supplier. None is the operator.
    """

    __tablename__ = "join_invitation"
    __table_args__ = isolated(owners=("organisation_id", "inviter_id"), accounts=True)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = refers_to("organisation")
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]] = mapped_column(JSON)
    invited_by_id: Mapped[int | None] = refers_to("person")
    inviter_id: Mapped[int | None] = refers_to("organisation")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    inviter: Mapped[Organisation | None] = relationship(foreign_keys=[inviter_id])


class Authenticator(Model):
    """The app on a person's phone that shows codes (RFC 6238). Its secret is wrapped by the named portal key.

    ``last_step`` is the time step of the last code that was taken: a code works once.
    """

    __tablename__ = "authenticator"
    __table_args__ = isolated(part_of="person_id", accounts=True)
    id: Mapped[Key]
    person_id: Mapped[int] = refers_to("person", unique=True)
    wrapped_secret: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    last_step: Mapped[int]
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class RecoveryCode(Model):
    """A code of 120 random bits for whoever has lost the phone, as its SHA-256. It works once."""

    __tablename__ = "recovery_code"
    __table_args__ = isolated(part_of="person_id", accounts=True)
    id: Mapped[Key]
    person_id: Mapped[int] = refers_to("person")
    code_sha256: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Passkey(Model):
    """A key on a person's device that signs in by itself (WebAuthn); the device asks for finger, face or PIN.

    ``sign_count`` is what the device last counted, and stays 0 where it does not count. A challenge that was put
    before ``used_at`` is answered no more.
    """

    __tablename__ = "passkey"
    __table_args__ = isolated(part_of="person_id", accounts=True)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = refers_to("person")
    name: Mapped[str] = mapped_column(String(100))
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class FederatedIdentity(Model):
    """Who somebody is at the identity provider of the installation: bound at the first sign-in, by verified address."""

    __tablename__ = "federated_identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        UniqueConstraint("person_id", "issuer"),
        isolated(part_of="person_id", accounts=True),
    )
    id: Mapped[Key]
    person_id: Mapped[int] = refers_to("person")
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class SignIn(Model):
    """One session: the cookie carries a random token, this row its SHA-256. Ended rows let nobody in.

    While it ``awaits`` the second factor it lets nobody in either: the password was right, the code has not come.
    ``confirmed_at`` is when the person last showed who they are, by a password, a code or a passkey; ``seen_at`` when
    the session was last used, a few minutes more or less. By those it ends, too, which ``rules`` says.
    """

    __tablename__ = "sign_in"
    __table_args__ = isolated(part_of="person_id", accounts=True)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = refers_to("person")
    membership_id: Mapped[int | None] = refers_to("membership")
    agent: Mapped[str] = mapped_column(String(200), default="")
    awaits: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    membership: Mapped[Membership | None] = relationship()


class BuyerSetting(Model):
    """One setting of a buyer from a day on; an old period computes with what was in force then."""

    __tablename__ = "buyer_setting"
    __table_args__ = isolated(beside=("partnership.buyer_id",), accounts=True)
    buyer_id: Mapped[int] = mapped_column(BigKey, ForeignKey("organisation.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class NumberRange(Model):
    """The last number given out, per buyer, kind of document and year."""

    __tablename__ = "number_range"
    buyer_id: Mapped[int] = mapped_column(BigKey, ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
