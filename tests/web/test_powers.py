"""The policy says what tests/web/powers.py says, and nothing besides."""

from collections.abc import Iterator, Mapping

from portal.accounts.roles import BUYER_ROLES, SUPPLIER_ROLES, Role, Side
from portal.web import access
from portal.web.access import Rule
from tests.web import powers


def roles(letters: str, of: Mapping[str, Role]) -> frozenset[Role]:
    return frozenset(of[letter] for letter in letters)


def of_side(side: Side, may: Mapping[str, str], of: Mapping[str, Role]) -> Iterator[tuple[str, Rule]]:
    for letters, names in may.items():
        who = roles(letters, of)
        for name in names.split():
            endpoint = f"{side}.{name.removesuffix('!')}"
            yield endpoint, Rule(side, who, who, binding=name.endswith("!"))


def written_down() -> Iterator[tuple[str, Rule]]:
    yield from of_side(Side.BUYER, powers.BUYERS_MAY, powers.BUYER)
    yield from of_side(Side.SUPPLIER, powers.SUPPLIERS_MAY, powers.SUPPLIER)
    for name, (readers, writers) in powers.BUYERS_READ.items():
        yield f"buyer.{name}", Rule(Side.BUYER, roles(readers, powers.BUYER), roles(writers, powers.BUYER))
    for name in powers.ANYBODY_MAY.split():
        yield name, Rule(public=True)
    for name in powers.WHO_IS_SIGNED_IN_MAY.split():
        yield name.removesuffix("!"), Rule(personal=True, binding=name.endswith("!"))
    for name in powers.WHO_SHOWED_A_PASSWORD_MAY.split():
        yield name.removesuffix("!"), Rule(personal=True, awaiting=True, binding=name.endswith("!"))


def test_every_role_has_a_letter():
    assert set(powers.BUYER.values()) == BUYER_ROLES
    assert set(powers.SUPPLIER.values()) == SUPPLIER_ROLES


def test_the_policy_gives_everybody_what_is_written_down(app):
    written = list(written_down())
    assert len(dict(written)) == len(written), "something is written down twice"
    ruled = {endpoint: rule for endpoint, rule in access._rules.items() if endpoint != "echo"}
    assert ruled == dict(written)
