"""Revisions of a spec: one with its files, writing a draft, and releasing it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.spec_forms import FilesForm, NewRevisionForm, RevisionForm
from portal.catalog import queries, service
from portal.catalog.models import SpecFile, SpecRevision
from portal.catalog.rules.specs import check_draft, next_label
from portal.catalog.workflow import SPEC_REVISION
from portal.errors import RuleBroken, WrongState
from portal.web import access
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Act, Way, act_to, open_acts
from portal.web.files import send
from portal.web.forms import PortalForm, check_unchanged, page, submit


@bp.route("/specs/<spec>/revisions/new", methods=["GET", "POST"])
def spec_revision_new(spec: str) -> ResponseReturnValue:
    """Begin a new revision as a copy of the last."""
    record = queries.spec(organisation_id(), spec)
    if record.draft is not None and request.method == "GET":
        return _to(record.draft)
    form = NewRevisionForm(label=next_label(record.revisions[0].label))

    def act() -> ResponseReturnValue:
        revision = service.start_revision(record, **form.values(), actor=actor(), now=now())
        flash(_("The draft is a copy of revision %(label)s.", label=record.revisions[1].label), "good")
        return _to(revision)

    return submit(form, act) or page("buyer/specs/new_revision.html", form=form, spec=record)


@bp.get("/spec-revisions/<revision>")
def spec_revision(revision: str) -> ResponseReturnValue:
    """One revision: its text, drawings and files; for a draft also the form that adds files."""
    return _shown(queries.revision(organisation_id(), revision), FilesForm())


@bp.route("/spec-revisions/<revision>/edit", methods=["GET", "POST"])
def spec_revision_edit(revision: str) -> ResponseReturnValue:
    """Write on a draft. A released revision is shown with the sentence that it never changes."""
    record = queries.revision(organisation_id(), revision)
    if request.method == "GET" and (refused := _refused_as_released(record)):
        return refused
    form = RevisionForm(obj=record)

    def act() -> ResponseReturnValue:
        service.change_revision(record, **form.values(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return _to(record)

    return submit(form, act) or page("buyer/specs/edit_revision.html", form=form, revision=record)


@bp.post("/spec-revisions/<revision>/files")
def spec_revision_files(revision: str) -> ResponseReturnValue:
    """Add drawings and other files to a draft."""
    record = queries.revision(organisation_id(), revision)
    form = FilesForm()

    def act() -> ResponseReturnValue:
        if not form.drawings.data and not form.files.data:
            raise RuleBroken(_("Choose at least one file."), "drawings")
        for uploads, drawing in ((form.drawings.data, True), (form.files.data, False)):
            service.add_files(record, uploads or [], drawing=drawing, actor=actor(), now=now())
        flash(_("The files are there."), "good")
        return _to(record)

    return submit(form, act) or _shown(queries.revision(organisation_id(), revision), form)


@bp.get("/spec-revisions/<revision>/files/<file>")
def spec_revision_file(revision: str, file: str) -> ResponseReturnValue:
    """A file of a revision; ``?inline`` shows a PDF on our own page."""
    found = queries.revision_file(organisation_id(), revision, file)
    return send(found.file, inline="inline" in request.args)


@bp.post("/spec-revisions/<revision>/files/<file>/remove")
def spec_revision_file_remove(revision: str, file: str) -> ResponseReturnValue:
    """Take a file off a draft."""
    record = queries.revision(organisation_id(), revision)
    service.remove_file(record, queries.file_of(record, file), actor=actor(), now=now())
    flash(_("The file is gone from this draft."), "good")
    return _to(record)


@bp.post("/spec-revisions/<revision>/release")
def spec_revision_release(revision: str) -> ResponseReturnValue:
    """Put a draft in force."""
    record = queries.revision(organisation_id(), revision)
    check_unchanged(record)
    service.release(record, actor=actor(), now=now())
    flash(_("Revision %(label)s is in force and never changes again.", label=record.label), "good")
    return _to(record)


@bp.post("/spec-revisions/<revision>/discard")
def spec_revision_discard(revision: str) -> ResponseReturnValue:
    """Give up a draft; the revision in force stays as it is."""
    record = queries.revision(organisation_id(), revision)
    spec = record.spec.public_id
    service.discard_revision(record, actor=actor(), now=now())
    flash(_("The draft of revision %(label)s is discarded.", label=record.label), "good")
    return redirect(url_for("buyer.spec", spec=spec), 303)


def _to(revision: SpecRevision) -> ResponseReturnValue:
    return redirect(url_for("buyer.spec_revision", revision=revision.public_id), 303)


def _refused_as_released(revision: SpecRevision) -> ResponseReturnValue | None:
    try:
        check_draft(revision)
    except WrongState as refusal:
        flash(refusal.sentence, "wait")
        return _to(revision)
    return None


def _shown(revision: SpecRevision, form: PortalForm) -> ResponseReturnValue:
    may_write = revision.released_at is None and access.can("buyer.spec_revision_files", "POST")
    return page(
        "buyer/specs/revision.html",
        form=form,
        revision=revision,
        spec=revision.spec,
        workflow=SPEC_REVISION,
        may_write=may_write,
        drawings=[_file(revision, one, may_write) for one in revision.files if one.drawing],
        files=[_file(revision, one, may_write) for one in revision.files if not one.drawing],
        acts=_acts(revision, may_write),
    )


def _file(revision: SpecRevision, one: SpecFile, may_remove: bool) -> dict[str, Any]:
    """A file as components/file.html draws it."""
    here: dict[str, Any] = {"revision": revision.public_id, "file": one.file.public_id}
    return {
        "name": one.file.name,
        "size": one.file.size,
        "sha256": one.file.sha256,
        "url": url_for("buyer.spec_revision_file", **here),
        "remove_url": url_for("buyer.spec_revision_file_remove", **here) if may_remove else None,
    }


def _discard(revision: SpecRevision) -> list[Act]:
    """To give up a draft beside other revisions; the only one goes with its spec, on the spec's page."""
    if len(revision.spec.revisions) == 1:
        return []
    ask = _("Discard the draft of revision %(label)s? It goes for good.", label=revision.label)
    here = revision.public_id
    return act_to(
        _("Discard"), "buyer.spec_revision_discard", kind="danger", post=True, confirm=ask, revision=here
    )


def _acts(revision: SpecRevision, may_write: bool) -> list[Act]:
    here = revision.public_id
    release = Way(
        "buyer.spec_revision_release",
        post=True,
        kind="primary",
        icon="check-lg",
        confirm=_("Release revision %(label)s? It can never be changed again.", label=revision.label),
    )
    acts = open_acts(SPEC_REVISION, revision, {"release": release}, revision=here)
    if may_write:
        edit = act_to(_("Edit the text"), "buyer.spec_revision_edit", icon="pencil", revision=here)
        return [*acts, *edit, *_discard(revision)]
    if revision.spec.draft is None and revision is revision.spec.released:
        return act_to(
            _("Begin a new revision"), "buyer.spec_revision_new", icon="plus-lg", spec=revision.spec.public_id
        )
    return acts
