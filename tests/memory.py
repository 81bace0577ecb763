"""Temporary files in memory, where a machine has the room; what is killed there keeps what was written all the same."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
# The databases, stores and browser profiles of a whole run are below 2 GB.
ROOM = 4 * 2**30


def take() -> None:
    """Let this process and those that it starts keep their temporary files in memory, unless ``TMPDIR`` says where."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
