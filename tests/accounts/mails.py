"""The mails that the outbox has delivered, and the links in them."""

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from portal import outbox


def delivered(room: Path) -> list[EmailMessage]:
    """Deliver what waits and take every mail out of the folder, the oldest first."""
    while outbox.drain():
        pass
    folder = room / "mail"
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]
    for path in files:
        path.unlink()
    return mails


def link_in(mail: EmailMessage) -> str:
    """The path of the one link in a mail."""
    (link,) = re.findall(r"https?://\S+", mail.get_content())
    return urlsplit(link).path
