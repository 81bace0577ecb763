"""Items, their categories and units, and specs with revisions. All of it is one buyer's own."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Connection,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.catalog.workflow import RevisionState
from portal.db import NEVER_AGAIN, Key, Model, PublicId, Quantity, UnitCode, Version, refers_to
from portal.files.models import StoredFile
from portal.isolation import isolated


class Category(Model):
    """A buyer's category, told by a code of the Common Procurement Vocabulary (CPV 2008)."""

    __tablename__ = "category"
    __table_args__ = (
        UniqueConstraint("buyer_id", "cpv"),
        isolated(named_by=("item.category_id", "requirement.category_id")),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    cpv: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    archived_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Item(Model):
    """Something a buyer buys. ``unit`` is its stock unit; ``factor``s of other units stand in ``ItemUnit``."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("buyer_id", "number"),
        UniqueConstraint("buyer_id", "erp_number"),
        isolated(named_by=("rfq_line.item_id", "po_line.item_id", "contract_line.item_id")) | NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    number: Mapped[str] = mapped_column(String(60))
    erp_number: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = refers_to("category")
    unit: Mapped[UnitCode]
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    category: Mapped[Category | None] = relationship()
    units: Mapped[list["ItemUnit"]] = relationship(cascade="all, delete-orphan", order_by="ItemUnit.unit")
    specs: Mapped[list["Spec"]] = relationship(back_populates="item", order_by="Spec.number")

    __mapper_args__ = {"version_id_col": version}


class ItemUnit(Model):
    """Another unit of an item: one of it makes ``factor`` stock units."""

    __tablename__ = "item_unit"
    __table_args__ = (
        UniqueConstraint("item_id", "unit"),
        CheckConstraint("factor > 0", name="factor"),
        isolated(part_of="item_id"),
    )
    id: Mapped[Key]
    item_id: Mapped[int] = refers_to("item")
    unit: Mapped[UnitCode]
    factor: Mapped[Decimal] = mapped_column(Quantity)
    for_orders: Mapped[bool] = mapped_column(Boolean, default=False)
    for_prices: Mapped[bool] = mapped_column(Boolean, default=False)


class Spec(Model):
    """What an item must be. Its content stands in revisions."""

    __tablename__ = "spec"
    __table_args__ = (
        UniqueConstraint("buyer_id", "number"),
        isolated(named_by=("spec_revision.spec_id",)) | NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    item_id: Mapped[int | None] = refers_to("item")
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    item: Mapped[Item | None] = relationship(back_populates="specs")
    revisions: Mapped[list["SpecRevision"]] = relationship(
        back_populates="spec", order_by="SpecRevision.ordinal.desc()"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def released(self) -> "SpecRevision | None":
        """The revision in force."""
        return next((one for one in self.revisions if one.state is RevisionState.RELEASED), None)

    @property
    def draft(self) -> "SpecRevision | None":
        """The revision being written; there is one at most."""
        return next((one for one in self.revisions if one.state is RevisionState.DRAFT), None)


class SpecRevision(Model):
    """One revision: a draft may change, a released one never does; an RFQ line points at one revision."""

    __tablename__ = "spec_revision"
    __table_args__ = (
        UniqueConstraint("spec_id", "ordinal"),
        UniqueConstraint("spec_id", "label"),
        isolated(
            named_by=(
                "rfq_line.spec_revision_id",
                "po_line.spec_revision_id",
                "contract_line.spec_revision_id",
            )
        )
        | NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    spec_id: Mapped[int] = refers_to("spec")
    ordinal: Mapped[int] = mapped_column(Integer)
    label: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    change_note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RevisionState] = mapped_column(default=RevisionState.DRAFT)
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = refers_to("person")
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    spec: Mapped[Spec] = relationship(back_populates="revisions")
    files: Mapped[list["SpecFile"]] = relationship(order_by="SpecFile.id")

    __mapper_args__ = {"version_id_col": version}


class SpecFile(Model):
    """A drawing or another file of a revision. The next revision may carry the same stored file on."""

    __tablename__ = "spec_file"
    __table_args__ = (UniqueConstraint("revision_id", "file_id"), isolated(part_of="revision_id"))
    id: Mapped[Key]
    revision_id: Mapped[int] = refers_to("spec_revision")
    file_id: Mapped[int] = refers_to("stored_file")
    drawing: Mapped[bool] = mapped_column(Boolean, default=False)
    file: Mapped[StoredFile] = relationship()


class ReleasedRevisionTouched(RuntimeError):
    """Code tried to change a released revision. No verb does; this holds it for those still to be written."""


@event.listens_for(SpecRevision, "before_update")
def _released_stays(_mapper: Any, _connection: Connection, revision: SpecRevision) -> None:
    record = inspect(revision)
    before = record.attrs.state.history.deleted or [revision.state]
    columns = (column.key for column in record.mapper.column_attrs)
    changed = {key for key in columns if record.attrs[key].history.has_changes()}
    if before[0] is not RevisionState.DRAFT and changed - {"state", "version"}:
        raise ReleasedRevisionTouched(f"revision {revision.id}: {sorted(changed)}")


@event.listens_for(SpecRevision, "before_delete")
def _released_is_kept(_mapper: Any, _connection: Connection, revision: SpecRevision) -> None:
    if revision.state is not RevisionState.DRAFT:
        raise ReleasedRevisionTouched(f"revision {revision.id}: deleted")


@event.listens_for(SpecFile, "before_insert")
@event.listens_for(SpecFile, "before_update")
@event.listens_for(SpecFile, "before_delete")
def _released_keeps_its_files(_mapper: Any, connection: Connection, file: SpecFile) -> None:
    state = connection.scalar(select(SpecRevision.state).where(SpecRevision.id == file.revision_id))
    if state is not RevisionState.DRAFT:
        raise ReleasedRevisionTouched(f"revision {file.revision_id}: files")
