"""Categories: the list, and writing one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.buyer import bp
from portal.buyer.item_forms import FILL_IN
from portal.catalog import queries, service
from portal.catalog.models import Category
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Act, act_to
from portal.web.buttons import Button, put_buttons
from portal.web.forms import PortalForm, page, submit
from portal.web.paging import page_by_text


class CategoryForm(PortalForm):
    """A code of the vocabulary and the buyer's own name for it."""

    cpv = StringField(
        _("CPV code"),
        [InputRequired(FILL_IN), Length(max=40)],
        description=_("Of the Common Procurement Vocabulary, with or without its check digit: 44440000-6."),
    )
    name = StringField(_("Name"), [InputRequired(FILL_IN), Length(max=200)])


@bp.get("/categories")
def categories() -> ResponseReturnValue:
    """The categories in use or out of use."""
    archived = request.args.get("archived") == "1"
    return render_template(
        "buyer/categories/list.html",
        rows=page_by_text(queries.categories(organisation_id(), archived=archived), Category, Category.cpv),
        archived=archived,
        acts=act_to(_("Add a category"), "buyer.category_new", kind="primary", icon="plus-lg"),
    )


@bp.route("/categories/new", methods=["GET", "POST"])
def category_new() -> ResponseReturnValue:
    """Write a new category."""
    form = CategoryForm()

    def act() -> ResponseReturnValue:
        service.create_category(organisation_id(), **form.values(), actor=actor(), now=now())
        flash(_("The category is there."), "good")
        return redirect(url_for("buyer.categories"), 303)

    return submit(form, act) or page("buyer/categories/edit.html", form=form, category=None, acts=[])


@bp.route("/categories/<category>", methods=["GET", "POST"])
def category(category: str) -> ResponseReturnValue:
    """One category, with the form that changes it."""
    record = queries.category(organisation_id(), category)
    form = CategoryForm(obj=record)

    def act() -> ResponseReturnValue:
        service.change_category(record, **form.values(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for("buyer.categories"), 303)

    return submit(form, act) or page(
        "buyer/categories/edit.html", form=form, category=record, acts=_acts(record)
    )


put_buttons(
    bp,
    "/categories/<category>",
    "category",
    queries.category,
    [
        Button(
            "archive",
            service.archive_category,
            _("The category is out of use. Its items keep it."),
            to="categories",
        ),
        Button("restore", service.restore_category, _("The category is in use again."), to="categories"),
    ],
)


def _acts(category: Category) -> list[Act]:
    here = category.public_id
    if category.archived_at is not None:
        return act_to(_("Take into use again"), "buyer.category_restore", post=True, category=here)
    return act_to(
        _("Take out of use"),
        "buyer.category_archive",
        kind="danger",
        post=True,
        confirm=_("Take %(name)s out of use?", name=category.name),
        category=here,
    )
