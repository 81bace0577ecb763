"""Nothing the portal stands on may bind its users to the GPL or AGPL; the LGPL is fine."""

import re
from importlib import metadata

import pytest

from tests.pins import pinned_here

BINDING = re.compile(r"(?<!lesser )\bgeneral public license|(?<![a-z])a?gpl", re.I)

# Packages whose metadata says less, or more, than their licence does.
READ_BY_HAND = {
    "axe-playwright-python": "No licence in the metadata; its LICENSE file holds the MIT licence.",
    "pyphen": "Offered under GPL, LGPL or MPL at the user's choice; we take the LGPL.",
    "text-unidecode": "Offered under the Artistic License or the GPL; we take the Artistic License.",
}


def stated(facts: metadata.PackageMetadata) -> list[str]:
    """What the metadata says about the licence: the most exact kind of statement that is there."""
    if expression := facts.get("License-Expression"):
        return [expression]
    classifiers = [line for line in facts.get_all("Classifier") or [] if line.startswith("License ::")]
    # Some put their whole licence into this field; its first line names it.
    field = (facts.get("License") or "").strip().partition("\n")[0]
    return classifiers or ([field] if field else [])


def binds(statement: str) -> bool:
    """True where every alternative of the statement is GPL or AGPL."""
    return all(BINDING.search(choice) for choice in re.split(r"\bOR\b", statement))


@pytest.mark.parametrize("name", [pin.name for pin in pinned_here("requirements-test.txt")])
def test_a_dependency_leaves_its_users_free(name: str) -> None:
    licences = stated(metadata.metadata(name))

    if name in READ_BY_HAND:
        assert not licences or any(map(binds, licences)), f"{name} needs no exception any more"
        return
    assert licences, f"{name} states no licence: read it and add it to READ_BY_HAND with the reason"
    assert not any(map(binds, licences)), f"{name} is under {licences}"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)", False),
        ("GPL-2.0-only OR MIT", False),
        ("MIT AND GPL-2.0-only", True),
        ("BSD-3-Clause", False),
    ],
)
def test_statements_are_read_as_meant(statement: str, expected: bool) -> None:
    assert binds(statement) is expected
