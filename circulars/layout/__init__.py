"""Official papers on the grid of GB/T 9704-2012: `render(document, fonts)` gives the PDF, builders make the documents."""

from .builders import circular, rectification_order, urging_notice
from .document import Attachment, Block, Document, Table, cn_date
from .merging import merge, merge_into
from .pages import set_pages
from .phrases import PHRASES, Wording
from .plain import blocks_of, from_text
from .received import document_of, editable
from .register import register
from .render import render, warm
from .word import to_word

__all__ = [
    "PHRASES",
    "Attachment",
    "Block",
    "Document",
    "Table",
    "Wording",
    "blocks_of",
    "circular",
    "cn_date",
    "document_of",
    "editable",
    "from_text",
    "merge",
    "merge_into",
    "rectification_order",
    "register",
    "render",
    "set_pages",
    "to_word",
    "urging_notice",
    "warm",
]
