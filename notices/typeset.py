"""From a paper's row to its printed pages: the row's content becomes a typed document, circulars.layout prints it."""


class Untypable(Exception):
    """The paper cannot be printed as it stands; the message says what to change."""


def check(paper):
    """Raise Untypable when a character or face is missing, before a number is taken."""
    render(paper)


def render(paper):
    """(PDF bytes, number of pages) of the paper as it stands; without number while it is a draft."""
    raise Untypable("排版引擎尚未安装")
