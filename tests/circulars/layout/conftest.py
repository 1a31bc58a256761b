"""The role fonts that ./run setup builds; without them nothing here can be measured, so the tests fail and say so."""

import pytest
from django.conf import settings

from circulars import fonts


@pytest.fixture(scope="session")
def faces():
    try:
        return fonts.load(settings.FONTS_DIR)
    except fonts.FontsMissing as error:
        pytest.fail(f"{error}（{settings.FONTS_DIR}）", pytrace=False)
