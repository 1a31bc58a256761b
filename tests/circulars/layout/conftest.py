import os
from pathlib import Path

import pytest

from circulars import fonts
from circulars.fonts.build import SOURCES, build, find

FOLDERS = [os.environ.get("FONT_SOURCES", "/usr/share/texlive"), "/usr/share/fonts", "/usr/share/texmf"]


@pytest.fixture(scope="session")
def faces(tmp_path_factory):
    """Role fonts built once for the run; skipped where the free faces are not installed."""
    folders = [folder for folder in FOLDERS if Path(folder).is_dir()]
    try:
        for name in SOURCES.values():
            find(folders, name)
    except FileNotFoundError as error:
        pytest.skip(str(error))
    target = tmp_path_factory.mktemp("fonts")
    build(target, folders)
    return fonts.load(target)
