"""The companies and people of the demo."""

from datetime import datetime
from typing import Any

import click

from portal.accounts import service
from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.roles import ROLE_LABELS, Role, Side
from portal.cli.demo.world import DemoWorld
from portal.db import db, new_public_id
from portal.web.security import hash_password
from portal.workflow import PORTAL

PASSWORD = "correct horse battery"  # noqa: S105 - Everybody in the demo shares it, and the terminal says so.

COMPANIES: dict[str, dict[str, Any]] = {
    "nordwerk": {
        "side": Side.BUYER, "name": "Nordwerk Antriebe", "legal_name": "Nordwerk Antriebstechnik GmbH",
        "registration_number": "HRB 104882", "vat_number": "DE136695976", "street": "Werftstraße 18",
        "postcode": "24143", "city": "Kiel", "country": "DE", "currency": "EUR", "timezone": "Europe/Berlin",
        "email": "einkauf@nordwerk.example", "phone": "+49 431 5550",
    },
    "helvetia": {
        "side": Side.BUYER, "name": "Helva Medical", "legal_name": "Helva Medical AG",
        "registration_number": "CHE-116.281.710", "vat_number": "CHE-116.281.710 MWST",
        "street": "Rheingasse 4", "postcode": "4058", "city": "Basel", "country": "CH", "currency": "CHF",
        "timezone": "Europe/Zurich", "email": "procurement@helva.example", "phone": "+41 61 555 00 10",
    },
    "brenner": {
        "side": Side.SUPPLIER, "name": "Brenner Präzision", "legal_name": "Brenner Präzisionsteile GmbH & Co. KG",
        "registration_number": "HRA 20311", "vat_number": "DE811569869", "street": "Industriestraße 7",
        "postcode": "73430", "city": "Aalen", "country": "DE", "timezone": "Europe/Berlin",
        "email": "vertrieb@brenner.example", "phone": "+49 7361 5551",
    },
    "lumen": {
        "side": Side.SUPPLIER, "name": "Lumen Castings", "legal_name": "Lumen Castings B.V.",
        "registration_number": "KVK 24257781", "vat_number": "NL004495445B01", "street": "Havenweg 112",
        "postcode": "3089 JH", "city": "Rotterdam", "country": "NL", "timezone": "Europe/Amsterdam",
        "email": "sales@lumen.example", "phone": "+31 10 555 0142",
    },
    "tatra": {
        "side": Side.SUPPLIER, "name": "Tatra Motion", "legal_name": "Tatra Motion s.r.o.",
        "registration_number": "IČO 25596641", "vat_number": "CZ25123891", "street": "Tovární 33",
        "postcode": "742 21", "city": "Kopřivnice", "country": "CZ", "timezone": "Europe/Prague",
        "email": "obchod@tatra-motion.example", "phone": "+420 556 555 120",
    },
    "meridian": {
        "side": Side.SUPPLIER, "name": "Meridian Packaging", "legal_name": "Meridian Packaging Ltd",
        "registration_number": "SC 412 908", "vat_number": "GB980780684", "street": "2 Clyde Quay",
        "postcode": "G2 8AA", "city": "Glasgow", "country": "GB", "timezone": "Europe/London",
        "email": "hello@meridian.example", "phone": "+44 141 555 0199",
    },
}  # fmt: skip

PEOPLE: dict[str, tuple[str, str, list[Role]]] = {
    "petra@nordwerk.example": ("nordwerk", "Petra Hansen", [Role.PROCUREMENT]),
    "anton@nordwerk.example": ("nordwerk", "Anton Brandt", [Role.APPROVER, Role.FINANCE]),
    "quirin@nordwerk.example": ("nordwerk", "Quirin Albers", [Role.QUALITY_ENGINEER]),
    "gesa@nordwerk.example": ("nordwerk", "Gesa Petersen", [Role.GOODS_IN]),
    "admin@nordwerk.example": ("nordwerk", "Ines Koch", [Role.ADMIN, Role.AUDITOR]),
    "luca@helva.example": ("helvetia", "Luca Meier", [Role.PROCUREMENT, Role.ADMIN]),
    "vera@helva.example": ("helvetia", "Vera Keller", [Role.APPROVER]),
    "sandra@brenner.example": ("brenner", "Sandra Weiss", [Role.SUPPLIER_ADMIN, Role.SALES]),
    "qm@brenner.example": ("brenner", "Jonas Fink", [Role.SUPPLIER_QUALITY]),
    "versand@brenner.example": ("brenner", "Mia Vogt", [Role.LOGISTICS]),
    "sanne@lumen.example": ("lumen", "Sanne de Vries", [Role.SUPPLIER_ADMIN, Role.SALES, Role.LOGISTICS]),
    "quality@lumen.example": ("lumen", "Bram Visser", [Role.SUPPLIER_QUALITY]),
    "sona@tatra-motion.example": (
        "tatra",
        "Soňa Dvořáková",
        [Role.SUPPLIER_ADMIN, Role.SALES, Role.SUPPLIER_QUALITY],
    ),
    "ewan@meridian.example": ("meridian", "Ewan Reid", [Role.SUPPLIER_ADMIN, Role.SALES]),
}

SITES = {
    "nordwerk": ("Werk Kiel", "Kiel", "DE", "Europe/Berlin"),
    "helvetia": ("Basel plant", "Basel", "CH", "Europe/Zurich"),
    "brenner": ("Aalen works", "Aalen", "DE", "Europe/Berlin"),
    "lumen": ("Rotterdam foundry", "Rotterdam", "NL", "Europe/Amsterdam"),
    "tatra": ("Kopřivnice plant", "Kopřivnice", "CZ", "Europe/Prague"),
}


def fill(world: DemoWorld, now: datetime) -> None:  # noqa: ARG001
    """The companies, their sites and their people, as of the beginning of the story."""
    for key, profile in COMPANIES.items():
        world.companies[key] = service.create_organisation(actor=PORTAL, now=world.start, **profile)
        if profile["side"] is Side.BUYER:
            # Whoever tries the demo has no phone at hand for fourteen people; the settings page says so.
            buyer = world.companies[key]
            service.set_policy(buyer, "second_factor", False, actor=PORTAL, now=world.start)
    secret = hash_password(PASSWORD)
    for email, (key, name, roles) in PEOPLE.items():
        _add_person(world, world.companies[key], email, name, [str(role) for role in roles], secret)
    for key, (name, city, country, zone) in SITES.items():
        world.made[f"site:{key}"] = service.add_site(
            world.companies[key],
            name=name,
            city=city,
            country=country,
            timezone=zone,
            actor=PORTAL,
            now=world.start,
        )


def _add_person(
    world: DemoWorld, organisation: Organisation, email: str, name: str, roles: list[str], secret: str
) -> None:
    person = Person(
        email=email, name=name, password=secret, fs_uniquifier=new_public_id(), created_at=world.start
    )
    person.memberships.append(
        Membership(organisation_id=organisation.id, roles=roles, created_at=world.start)
    )
    db.session.add(person)
    db.session.flush()
    world.people[email] = (person, organisation, roles)


def say_who() -> None:
    """Print who can sign in to the demo."""
    click.echo(
        f"\nSign in to the demo; everybody's password is “{PASSWORD}”, and no second factor is asked for:"
    )
    for email, (key, name, roles) in PEOPLE.items():
        labels = ", ".join(str(ROLE_LABELS[role]) for role in roles)
        click.echo(f"  {email:28} {name}, {COMPANIES[key]['name']} ({labels})")
