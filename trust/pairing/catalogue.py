"""Items, and specs from the draft on."""

from portal.accounts.roles import Role
from portal.catalog import service as catalog
from portal.catalog.models import Item, Spec, SpecFile, SpecRevision
from portal.catalog.service import ItemDraft
from trust.pairs import Act, Make, Stage, on, record
from trust.races import Ground
from trust.racing.drafts import add_file, draft_of


def an_item(ground: Ground) -> Stage:
    by = {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    written = ItemDraft(f"I-{ground.number()}", "Bracket", "H87")
    key = catalog.create_item(ground.world.acme.id, written, **by).id

    def specify() -> Spec:
        item, number = record(Item, key), f"S-{ground.number()}"
        return catalog.create_spec(ground.world.acme.id, number=number, title="Bracket", item=item, **by)

    return Stage(
        Item,
        key,
        {
            "change": on(Item, key, catalog.change_item, ItemDraft(written.number, "Bracket", "KGM"), **by),
            "take out of use": on(Item, key, catalog.archive_item, **by),
            "discard": on(Item, key, catalog.discard_item, **by),
            "specify": specify,
        },
    )


def _write(ground: Ground, draft: SpecRevision) -> dict[str, Act]:
    """What may be written in a draft with a file."""
    by = {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    key, file = draft.id, draft.files[0].id
    said = {"label": "C", "text": "As drawn, in steel.", "change_note": "Steel"}

    def take_off() -> None:
        catalog.remove_file(record(SpecRevision, key), record(SpecFile, file), **by)

    return {
        "release": on(SpecRevision, key, catalog.release, **by),
        "change": on(SpecRevision, key, catalog.change_revision, **said, **by),
        "add a file": lambda: add_file(ground, record(SpecRevision, key)),
        "take off a file": take_off,
    }


def a_spec_in_draft(ground: Ground) -> Stage:
    draft, by = draft_of(ground), {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    discard = on(Spec, draft.spec_id, catalog.discard_spec, **by)
    return Stage(Spec, draft.spec_id, {**_write(ground, draft), "discard": discard})


def a_spec_with_another_draft(ground: Ground) -> Stage:
    first, by = draft_of(ground), {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    catalog.release(first, **by)
    draft = catalog.start_revision(first.spec, label="B", change_note="Steel", **by)
    add_file(ground, draft)
    key = draft.spec_id
    return Stage(
        Spec,
        key,
        {
            **_write(ground, draft),
            "discard the draft": on(SpecRevision, draft.id, catalog.discard_revision, **by),
            "take out of use": on(Spec, key, catalog.archive_spec, **by),
        },
    )


def a_released_spec(ground: Ground) -> Stage:
    first, by = draft_of(ground), {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    catalog.release(first, **by)
    key, said = first.spec_id, {"number": first.spec.number, "title": "Other bracket", "item": None}
    return Stage(
        Spec,
        key,
        {
            "begin a revision": on(Spec, key, catalog.start_revision, label="B", change_note="Steel", **by),
            "change": on(Spec, key, catalog.change_spec, **said, **by),
            "take out of use": on(Spec, key, catalog.archive_spec, **by),
        },
    )


STAGES: tuple[Make, ...] = (an_item, a_spec_in_draft, a_spec_with_another_draft, a_released_spec)
