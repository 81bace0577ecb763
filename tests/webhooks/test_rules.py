"""Where a webhook may lead, what it may send, and how a message is signed."""

from ipaddress import ip_address

import pytest

from portal.accounts.roles import Side
from portal.errors import RuleBroken
from portal.webhooks import rules

HOUSE = ("10.1.0.0/16", "fd00:1::/32")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://erp.acme.example/hook", "https://erp.acme.example/hook"),
        ("  https://erp.acme.example:8443/a?b=c ", "https://erp.acme.example:8443/a?b=c"),
        ("https://93.184.216.34/hook", "https://93.184.216.34/hook"),
        ("https://[2606:2800:220:1:248:1893:25c8:1946]/", "https://[2606:2800:220:1:248:1893:25c8:1946]/"),
    ],
)
def test_an_address_that_can_be_posted_to_is_kept(address, kept):
    assert rules.check_address(address, ()) == kept


@pytest.mark.parametrize(
    "address",
    [
        "",
        "erp.acme.example",
        "http://erp.acme.example/",
        "ftp://erp.acme.example/",
        "https:///hook",
        "https://[::1",
        "https://erp.acme.example:99999/",
        "https://erp.acme.example:0/",
        "https://erp.acme.example/a b",
        "https://erp.acme.example/\nHost: other",
        "https://bücher.example/",
        "https://erp.acme.example/" + "a" * 500,
        "https://user@erp.acme.example/",
        "https://user:word@erp.acme.example/",
        "https://erp.acme.example/#part",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
    ],
)
def test_any_other_is_refused_at_its_field(address):
    with pytest.raises(RuleBroken) as refused:
        rules.check_address(address, ())
    assert refused.value.field == "url"


def test_the_operators_networks_may_be_reached_without_tls():
    assert rules.check_address("http://10.1.2.3/hook", HOUSE) == "http://10.1.2.3/hook"
    with pytest.raises(RuleBroken):
        rules.check_address("http://10.2.2.3/hook", HOUSE)


@pytest.mark.parametrize(
    ("address", "public", "house"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("10.1.255.255", False, True),
        ("10.2.0.0", False, False),
        ("fd00:1::7", False, True),
        ("fd00:2::7", False, False),
        ("127.0.0.1", False, False),
        ("::1", False, False),
        ("169.254.169.254", False, False),
        ("100.64.0.1", False, False),
        ("192.0.2.1", False, False),
        ("224.0.0.251", False, False),
        ("ff02::1", False, False),
        ("240.0.0.1", False, False),
        ("::ffff:127.0.0.1", False, False),
        ("::ffff:10.1.0.9", False, True),
        ("2002:7f00:1::", False, False),
        ("2002:0a01:0009::", False, True),
        ("64:ff9b::7f00:1", False, False),
        ("64:ff9b::5db8:d822", True, True),
        ("::", False, False),
        ("fec0::1", False, False),
        ("192.0.0.192", False, False),
        ("192.88.99.1", False, False),
        ("198.18.0.1", False, False),
        ("2001::1", False, False),
        ("64:ff9b:1::7f00:1", False, False),
        ("5f00::1", False, False),
        ("3fff::1", False, False),
    ],
)
def test_what_may_be_connected_to(address, public, house):
    assert rules.may_reach(ip_address(address), ()) is public
    assert rules.may_reach(ip_address(address), HOUSE) is house


def test_the_operators_networks_are_for_buyers():
    assert rules.networks_for(Side.BUYER, HOUSE) == HOUSE
    assert rules.networks_for(Side.SUPPLIER, HOUSE) == ()


def test_topics_come_in_the_order_of_the_table():
    assert rules.check_topics(["orders", "sourcing"]) == ["sourcing", "orders"]


@pytest.mark.parametrize("chosen", [[], ["weather"], ["orders", "weather"]])
def test_no_topic_or_an_unknown_one_is_refused(chosen):
    with pytest.raises(RuleBroken) as refused:
        rules.check_topics(chosen)
    assert refused.value.field == "topics"


def test_a_message_is_signed_as_the_standard_has_it():
    secret = b"\x31\xf0\xf1"
    made = rules.headers("msg_1", b'{"a":1}', 1674087231, secret)
    assert made["webhook-id"] == "msg_1"
    assert made["webhook-timestamp"] == "1674087231"
    # By another hand: openssl dgst -sha256 -mac HMAC -macopt hexkey:31f0f1 -binary, in base64.
    assert made["webhook-signature"] == "v1,twmSRLMc9frxwXU8dIoivcY3HQq4pbCQpMAJsqoguJ8="


def test_a_secret_is_shown_as_the_standard_has_it():
    assert rules.shown_secret(b"0123456789abcdef01234567") == "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"


def test_who_is_slow_takes_a_tenth_of_the_time():
    assert (rules.rest_after(0.4), rules.rest_after(1), rules.rest_after(9.5)) == (0, 9, 85.5)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 2), (2, 4), (5, 32), (11, 2048), (12, 3600), (500, 3600)]
)
def test_a_webhook_rests_longer_with_each_failure(failures, seconds):
    assert rules.rest_seconds(failures) == seconds
