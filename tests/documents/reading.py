"""What a reader sees in a PDF."""

import pypdfium2


def pages(pdf: bytes) -> list[str]:
    """The text of each page, every run of blanks and line ends as one blank."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without blanks, since a long word may be broken anywhere."""
    return "".join(text.split())
