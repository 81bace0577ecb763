"""The canary crawl: whatever a person of a company can reach by GET holds nothing that is for others.

Companies on both sides have a string of their own in every text, every price and every file. Per company one person
who holds every role opens every address of the URL map with the company's records and follows every link; pages,
downloads, headers, mails and log lines are searched for canaries whose readers the company is not among. Of ten
companies five open their pages, and with ``--whole`` all.
"""

import re
from collections import Counter
from contextlib import nullcontext

import pytest

from portal.accounts.roles import Side
from portal.db import db, transaction
from tests.accounts.mails import delivered
from tests.objects import Objects
from tests.trust.canaries import Canaries, plant, plant_companies
from tests.trust.walking import address, boss, doors, filled
from tests.trust.worlds import marked
from tests.world import World, company

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
SHARED = ("/", "/inbox/", "/account/", "/account/choose", "/receipts/check", "/login", "/reset")
CHOICES = 1
ASSETS = ("/static/", "/bootstrap/", "/fs-static/", "/logout", "/change", "/account/switch")


@pytest.fixture
def planted(world, now, clock):
    """Three buyers and seven suppliers, some of whom work with several; each pair has one of every record."""
    with transaction():
        cobalt = company("Cobalt", Side.BUYER, now)
        delta, epsilon, zeta, eta = (
            company(name, Side.SUPPLIER, now) for name in ("Delta", "Epsilon", "Zeta", "Eta")
        )
        worlds = [
            world,
            World(acme=world.bolt, bolt=cobalt, alpha=world.gamma, beta=world.beta, gamma=delta),
            World(acme=cobalt, bolt=world.acme, alpha=world.alpha, beta=delta, gamma=world.beta),
            World(acme=world.bolt, bolt=world.acme, alpha=epsilon, beta=zeta, gamma=eta),
        ]
        canaries, sets = Canaries(), []
        for number, one in enumerate(worlds):
            with marked(f"-{number}") if number else nullcontext():
                sets.append(Objects(one, now))
            plant(canaries, sets[-1])
        plant_companies(canaries)
    db.session.expire_all()
    everybody = [
        world.acme,
        world.bolt,
        cobalt,
        world.alpha,
        world.beta,
        world.gamma,
        delta,
        epsilon,
        zeta,
        eta,
    ]
    return canaries, sets, everybody


def starts(app, sets, who) -> set[str]:
    """Every address of the URL map, filled with the records that this company shares."""
    side = who.organisation.side
    parties = [objects for objects in sets if who.id in (objects.buyer, objects.supplier)]
    found = set(SHARED)
    for door in doors(app):
        if door.rule.side is side and door.method == "GET":
            found |= {address(app, door, filled(door, objects)) for objects in parties or sets[:1]}
    return found


def crawl(client, waiting: set[str], canaries: Canaries, reader: int) -> tuple[list, int]:
    """What is foreign on the pages that lead on from these addresses, and how many there are."""
    seen, found, forms = set(), [], Counter()
    while waiting:
        plain = waiting.pop().replace("&amp;", "&")
        path = plain.partition("?")[0]
        # A page is looked at in one of its choices: periods alone could be turned for ever.
        if plain in seen or plain.startswith(ASSETS) or forms[path] >= CHOICES:
            continue
        seen.add(plain)
        forms[path] += 1
        answer = client.get(plain)
        text = answer.get_data().decode("utf-8", "replace")
        if foreign := canaries.foreign(f"{answer.headers}\n{text}", reader):
            found.append((plain, sorted(foreign)))
        if answer.location:
            waiting.add(answer.location)
        if answer.mimetype == "text/html":
            waiting |= {
                link for link in LINK.findall(text) if not re.search(r"[?&](after|before|from)=", link)
            }
    return found, len(seen)


@pytest.mark.one_database
def test_no_page_of_any_company_holds_what_is_for_others(app, planted, client, sign_in, room, capfd, whole):
    canaries, sets, everybody = planted
    delivered(room)
    foreign, opened = {}, 0
    for who in everybody if whole else everybody[:2] + everybody[3:6]:
        sign_in(client, who, boss(who))
        found, number = crawl(client, starts(app, sets, who), canaries, who.id)
        opened += number
        if found:
            foreign[who.organisation.name] = found
    assert foreign == {}
    assert opened > (300 if whole else 150)
    assert canaries.foreign("".join(capfd.readouterr()), None) == set(), "a log line"


def test_the_crawl_would_find_a_canary():
    canaries = Canaries()
    canaries.new({1}, "other")
    word, price = canaries.word({1, 2}, "a.text"), canaries.new({2}, "a.price")
    assert canaries.foreign(f"<p>{word}</p>", 3) == {"a.text"}
    assert canaries.foreign(f"<p>{word}</p>", 2) == set()
    assert price == 2
    assert canaries.foreign("<td>700,027.00 EUR</td>", 3) == {"a.price"}
    assert canaries.foreign("<td>700,027.00 EUR</td>", 2) == set()
