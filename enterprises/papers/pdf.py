"""A template set on paper. The style stands in a file of its own, as no page of the portal carries one."""

import base64
from pathlib import Path

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from core.sealed_files import read_whole

STYLE = Path(__file__).with_name("papers.css")


def pdf(template, context):
    """PDF bytes."""
    from weasyprint import CSS, HTML

    return HTML(string=render_to_string(template, context)).write_pdf(stylesheets=[CSS(filename=STYLE)])


def picture(stored, what):
    """A kept picture as the source of an <img>."""
    return f"data:image/png;base64,{base64.b64encode(read_whole(stored, what)).decode()}"


def response(template, context, *, name):
    """Shown in the browser, from where it is printed or kept."""
    answer = HttpResponse(pdf(template, context), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
