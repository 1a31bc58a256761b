"""The plain fields of forms, drawn without templates: Django opens two templates for every option of a choice.

The markup is that of django/forms/templates; whatever has a template of its own is still drawn from it.
"""

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

FOLDER = "django/forms/widgets/"
INPUTS = ("text", "hidden", "date", "number", "password", "email", "url", "tel", "color", "search", "input")


def pairs_of(pairs):
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in pairs.items()
        if value is not False
    )


def field(widget):
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{pairs_of(widget["attrs"])}>'


def option(one):
    return f'  <option value="{escape(str(one["value"]))}"{pairs_of(one["attrs"])}>{conditional_escape(one["label"])}</option>\n'


def select(widget):
    lines = []
    for group, options, _ in widget["optgroups"]:
        inside = "".join(map(option, options))
        lines.append(f'  <optgroup label="{escape(group)}">\n{inside}  </optgroup>\n' if group else inside)
    return f'<select name="{escape(widget["name"])}"{pairs_of(widget["attrs"])}>\n{"".join(lines)}</select>'


def textarea(widget):
    return f'<textarea name="{escape(widget["name"])}"{pairs_of(widget["attrs"])}>\n{conditional_escape(widget["value"] or "")}</textarea>'


class Select(forms.Select):
    """A choice without groups drawn at once, without a description of each option."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen, lines = self.format_value(value), []
        for key, label in self.choices:
            mark = " selected" if str(key) in chosen else ""
            lines.append(f'  <option value="{escape(str(key))}"{mark}>{conditional_escape(label)}</option>\n')
        pairs = pairs_of(self.build_attrs(self.attrs, attrs))
        return SafeString(f'<select name="{escape(name)}"{pairs}>\n{"".join(lines)}</select>')


DRAWN = {f"{FOLDER}{name}.html": field for name in INPUTS}
DRAWN |= {f"{FOLDER}select.html": select, f"{FOLDER}textarea.html": textarea}
PLAIN_OPTION = f"{FOLDER}select_option.html"


class Renderer(DjangoTemplates):
    def render(self, template_name, context, request=None):
        draw = DRAWN.get(template_name)
        if draw is None or (draw is select and not _is_plain(context["widget"])):
            return super().render(template_name, context, request)
        return SafeString(draw(context["widget"]).strip())


def _is_plain(widget):
    """Whether no option is drawn from a template of its own."""
    return all(one["template_name"] == PLAIN_OPTION for _, options, _ in widget["optgroups"] for one in options)
