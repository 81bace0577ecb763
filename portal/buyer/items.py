"""Items: the list, one item, writing one, and taking one out of use."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.item_forms import draft_of, item_form
from portal.catalog import queries, service
from portal.catalog.models import Item
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Act, act_to
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.paging import page_by_text
from portal.web.search import search_form


@bp.get("/items")
def items() -> ResponseReturnValue:
    """The items in use or out of use, by what is searched for."""
    archived = request.args.get("archived") == "1"
    search = search_form(_("Number, ERP number or name"))
    found = queries.found_items(queries.items(organisation_id(), archived=archived), search.q.data or "")
    return render_template(
        "buyer/items/list.html",
        rows=page_by_text(found, Item, Item.number),
        search=search,
        archived=archived,
        acts=act_to(_("Add an item"), "buyer.item_new", kind="primary", icon="plus-lg"),
    )


@bp.route("/items/new", methods=["GET", "POST"])
def item_new() -> ResponseReturnValue:
    """Write a new item."""
    form = item_form(organisation_id())

    def act() -> ResponseReturnValue:
        draft = draft_of(form, organisation_id())
        item = service.create_item(organisation_id(), draft, actor=actor(), now=now())
        flash(_("The item is there."), "good")
        return redirect(url_for("buyer.item", item=item.public_id), 303)

    return submit(form, act) or page("buyer/items/edit.html", form=form, item=None)


@bp.get("/items/<item>")
def item(item: str) -> ResponseReturnValue:
    """One item with its units and specs."""
    record = queries.item(organisation_id(), item)
    return render_template("buyer/items/item.html", item=record, acts=_acts(record))


@bp.route("/items/<item>/edit", methods=["GET", "POST"])
def item_edit(item: str) -> ResponseReturnValue:
    """Change an item."""
    record = queries.item(organisation_id(), item)
    form = item_form(organisation_id(), record)

    def act() -> ResponseReturnValue:
        service.change_item(record, draft_of(form, organisation_id()), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for("buyer.item", item=item), 303)

    return submit(form, act) or page("buyer/items/edit.html", form=form, item=record)


put_buttons(
    bp,
    "/items/<item>",
    "item",
    queries.item,
    [
        Button("archive", service.archive_item, _("The item is out of use. What names it keeps it.")),
        Button("restore", service.restore_item, _("The item is in use again.")),
        Button(
            "discard",
            service.discard_item,
            lambda record: _("%(number)s is discarded.", number=record.number),
            to="items",
        ),
    ],
)


def _discard(item: Item) -> list[Act]:
    ask = _("Discard %(number)s? Nothing names it, and it goes for good.", number=item.number)
    acts = act_to(
        _("Discard"), "buyer.item_discard", kind="danger", post=True, confirm=ask, item=item.public_id
    )
    return acts if acts and not service.item_is_used(item) else []


def _acts(item: Item) -> list[Act]:
    here = item.public_id
    if item.archived_at is not None:
        return [
            *act_to(_("Take into use again"), "buyer.item_restore", kind="primary", post=True, item=here),
            *_discard(item),
        ]
    return [
        *act_to(_("Write a spec"), "buyer.spec_new", kind="primary", icon="file-earmark-plus", item=here),
        *act_to(_("Edit"), "buyer.item_edit", icon="pencil", item=here),
        *act_to(
            _("Take out of use"),
            "buyer.item_archive",
            kind="danger",
            post=True,
            confirm=_("Take %(number)s out of use?", number=item.number),
            item=here,
        ),
        *_discard(item),
    ]
