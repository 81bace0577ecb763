"""Specs: the list, one spec with its revisions, writing one, and taking one out of use."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.spec_forms import item_of, new_spec_form, spec_form
from portal.catalog import queries, service
from portal.catalog.models import Spec
from portal.catalog.workflow import SPEC_REVISION
from portal.web import access
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Act, act_to
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.paging import page_by_text
from portal.web.search import search_form


@bp.get("/specs")
def specs() -> ResponseReturnValue:
    """The specs in use or out of use, by what is searched for."""
    archived = request.args.get("archived") == "1"
    search = search_form(_("Number, title or item"))
    found = queries.found_specs(queries.specs(organisation_id(), archived=archived), search.q.data or "")
    return render_template(
        "buyer/specs/list.html",
        rows=page_by_text(found, Spec, Spec.number),
        search=search,
        archived=archived,
        acts=act_to(_("Write a spec"), "buyer.spec_new", kind="primary", icon="plus-lg"),
    )


@bp.route("/specs/new", methods=["GET", "POST"])
def spec_new() -> ResponseReturnValue:
    """Write a new spec; its first revision begins as a draft."""
    form = new_spec_form(organisation_id())

    def act() -> ResponseReturnValue:
        values = {**form.values(), "item": item_of(form, organisation_id())}
        spec = service.create_spec(organisation_id(), **values, actor=actor(), now=now())
        flash(_("The draft is there. Add drawings and files, then release it."), "good")
        return redirect(url_for("buyer.spec_revision", revision=spec.revisions[0].public_id), 303)

    return submit(form, act) or page("buyer/specs/new.html", form=form)


@bp.get("/specs/<spec>")
def spec(spec: str) -> ResponseReturnValue:
    """One spec with all its revisions."""
    record = queries.spec(organisation_id(), spec)
    return render_template("buyer/specs/spec.html", spec=record, workflow=SPEC_REVISION, acts=_acts(record))


@bp.route("/specs/<spec>/edit", methods=["GET", "POST"])
def spec_edit(spec: str) -> ResponseReturnValue:
    """Change number, title or item."""
    record = queries.spec(organisation_id(), spec)
    form = spec_form(organisation_id(), record)

    def act() -> ResponseReturnValue:
        values = {**form.values(), "item": item_of(form, organisation_id())}
        service.change_spec(record, **values, actor=actor(), now=now())
        flash(_("Saved."), "good")
        return redirect(url_for("buyer.spec", spec=spec), 303)

    return submit(form, act) or page("buyer/specs/edit.html", form=form, spec=record)


put_buttons(
    bp,
    "/specs/<spec>",
    "spec",
    queries.spec,
    [
        Button(
            "archive",
            service.archive_spec,
            _("The spec is out of use. What points at its revisions keeps them."),
        ),
        Button("restore", service.restore_spec, _("The spec is in use again.")),
        Button(
            "discard",
            service.discard_spec,
            lambda record: _("%(number)s is discarded.", number=record.number),
            to="specs",
        ),
    ],
)


def _discard(spec: Spec) -> list[Act]:
    ask = _("Discard %(number)s? Nothing of it was released, and it goes for good.", number=spec.number)
    acts = act_to(
        _("Discard"), "buyer.spec_discard", kind="danger", post=True, confirm=ask, spec=spec.public_id
    )
    return acts if acts and not service.spec_is_used(spec) else []


def _acts(spec: Spec) -> list[Act]:
    here = spec.public_id
    if spec.archived_at is not None:
        return [
            *act_to(_("Take into use again"), "buyer.spec_restore", kind="primary", post=True, spec=here),
            *_discard(spec),
        ]
    if spec.draft is not None and access.can("buyer.spec_revision_edit"):
        first = act_to(
            _("Go on with revision %(label)s", label=spec.draft.label),
            "buyer.spec_revision",
            kind="primary",
            revision=spec.draft.public_id,
        )
    else:
        first = act_to(
            _("Begin a new revision"), "buyer.spec_revision_new", kind="primary", icon="plus-lg", spec=here
        )
    return [
        *first,
        *act_to(_("Edit"), "buyer.spec_edit", icon="pencil", spec=here),
        *act_to(
            _("Take out of use"),
            "buyer.spec_archive",
            kind="danger",
            post=True,
            confirm=_("Take %(number)s out of use?", number=spec.number),
            spec=here,
        ),
        *_discard(spec),
    ]
