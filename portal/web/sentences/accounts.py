"""What happened to accounts, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers

TRIED = {
    "password": _("password"),
    "proof": _("password or code"),
    "passphrase": _("passphrase"),
    "passkey": _("passkey"),
}

SENTENCES: dict[str, Any] = {
    "OrganisationCreated": _("created the organisation"),
    "ProfileChanged": _("changed the company profile"),
    "SiteAdded": _("added a site"),
    "SiteChanged": _("changed a site"),
    "SiteArchived": _("took a site out of use"),
    "OrganisationSuspended": _("suspended the organisation"),
    "PersonInvited": _("invited somebody to join"),
    "JoinInvitationWithdrawn": _("withdrew an invitation to join"),
    "PersonJoined": _("joined"),
    "RolesChanged": _("changed somebody’s roles"),
    "MembershipEnded": _("ended somebody’s membership"),
    "SettingChanged": _("changed the setting “%(name)s”"),
    "SignedIn": _("signed in"),
    "SignedOut": _("signed out"),
    "OtherSessionsEnded": _("ended sessions elsewhere"),
    "TryRefused": _("refused a wrong %(what)s"),
    "PersonChanged": _("changed name or time zone"),
    "PasswordChanged": _("set a new password"),
    "SecondFactorSet": _("set up a second factor"),
    "SecondFactorRemoved": _("removed the second factor"),
    "RecoveryCodesMade": _("made new recovery codes"),
    "RecoveryCodeUsed": _("used a recovery code"),
    "PasskeyAdded": _("added a passkey"),
    "PasskeyRemoved": _("removed a passkey"),
    "IdentityBound": _("signed in by the identity provider for the first time"),
    "AccessRefused": _("was refused (%(status)s)"),
}
WRITERS: dict[str, Writers] = {"TryRefused": {"what": lambda what, _person: str(TRIED.get(what, what))}}
