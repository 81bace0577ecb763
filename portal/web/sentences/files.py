"""What happened to files, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "FileStored": _("stored a file"),
    "FileScanned": _("had a file scanned for viruses"),
    "FileRefused": _("sent a file that was refused (%(harm)s)"),
    "FileLetGo": _("let go of a file"),
}
