"""The list of what is installed names everything the portal is pinned to, and nothing of it is older than it may be.

``OLDEST`` holds the libraries whose older versions have a known hole on a path that the portal walks: what it renders,
parses, signs or answers with. Advisories of others, and of code that is never reached here, are left to `make lock
UPGRADE=--upgrade`. Each id was looked up when its row was written.
"""

import json
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.pins import ROOT, pinned_here, pins, read_pins, version_of

LOCKS = ("requirements.txt", "requirements-test.txt")

# name, the oldest version that may be used, the advisory, what it would mean here.
OLDEST = (
    ("weasyprint", "70.0", "CVE-2026-55073", "style sheets are fetched past the fetcher that denies all"),
    ("weasyprint", "70.0", "GHSA-r543-q48m-4c9j", "an EPS picture is handed to another program"),
    ("weasyprint", "68.0", "CVE-2025-68616", "a redirect is followed past the fetcher"),
    ("weasyprint", "61.2", "CVE-2024-28184", "an attachment is fetched past the fetcher, from disk too"),
    ("jinja2", "3.1.6", "CVE-2025-27516", "a template breaks out of its sandbox"),
    ("lxml", "6.1.0", "CVE-2026-41066", "XML reads local files by external entities"),
    ("pikepdf", "2.10.0", "CVE-2021-29421", "the metadata of a PDF reads local files by external entities"),
    ("pillow", "12.3.0", "CVE-2026-59200", "a stream in a PDF unpacks without end"),
    ("pillow", "11.3.0", "CVE-2025-48379", "a picture is written past its buffer"),
    ("werkzeug", "3.1.9", "CVE-2026-102598", "a path leads to a device of Windows"),
    ("werkzeug", "3.0.6", "CVE-2024-49767", "a form of many parts takes more memory than its limit"),
    ("flask", "3.1.3", "CVE-2026-27205", "an answer of one session may be kept for another by a cache"),
    ("flask", "3.1.1", "CVE-2025-47278", "sessions are signed with a key that was to be retired"),
    ("flask-security", "5.8.1", "GHSA-w2j7-f3c6-g8cw", "signing in leads to another site"),
    ("cryptography", "50.0.0", "CVE-2026-69247", "errors and timing of a decryption tell of the key"),
    ("cryptography", "48.0.1", "GHSA-537c-gmf6-5ccf", "wheels hold an OpenSSL with holes"),
    ("cryptography", "46.0.5", "CVE-2026-26007", "a key out of a small group tells of the private one"),
    ("authlib", "1.9.0", "CVE-2026-114617", "an ID token says itself that its nonce need not be looked at"),
    ("authlib", "1.6.9", "CVE-2026-28498", "an ID token of an unknown algorithm passes for whole"),
    ("authlib", "1.6.9", "CVE-2026-27962", "a token brings the key that it is checked with"),
    ("joserfc", "1.6.8", "CVE-2026-49852", "a token signed with an empty key is believed"),
    ("requests", "2.32.4", "CVE-2024-47081", "a password is sent to another host"),
    ("urllib3", "2.8.0", "GHSA-vxq7-64xx-v4gw", "an answer without end fills the memory"),
    ("gunicorn", "22.0.0", "CVE-2024-1135", "a second request hides in the first, past the proxy"),
    ("gunicorn", "22.0.0", "CVE-2024-6827", "a second request hides in the first, past the proxy"),
    ("sqlalchemy", "1.3.0", "CVE-2019-7164", "what is given to order_by is read as SQL"),
    ("idna", "3.15", "CVE-2026-45409", "a long address of mail keeps a process busy"),
)


def too_old(found: dict[str, str]) -> list[str]:
    """What is older than it may be, of packages by name and version."""
    return [
        f"{name} {found[name]} is older than {lowest} ({advisory}: {why})"
        for name, lowest, advisory, why in OLDEST
        if name in found and Version(found[name]) < Version(lowest)
    ]


def by_name(requirements: list[Requirement]) -> dict[str, str]:
    return {canonicalize_name(pin.name): version_of(pin) for pin in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_pinned_is_older_than_it_may_be(lock: str) -> None:
    assert too_old(by_name(pins(lock))) == []


def test_nothing_installed_is_older_than_it_may_be() -> None:
    assert too_old({name: metadata.version(name) for name, *_ in OLDEST}) == []


def test_every_name_with_an_oldest_version_is_still_used() -> None:
    assert {name for name, *_ in OLDEST} <= by_name(pins("requirements.txt")).keys()


def test_a_version_with_a_hole_is_found() -> None:
    old = read_pins("lxml==6.0.2 \\\n    --hash=sha256:00\nflask==3.1.3 \\\n    --hash=sha256:00\n")

    assert [line.split(" (")[0] for line in too_old(by_name(old))] == ["lxml 6.0.2 is older than 6.1.0"]


def sbom_options() -> list[str]:
    """What `make sbom` is told, as the Makefile says it."""
    lines = (ROOT / "Makefile").read_text().splitlines()
    (options,) = [line.partition("=")[2] for line in lines if line.startswith("sbom_options =")]
    return shlex.split(options)


def test_the_list_of_what_is_installed_names_every_pin(tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"
    # Checking the list against the schema takes ten times as long as making it; `make sbom` does both.
    command = [sys.executable, "-m", "cyclonedx_py", "environment", *sbom_options(), "--no-validate"]
    subprocess.run([*command, "--output-file", str(target)], cwd=ROOT, check=True, capture_output=True)

    listed = json.loads(target.read_text())

    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["name"] == "supplier-portal"
    named = {canonicalize_name(part["name"]): part["version"] for part in listed["components"]}
    wanted = by_name(pinned_here("requirements.txt"))
    assert {name: named.get(name) for name in wanted} == wanted
