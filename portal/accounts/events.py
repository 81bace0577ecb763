"""What happens to accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OrganisationCreated:
    organisation_id: int


@dataclass(frozen=True)
class ProfileChanged:
    organisation_id: int


@dataclass(frozen=True)
class SiteAdded:
    organisation_id: int
    site_id: int


@dataclass(frozen=True)
class SiteChanged:
    organisation_id: int
    site_id: int


@dataclass(frozen=True)
class SiteArchived:
    organisation_id: int
    site_id: int


@dataclass(frozen=True)
class OrganisationSuspended:
    organisation_id: int


@dataclass(frozen=True)
class PersonInvited:
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class JoinInvitationWithdrawn:
    organisation_id: int
    invitation_id: int


@dataclass(frozen=True)
class PersonJoined:
    organisation_id: int
    person_id: int


@dataclass(frozen=True)
class RolesChanged:
    organisation_id: int
    person_id: int


@dataclass(frozen=True)
class MembershipEnded:
    organisation_id: int
    person_id: int


@dataclass(frozen=True)
class SettingChanged:
    organisation_id: int
    name: str


@dataclass(frozen=True)
class SignedIn:
    person_id: int


@dataclass(frozen=True)
class SignedOut:
    person_id: int


@dataclass(frozen=True)
class OtherSessionsEnded:
    """Sessions of the person were ended; the one in which that was asked for may go on."""

    person_id: int


@dataclass(frozen=True)
class TryRefused:
    """Somebody tried to show that they are the person and did not.

    ``what`` was compared: a ``password`` to sign in, a ``proof`` (password or code) in a session, a ``passphrase`` or a
    ``passkey``.
    """

    person_id: int
    what: str


@dataclass(frozen=True)
class PersonChanged:
    person_id: int


@dataclass(frozen=True)
class PasswordChanged:
    person_id: int


@dataclass(frozen=True)
class SecondFactorSet:
    person_id: int


@dataclass(frozen=True)
class SecondFactorRemoved:
    person_id: int


@dataclass(frozen=True)
class RecoveryCodesMade:
    person_id: int


@dataclass(frozen=True)
class RecoveryCodeUsed:
    person_id: int


@dataclass(frozen=True)
class PasskeyAdded:
    person_id: int


@dataclass(frozen=True)
class PasskeyRemoved:
    person_id: int


@dataclass(frozen=True)
class IdentityBound:
    person_id: int


@dataclass(frozen=True)
class AccessRefused:
    """Somebody asked for what is not theirs: the endpoint and the answer, never the object."""

    endpoint: str
    status: int
