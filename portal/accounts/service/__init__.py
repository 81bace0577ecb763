"""The verbs of accounts, by topic: organisations and their sites, people, sessions."""

from portal.accounts.service.factors import (
    check_code,
    new_secret,
    remove_second_factor,
    renew_recovery_codes,
    rewrap_authenticators,
    set_up,
)
from portal.accounts.service.federation import vouched_for
from portal.accounts.service.organisations import (
    add_site,
    archive_site,
    change_profile,
    change_site,
    create_organisation,
    hold_organisation,
    next_number,
    set_policy,
    suspend,
)
from portal.accounts.service.own import change_person, note_refused_try, password_was_changed
from portal.accounts.service.passkeys import add_passkey, remove_passkey, use_passkey
from portal.accounts.service.people import (
    INVITATION_LASTS,
    accept_invitation,
    change_roles,
    check_invitation,
    end_membership,
    invite_person,
    invite_person_again,
    withdraw_invitation,
)
from portal.accounts.service.sessions import (
    act_for,
    admit,
    begin_session,
    confirm,
    end_other_sessions,
    end_session,
    note_use,
)

__all__ = [
    "INVITATION_LASTS",
    "accept_invitation",
    "act_for",
    "add_passkey",
    "add_site",
    "admit",
    "archive_site",
    "begin_session",
    "change_person",
    "change_profile",
    "change_roles",
    "change_site",
    "check_code",
    "check_invitation",
    "confirm",
    "create_organisation",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "hold_organisation",
    "invite_person",
    "invite_person_again",
    "new_secret",
    "next_number",
    "note_refused_try",
    "note_use",
    "password_was_changed",
    "remove_passkey",
    "remove_second_factor",
    "renew_recovery_codes",
    "rewrap_authenticators",
    "set_policy",
    "set_up",
    "suspend",
    "use_passkey",
    "vouched_for",
    "withdraw_invitation",
]
