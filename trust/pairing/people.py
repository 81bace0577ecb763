"""Certificates under review, and people who come and go."""

from sqlalchemy import select

from portal import sealing
from portal.accounts import service as accounts
from portal.accounts.models import JoinInvitation, Membership, Person
from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.models import Certificate, Requirement, Review
from portal.db import db, new_public_id
from portal.sourcing.service.strict import keep_key as keep_opener_key
from portal.workflow import Actor
from trust.pairs import Act, Make, Stage, on, record
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


def joined(ground: Ground) -> Membership:
    """The membership of somebody who has just joined the buyer."""
    key, address = invited(ground)
    join(ground, key)()
    return db.session.scalars(
        select(Membership).join(Membership.person).where(Membership.person.has(email=address))
    ).one()


def somebody_with_two_windows(ground: Ground) -> Stage:
    """What is replaced as a whole: nothing of the one before it stays, whoever made it in which window."""
    person, acme = joined(ground).person_id, ground.world.acme.id
    by = {"actor": Actor(person, acme, frozenset({Role.APPROVER})), "now": ground.now}

    def keep_key(**more: bool) -> Act:
        def keep() -> object:
            record(Person, person)
            # Nobody unlocks it, so that the tenth of a second may be saved that a real one costs.
            made = sealing.LockedPair(new_public_id(), b"public", b"salt", b"locked")
            return keep_opener_key(acme, made, **more, **by)

        return keep

    return Stage(
        Person,
        person,
        {
            "make recovery codes": on(Person, person, accounts.renew_recovery_codes, **by),
            "remove the second factor": on(Person, person, accounts.remove_second_factor, **by),
            "choose a passphrase": keep_key(),
            "choose another": keep_key(lost=True),
        },
    )


def a_member(ground: Ground) -> Stage:
    member = joined(ground).id
    by = {"actor": ground.world.acme.actor(Role.ADMIN), "now": ground.now}
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
    somebody_with_two_windows,
    a_member,
)
