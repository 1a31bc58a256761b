"""A page as a person sees it: Chinese words only, one title, named fields, short choices."""

import re

import lxml.html

# words people read and write in Latin letters
KNOWN = set(
    "PDF QR Excel WPS xlsx xls txt docx doc png jpg jpeg heic m4a mp3 amr wav ogg MB GB A4 A3 Word App WeChat Alt Ctrl Shift Tab".split()
)
WORD = re.compile(r"(?<![\w.@/:-])[A-Za-z]{2,}(?![\w@:/-]|\.\w)")
SPOKEN = ("placeholder", "title", "aria-label", "alt")


class Page:
    """One page as a person sees it."""

    def __init__(self, name, answer):
        self.name, self.tree = name, lxml.html.fromstring(answer.content.decode())

    def words(self):
        for node in self.tree.iter():
            if node.tag in ("script", "style", "code", "option-data") or not isinstance(node.tag, str):
                continue
            yield node.text or ""
            yield from (node.get(key) for key in SPOKEN if node.get(key))
        yield from (node.tail or "" for node in self.tree.iter())

    def english(self):
        return sorted({word for text in self.words() for word in WORD.findall(text) if word not in KNOWN})

    def unnamed_fields(self):
        """Fields that a screen reader could not name."""
        labelled = {label.get("for") for label in self.tree.iter("label")}
        for field in self.tree.xpath("//input|//select|//textarea"):
            named = field.get("id") in labelled or field.get("aria-label") or field.xpath("ancestor::label")
            if field.get("type") not in ("hidden", "submit") and not named and not field.xpath("ancestor::fieldset[legend]"):
                yield field.get("name") or field.get("id")

    def faults(self):
        if words := self.english():
            yield f"English {words}"
        if len(self.tree.xpath("//title")) != 1 or self.tree.findtext(".//title").strip().startswith("·"):
            yield "no title"
        if len(self.tree.xpath("//h1")) != 1 or not self.tree.xpath("string(//h1)").strip():
            yield f"{len(self.tree.xpath('//h1'))} headings"
        ids = self.tree.xpath("//@id")
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            yield f"ids twice {twice}"
        if long := [s.get("name") for s in self.tree.iter("select") if len(s.xpath(".//option")) > 200]:
            yield f"too long to choose from {long}"
        if unnamed := sorted(set(self.unnamed_fields())):
            yield f"unnamed fields {unnamed}"
        if self.tree.xpath("//@style|//style|//script[not(@src) and not(@type='application/json')]"):
            yield "inline style or script"
