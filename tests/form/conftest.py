"""What tests of forms share."""

from pathlib import Path

import pytest


@pytest.fixture
def repository() -> Path:
    """The folder of the whole project."""
    return Path(__file__).parents[2]
