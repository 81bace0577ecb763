"""Certificates under review, and people who come and go."""

from sqlalchemy import select

from portal.accounts import service as accounts
from portal.accounts.models import JoinInvitation, Membership
from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.models import Certificate, Requirement, Review
from portal.db import db
from trust.pairs import Act, Make, Stage, on
from trust.races import Ground
from trust.racing.people import certificate_of, invited, join, submission_of


def a_certificate(ground: Ground) -> Stage:
    key, requirement = certificate_of(ground.world.alpha, ground)
    by = {"actor": ground.world.alpha.actor(Role.SUPPLIER_QUALITY), "now": ground.now}
    engineer = {"actor": ground.world.acme.actor(Role.QUALITY_ENGINEER), "now": ground.now}
    return Stage(
        Certificate,
        key,
        {
            "submit": submission_of(ground, key, requirement),
            "show": on(Certificate, key, certificates.share, ground.world.bolt.id, **by),
            "show no more": on(Certificate, key, certificates.archive_certificate, **by),
            "ask for it no more": on(Requirement, requirement, certificates.archive_requirement, **engineer),
        },
    )


def _reviewed(ground: Ground) -> tuple[int, int, dict[str, Act]]:
    """The certificate, its review, and what may be done in every state of that."""
    key, requirement = certificate_of(ground.world.alpha, ground)
    review = submission_of(ground, key, requirement)().id
    by = {"actor": ground.world.alpha.actor(Role.SUPPLIER_QUALITY), "now": ground.now}
    engineer = {"actor": ground.world.acme.actor(Role.QUALITY_ENGINEER), "now": ground.now}
    return (
        key,
        review,
        {
            "return": on(Review, review, certificates.return_, "No scope is named", **engineer),
            "take it back": on(Review, review, certificates.withdraw, **by),
            "show no more": on(Certificate, key, certificates.archive_certificate, **by),
            "ask for it no more": on(Requirement, requirement, certificates.archive_requirement, **engineer),
        },
    )


def a_submitted_certificate(ground: Ground) -> Stage:
    key, review, acts = _reviewed(ground)
    engineer = ground.world.acme.actor(Role.QUALITY_ENGINEER)
    accept = on(Review, review, certificates.accept, actor=engineer, now=ground.now)
    return Stage(Certificate, key, {**acts, "accept": accept})


def an_accepted_certificate(ground: Ground) -> Stage:
    key, review, acts = _reviewed(ground)
    engineer = ground.world.acme.actor(Role.QUALITY_ENGINEER)
    certificates.accept(db.session.get_one(Review, review), actor=engineer, now=ground.now)
    return Stage(Certificate, key, acts)


def an_invited_person(ground: Ground) -> Stage:
    key, address = invited(ground)
    by = {"actor": ground.world.acme.actor(Role.ADMIN), "now": ground.now}
    sent = select(JoinInvitation.accepted_at, JoinInvitation.withdrawn_at).where(
        JoinInvitation.email == address
    )
    member = select(Membership.roles).join(Membership.person).where(Membership.person.has(email=address))

    def left() -> object:
        """What has become of every invitation to the address, and the roles that it brought."""
        return sorted(map(str, db.session.execute(sent))), list(db.session.scalars(member))

    return Stage(
        JoinInvitation,
        key,
        {
            "join": join(ground, key),
            "take it back": on(JoinInvitation, key, accounts.withdraw_invitation, **by),
            "send it again": on(JoinInvitation, key, accounts.invite_person_again, **by),
        },
        left,
    )


def a_member(ground: Ground) -> Stage:
    key, address = invited(ground)
    join(ground, key)()
    by = {"actor": ground.world.acme.actor(Role.ADMIN), "now": ground.now}
    member = db.session.scalars(
        select(Membership.id).join(Membership.person).where(Membership.person.has(email=address))
    ).one()
    return Stage(
        Membership,
        member,
        {
            "give roles": on(Membership, member, accounts.change_roles, [Role.PROCUREMENT], **by),
            "give other roles": on(Membership, member, accounts.change_roles, [Role.GOODS_IN], **by),
            "let go": on(Membership, member, accounts.end_membership, **by),
        },
    )


STAGES: tuple[Make, ...] = (
    a_certificate,
    a_submitted_certificate,
    an_accepted_certificate,
    an_invited_person,
    a_member,
)
