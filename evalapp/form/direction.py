"""Which end of a measure is the better one."""

from typing import Literal

Direction = Literal["higher", "lower"]
