"""Papers in a walk of all pages: what is written on them lies open in the file, where pages are packed and hide it."""

import io
import re
from contextlib import contextmanager

import pytest
from pypdf import PdfWriter
from weasyprint import HTML


def legible(self, target=None, **options):
    """Stands in for HTML.write_pdf: one empty page with the words attached, a hundred times as quick as painting them."""
    words = "".join(self.etree_element.itertext())
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.add_attachment("words", re.sub(r"\s+", " ", words).encode())
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@contextmanager
def legible_papers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HTML, "write_pdf", legible)
        assert "秘安".encode() in HTML(string="<p>秘安</p>").write_pdf(), "a walk would see no paper"
        yield
