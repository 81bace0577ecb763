"""No address in a text makes a document ask for it; a small part of what ``make trust`` tries."""

import socket
from io import BytesIO

import pikepdf

from portal.documents.process import Renderer
from tests.documents import samples
from trust import fetching


def test_no_text_makes_a_document_fetch_or_attach():
    with fetching.listening() as listener, Renderer() as renderer:
        texts = fetching.addresses(listener.port)
        assert len(set(texts)) == 60
        # Several to a text: every way of asking stands in the one document or in the other.
        for number, facts in enumerate((samples.ORDER, samples.CONTRACT)):
            assert list(fetching.tried(renderer, facts, "\n".join(texts[number * 5 :: 10]))) == []
        assert listener.connections == 0


def test_a_connection_and_an_attachment_would_be_noticed():
    with (
        fetching.listening() as listener,
        socket.create_connection(("127.0.0.1", listener.port), timeout=10) as line,
    ):
        assert line.recv(1) == b"", "it hangs up once it has counted"
    assert listener.connections == 1

    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["a.txt"] = b"a"
        saved = BytesIO()
        document.save(saved)
    assert "an attachment" in list(fetching.attached(saved.getvalue()))
