"""The states of a spec revision."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.catalog.rules.specs import has_content
from portal.workflow import Workflow, move


class RevisionState(StrEnum):
    DRAFT = "draft"
    RELEASED = "released"
    SUPERSEDED = "superseded"


SPEC_REVISION = Workflow(
    name="spec_revision",
    states=RevisionState,
    initial=RevisionState.DRAFT,
    labels={
        RevisionState.DRAFT: _("Draft"),
        RevisionState.RELEASED: _("Released"),
        RevisionState.SUPERSEDED: _("Superseded"),
    },
    moves=(
        move(
            "release",
            {RevisionState.DRAFT},
            RevisionState.RELEASED,
            {Role.PROCUREMENT},
            _("Release"),
            when=has_content,
        ),
        # No act of a person: it follows from the release of the next revision.
        move("supersede", {RevisionState.RELEASED}, RevisionState.SUPERSEDED, {"portal"}, _("Supersede")),
    ),
)
