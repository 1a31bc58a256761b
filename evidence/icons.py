"""What stands in place of a small picture where there is none: a sheet, a wave."""

SHEET = "M34 12h36l20 20v56H34zM70 12v20h20M44 46h36M44 58h36M44 70h24"
WAVE = "M24 50v-2M36 62V38M48 76V24M60 66V34M72 72V28M84 60V40M96 52v-4"


def of(row):
    """SVG of a file that is no picture."""
    path, word = (SHEET, "PDF") if row.is_paper else (WAVE, "录音")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 90" width="120" height="90">'
        f'<title>{word}</title><path d="{path}" transform="translate(0 -4)" fill="none" stroke="#5b6470" stroke-width="3" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
