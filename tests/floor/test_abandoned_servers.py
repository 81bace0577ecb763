"""A run of the tests clears away the database servers of killed runs, and never one in use."""

import os
import subprocess
import sys

from tests.postgres import remove_abandoned


def test_only_folders_whose_server_is_gone_are_removed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    servers = {"alive": os.getpid(), "filled": -os.getpid(), "gone": ended.pid, "own": ended.pid}
    servers |= {"prepared": None, "old": None}
    for name, server in servers.items():
        folder = tmp_path / f"portal-pg-{name}"
        folder.mkdir()
        if server is not None:
            (folder / "postmaster.pid").write_text(f"{server}\n{folder}\n", encoding="utf-8")
    os.utime(tmp_path / "portal-pg-old", (0, 0))

    remove_abandoned(tmp_path / "portal-pg-own")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "portal-pg-alive",
        "portal-pg-filled",
        "portal-pg-own",
        "portal-pg-prepared",
    ]
