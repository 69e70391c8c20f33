"""Citations in a justification: ``[2]`` points at the second piece of evidence. Pure."""

import re
from collections.abc import Sequence

CITATION = re.compile(r"\[([1-9]\d?)\]")
"""A citation as it is written. Longer numbers in brackets are years and the like."""
LOST = "[?]"
"""What stands in place of a citation whose piece was taken away."""


def dangling(text: str, pieces: int) -> tuple[str, ...]:
    """The citations of a text that point at no piece of evidence, each once, in the order in which they stand."""
    beyond = {found.group(): None for found in CITATION.finditer(text) if int(found.group(1)) > pieces}
    return (*beyond, *((LOST,) if LOST in text else ()))


def renumbered(text: str, before: int, order: Sequence[int]) -> str:
    """The text after its ``before`` pieces of evidence were put in another order, or some were taken away.

    ``order``: the old numbers of the pieces that are left, from the first on. A citation of a piece that was taken away
    becomes ``[?]``, so that it never points at another one; a citation that pointed at none is left as it was.
    """
    places = {old: new for new, old in enumerate(order, 1)}

    def moved(found: re.Match[str]) -> str:
        old = int(found.group(1))
        if old > before:
            return found.group()
        return f"[{places[old]}]" if old in places else LOST

    return CITATION.sub(moved, text)
