"""A message goes to the one address it may go to, and nothing of a strange receiver holds the worker up."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from portal.webhooks import sender
from portal.webhooks.sender import Undelivered, post
from trust.listener import Listener, listening

HERE = ("127.0.0.0/8",)


@pytest.fixture
def listener():
    with listening(Listener()) as made:
        yield made


def taken(listener):
    """Take whatever comes, signed or not."""
    got = []
    listener.take = lambda headers, body: got.append((dict(headers), body)) or listener.status
    return got


def test_a_message_arrives_whole(listener):
    got = taken(listener)
    assert post(listener.address, b'{"a": 1}', {"webhook-id": "1"}, HERE) == 204
    ((headers, body),) = got
    assert body == b'{"a": 1}'
    assert headers["webhook-id"] == "1"
    assert headers["Host"] == f"127.0.0.1:{listener.port}"


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 500, 503])
def test_any_other_status_is_a_failure_and_no_redirect_is_followed(listener, status):
    got, listener.status = taken(listener), status
    with pytest.raises(Undelivered) as failed:
        post(listener.address, b"{}", {}, HERE)
    assert (failed.value.why, failed.value.status, len(got)) == (sender.STATUS, status, 1)


def test_nothing_is_sent_to_what_is_not_public(listener):
    got = taken(listener)
    for url in (
        listener.address,
        f"http://localhost:{listener.port}/",
        f"https://127.0.0.1:{listener.port}/",
    ):
        with pytest.raises(Undelivered) as failed:
            post(url, b"{}", {}, ())
        assert failed.value.why == sender.NOT_PUBLIC
    assert got == []


def leading_to(monkeypatch, *addresses):
    """Let every name lead to these addresses; how often it was asked."""
    asked = []

    def look_up(host, port, **_how):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(sender, "getaddrinfo", look_up)
    return asked


def test_a_name_of_which_one_address_is_not_public_is_refused(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Undelivered) as failed:
        post("https://erp.example/", b"{}", {}, HERE)
    assert failed.value.why == sender.NOT_PUBLIC


def test_without_tls_only_the_operators_networks_are_reached(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34")
    with pytest.raises(Undelivered) as failed:
        post("http://erp.example/", b"{}", {}, HERE)
    assert failed.value.why == sender.PLAIN


def test_a_name_is_looked_up_once_and_that_is_what_is_connected_to(listener, monkeypatch):
    got, asked = taken(listener), leading_to(monkeypatch, "127.0.0.1")
    assert post(f"http://erp.example:{listener.port}/", b"{}", {}, HERE) == 204
    assert asked == ["erp.example"]
    assert got[0][0]["Host"] == f"erp.example:{listener.port}"


def test_a_name_that_leads_nowhere_is_told(monkeypatch):
    def fail(*_asked, **_how):
        raise socket.gaierror

    monkeypatch.setattr(sender, "getaddrinfo", fail)
    with pytest.raises(Undelivered) as failed:
        post("https://nowhere.example/", b"{}", {}, ())
    assert failed.value.why == sender.NAME


@contextmanager
def speaking(say):
    """A server that says what it likes to each connection; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            try:
                line, _address = server.accept()
            except OSError:
                return
            with line:
                try:
                    say(line)
                except OSError:
                    return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def read_all(line):
    """The whole request: who hangs up before would cut off the answer, too."""
    taken = b""
    while not taken.endswith(b"{}"):
        taken += line.recv(65536)


def say_nonsense(line):
    read_all(line)
    line.sendall(b"220 mail.example ESMTP\r\n")


def hang_up(line):
    read_all(line)


def drip(line):
    for _second in range(200):
        line.sendall(b"H")
        time.sleep(0.05)


def think(line):
    read_all(line)
    time.sleep(0.4)
    line.sendall(b"HTTP/1.1 202 Accepted\r\n\r\n")


def test_a_receiver_may_think_longer_than_connecting_may_take(monkeypatch):
    monkeypatch.setattr(sender, "SECONDS_TO_CONNECT", 0.1)
    with speaking(think) as port:
        assert post(f"http://127.0.0.1:{port}/", b"{}", {}, HERE) == 202


def say_nothing(line):
    line.recv(65536)
    time.sleep(1)


@pytest.mark.parametrize(
    ("say", "why"), [(say_nonsense, sender.NO_HTTP), (hang_up, sender.CONNECTION), (drip, sender.TIMEOUT)]
)
def test_what_speaks_no_http_is_told_apart(say, why, monkeypatch):
    monkeypatch.setattr(sender, "SECONDS_IN_ALL", 0.5)
    with speaking(say) as port, pytest.raises(Undelivered) as failed:
        post(f"http://127.0.0.1:{port}/", b"{}", {}, HERE)
    assert failed.value.why == why


@pytest.mark.parametrize(("say", "scheme"), [(drip, "https"), (say_nothing, "http"), (say_nothing, "https")])
def test_however_slow_the_other_side_is_it_ends(say, scheme, monkeypatch):
    monkeypatch.setattr(sender, "SECONDS_IN_ALL", 0.3)
    with speaking(say) as port, pytest.raises(Undelivered) as failed:
        post(f"{scheme}://127.0.0.1:{port}/", b"{}", {}, HERE)
    assert failed.value.why in {sender.TIMEOUT, sender.CONNECTION}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of localhost that it has signed itself, and its key, in files."""
    key, room = ec.generate_private_key(ec.SECP256R1()), tmp_path_factory.mktemp("tls")
    name, day = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), timedelta(days=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - day)
        .not_valid_after(datetime.now(UTC) + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (room / "key").write_bytes(key.private_bytes(*pem))
    (room / "certificate").write_bytes(made.public_bytes(Encoding.PEM))
    return room


@contextmanager
def behind_tls(certificate, listener):
    """The port of the listener's own server with TLS in front of it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "certificate", certificate / "key")

    def answer(line):
        with context.wrap_socket(line, server_side=True) as safe:
            read_all(safe)
            listener.append(safe.version())
            safe.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with speaking(answer) as port:
        yield port


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, monkeypatch):
    leading_to(monkeypatch, "127.0.0.1")
    got = []
    with behind_tls(certificate, got) as port, pytest.raises(Undelivered) as failed:
        post(f"https://localhost:{port}/", b"{}", {}, HERE)
    assert (failed.value.why, got) == (sender.CERTIFICATE, [])


def test_one_that_the_system_trusts_is_taken(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate"))
    leading_to(monkeypatch, "127.0.0.1")
    got = []
    with behind_tls(certificate, got) as port:
        assert post(f"https://localhost:{port}/", b"{}", {}, HERE) == 204
    assert len(got) == 1


def test_one_of_another_name_is_refused(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate"))
    leading_to(monkeypatch, "127.0.0.1")
    with behind_tls(certificate, []) as port, pytest.raises(Undelivered) as failed:
        post(f"https://erp.example:{port}/", b"{}", {}, HERE)
    assert failed.value.why == sender.CERTIFICATE


def test_a_port_where_nobody_listens_is_told():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Undelivered) as failed:
        post(f"http://127.0.0.1:{port}/", b"{}", {}, HERE)
    assert failed.value.why == sender.CONNECTION
