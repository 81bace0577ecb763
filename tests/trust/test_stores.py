"""The store of files turns read-only, goes away or falls silent; uploads are refused meanwhile, and all recovers."""

import socket
import time

import pytest

from portal.errors import Busy
from portal.files import store
from trust.stores import _away, _read_only, _settings, run


@pytest.mark.parametrize("kind", [_read_only, _away])
def test_files_are_kept_or_refused_while_their_store_fails(kind, tmp_path):
    assert run("sqlite", tmp_path, seconds=1, kinds=[kind]).found == ()


def test_a_store_that_does_not_answer_is_not_waited_for_long(monkeypatch):
    monkeypatch.setitem(store.PATIENCE, "timeout", "500ms")
    monkeypatch.setattr(store, "TRIES", {"max_retries": 0})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for name, value in _settings(silent.getsockname()[1]).items():
            monkeypatch.setenv(name, value)
        began = time.monotonic()
        with pytest.raises(Busy):
            store.put("s3://silent", b"bytes")
    assert time.monotonic() - began < 25


def test_how_long_a_request_waits_for_its_store_is_bounded():
    """Eight requests may wait at once; a page asked for meanwhile must not wait for minutes behind them."""
    assert (store.PATIENCE["timeout"], store.TRIES["retry_timeout"].total_seconds()) == ("20s", 10)
