"""Official papers on the grid of GB/T 9704-2012: `render(document, fonts)` gives the PDF, builders make the documents."""

from .builders import circular, rectification_order, urging_notice
from .document import Attachment, Block, Document, Table, cn_date
from .pages import set_pages
from .plain import blocks_of, from_text
from .received import document_of, editable
from .register import register
from .render import merge, render
from .word import to_word

__all__ = [
    "Attachment",
    "Block",
    "Document",
    "Table",
    "blocks_of",
    "circular",
    "cn_date",
    "document_of",
    "editable",
    "from_text",
    "merge",
    "rectification_order",
    "register",
    "render",
    "set_pages",
    "to_word",
    "urging_notice",
]
