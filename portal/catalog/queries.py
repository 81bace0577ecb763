"""Reads of the catalogue. The first argument is always the buyer that reads."""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.catalog.models import Category, Item, Spec, SpecFile, SpecRevision
from portal.catalog.workflow import RevisionState
from portal.db import one
from portal.errors import Missing


def categories(buyer_id: int, *, archived: bool = False) -> Select[Category]:
    """The categories in use, or those out of use, by code."""
    return (
        select(Category)
        .where(Category.buyer_id == buyer_id, Category.archived_at.is_not(None) == archived)
        .order_by(Category.cpv)
    )


def category(buyer_id: int, public_id: str) -> Category:
    """One category. ``Missing`` for anybody else's."""
    return one(select(Category).where(Category.buyer_id == buyer_id, Category.public_id == public_id))


def items(buyer_id: int, *, archived: bool = False) -> Select[Item]:
    """The items in use, or those out of use, with their categories, by number."""
    return (
        select(Item)
        .where(Item.buyer_id == buyer_id, Item.archived_at.is_not(None) == archived)
        .options(joinedload(Item.category))
        .order_by(Item.number)
    )


def found_items(statement: Select[Item], text: str) -> Select[Item]:
    """Those of the items whose number, ERP number or name holds the text, in capitals or small letters."""
    if not text.strip():
        return statement
    columns = (Item.number, Item.erp_number, Item.name)
    return statement.where(or_(*(column.icontains(text.strip(), autoescape=True) for column in columns)))


def item(buyer_id: int, public_id: str) -> Item:
    """One item, archived ones included, with category and units. ``Missing`` for anybody else's."""
    return one(
        select(Item)
        .where(Item.buyer_id == buyer_id, Item.public_id == public_id)
        .options(
            joinedload(Item.category),
            selectinload(Item.units),
            selectinload(Item.specs).selectinload(Spec.revisions),
        )
    )


def specs(buyer_id: int, *, archived: bool = False) -> Select[Spec]:
    """The specs in use, or those out of use, with item and revisions, by number."""
    return (
        select(Spec)
        .where(Spec.buyer_id == buyer_id, Spec.archived_at.is_not(None) == archived)
        .options(joinedload(Spec.item), selectinload(Spec.revisions))
        .order_by(Spec.number)
    )


def found_specs(statement: Select[Spec], text: str) -> Select[Spec]:
    """Those of the specs whose number or title, or whose item's number or name, holds the text."""
    if not text.strip():
        return statement
    columns = (Spec.number, Spec.title, Item.number, Item.name)
    return statement.outerjoin(Spec.item).where(
        or_(*(column.icontains(text.strip(), autoescape=True) for column in columns))
    )


def spec(buyer_id: int, public_id: str) -> Spec:
    """One spec, archived ones included, with item and revisions. ``Missing`` for anybody else's."""
    return one(
        select(Spec)
        .where(Spec.buyer_id == buyer_id, Spec.public_id == public_id)
        .options(joinedload(Spec.item), selectinload(Spec.revisions))
    )


def released_revisions(buyer_id: int) -> Select[SpecRevision]:
    """The revisions in force of the specs in use, with spec and item: what an RFQ line may point at."""
    return (
        select(SpecRevision)
        .join(SpecRevision.spec)
        .where(
            SpecRevision.buyer_id == buyer_id,
            SpecRevision.state == RevisionState.RELEASED,
            Spec.archived_at.is_(None),
        )
        .options(contains_eager(SpecRevision.spec).joinedload(Spec.item))
        .order_by(Spec.number)
    )


def drafts(buyer_id: int) -> Select[SpecRevision]:
    """The revisions being written, of specs in use, the oldest first."""
    return (
        select(SpecRevision)
        .join(SpecRevision.spec)
        .where(
            SpecRevision.buyer_id == buyer_id,
            SpecRevision.state == RevisionState.DRAFT,
            Spec.archived_at.is_(None),
        )
        .options(contains_eager(SpecRevision.spec))
        .order_by(SpecRevision.id)
    )


def revision(buyer_id: int, public_id: str) -> SpecRevision:
    """One revision in any state, with spec, item and files. ``Missing`` for anybody else's."""
    return one(
        select(SpecRevision)
        .where(SpecRevision.buyer_id == buyer_id, SpecRevision.public_id == public_id)
        .options(
            joinedload(SpecRevision.spec).options(joinedload(Spec.item), selectinload(Spec.revisions)),
            selectinload(SpecRevision.files).joinedload(SpecFile.file),
        )
    )


def revision_file(buyer_id: int, revision_id: str, file_id: str) -> SpecFile:
    """One file of a revision, by the public ids of both. ``Missing`` for anybody else's, and for another's file."""
    return file_of(revision(buyer_id, revision_id), file_id)


def file_of(shown: SpecRevision, file_id: str) -> SpecFile:
    """The file with this public id of a revision that its reader may see. ``Missing`` where it has none."""
    for file in shown.files:
        if file.file.public_id == file_id:
            return file
    raise Missing
