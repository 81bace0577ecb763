"""Requirements of a buyer, certificates of a supplier, and the reviews that join them.

A certificate carries no verdict: its review is per buyer and requirement, and invisible to other buyers.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Site
from portal.catalog.models import Category
from portal.certificates.workflow import Gate, ReviewState, Scope
from portal.db import Key, Model, PublicId, Version, refers_to
from portal.files.models import StoredFile
from portal.isolation import isolated


class Requirement(Model):
    """A certificate that a buyer asks for. ``standard`` names it (ISO 9001, IATF 16949); ``asks`` says the rest."""

    __tablename__ = "requirement"
    __table_args__ = isolated(
        named_by=("rfq_requirement.requirement_id", "review.requirement_id"),
        beside=("partnership.buyer_id if supplier_id is null",),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    scope: Mapped[Scope]
    category_id: Mapped[int | None] = refers_to("category")
    supplier_id: Mapped[int | None] = refers_to("organisation")
    standard: Mapped[str] = mapped_column(String(120))
    asks: Mapped[str] = mapped_column(Text, default="")
    at_invitation: Mapped[Gate] = mapped_column(default=Gate.OFF)
    at_award: Mapped[Gate] = mapped_column(default=Gate.WARN)
    at_order: Mapped[Gate] = mapped_column(default=Gate.WARN)
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    category: Mapped[Category | None] = relationship()
    supplier: Mapped[Organisation | None] = relationship(foreign_keys=[supplier_id])
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])

    __mapper_args__ = {"version_id_col": version}


class Certificate(Model):
    """A supplier's certificate: which entity, sites and scope it covers, from when until when (last valid day)."""

    __tablename__ = "certificate"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="validity"),
        isolated(named_by=("certificate_share.certificate_id",)),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    supplier_id: Mapped[int] = refers_to("organisation")
    standard: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(120), default="")
    issuer: Mapped[str] = mapped_column(String(200), default="")
    entity: Mapped[str] = mapped_column(String(200))
    covers: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    file_id: Mapped[int] = refers_to("stored_file", unique=True)
    replaces_id: Mapped[int | None] = refers_to("certificate")
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    supplier: Mapped[Organisation] = relationship()
    file: Mapped[StoredFile] = relationship()
    sites: Mapped[list["CertificateSite"]] = relationship(cascade="all, delete-orphan")
    reviews: Mapped[list["Review"]] = relationship(back_populates="certificate")

    __mapper_args__ = {"version_id_col": version}


class CertificateSite(Model):
    """A site that a certificate covers; a certificate without sites covers the whole entity."""

    __tablename__ = "certificate_site"
    __table_args__ = (UniqueConstraint("certificate_id", "site_id"), isolated(part_of="certificate_id"))
    id: Mapped[Key]
    certificate_id: Mapped[int] = refers_to("certificate")
    site_id: Mapped[int] = refers_to("site")
    site: Mapped[Site] = relationship()


class CertificateShare(Model):
    """A supplier shows a certificate to a buyer."""

    __tablename__ = "certificate_share"
    __table_args__ = (UniqueConstraint("certificate_id", "buyer_id"),)
    id: Mapped[Key]
    certificate_id: Mapped[int] = refers_to("certificate")
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    shared_at: Mapped[datetime]


class Review(Model):
    """A buyer's verdict on a certificate for one requirement, asked for by the supplier."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("certificate_id", "requirement_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    certificate_id: Mapped[int] = refers_to("certificate")
    requirement_id: Mapped[int] = refers_to("requirement")
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.SUBMITTED)
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = refers_to("person")
    version: Mapped[Version] = mapped_column()
    certificate: Mapped[Certificate] = relationship(back_populates="reviews")
    requirement: Mapped[Requirement] = relationship()
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])

    __mapper_args__ = {"version_id_col": version}


class Warned(Model):
    """An expiry warning that has gone out: each certificate, reader and lead time is warned of once."""

    __tablename__ = "certificate_warning"
    __table_args__ = (UniqueConstraint("certificate_id", "organisation_id", "days_ahead"),)
    id: Mapped[Key]
    certificate_id: Mapped[int] = refers_to("certificate")
    organisation_id: Mapped[int] = refers_to("organisation")
    days_ahead: Mapped[int]
    warned_at: Mapped[datetime]
