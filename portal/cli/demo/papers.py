"""Papers for the demo: one-page PDFs made on the spot, kept like anything that is uploaded."""

from io import BytesIO

import pikepdf
from flask import current_app
from pikepdf import Dictionary, Name

from portal.accounts.models import Organisation
from portal.cli.demo.world import DemoWorld
from portal.files.models import StoredFile
from portal.files.service import keep, receive
from portal.workflow import Actor


def paper(title: str, lines: list[str]) -> bytes:
    """A PDF of one A4 page with a title and lines of text."""
    pdf = pikepdf.new()
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    text = [f"BT /F1 20 Tf 60 770 Td ({_escaped(title)}) Tj ET", "60 758 475 1.5 re f"]
    text += [
        f"BT /F1 11 Tf 60 {730 - 18 * row} Td ({_escaped(line)}) Tj ET" for row, line in enumerate(lines)
    ]
    page = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, 595, 842],
        Resources=Dictionary(Font=Dictionary(F1=pdf.make_indirect(font))),
        Contents=pdf.make_stream("\n".join(text).encode("cp1252", "replace")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    out = BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def keep_paper(
    world: DemoWorld, owner: Organisation, name: str, title: str, lines: list[str], actor: Actor
) -> StoredFile:
    """Make a paper and keep it for its owner, as of the story's beginning."""
    settings = current_app.config["SETTINGS"]
    upload = receive(settings.files_url, name, BytesIO(paper(title, lines)), settings.max_upload)
    return keep(upload, organisation_id=owner.id, actor=actor, now=world.start)
