"""Where in a workbook a place of the form stands."""

from evalapp.form.finding import Path


class CellPlaces:
    """Sheet and cell of every place of the form: the counterpart of the lines of a TOML text."""

    def __init__(self) -> None:
        self._exact: dict[Path, str] = {}
        self._around: dict[Path, str] = {}

    def mark(self, path: Path, sheet: str, cell: str) -> None:
        """Remember that ``path`` stands in a cell. A place that is not marked itself is shown by its first part."""
        shown = f"{sheet}!{cell}"
        self._exact[path] = shown
        for end in range(len(path)):
            self._around.setdefault(path[:end], shown)

    def place(self, path: Path) -> str:
        """``items!D12``: the cell of ``path``, of its first part, or of its nearest surroundings; "" in an empty workbook."""
        for end in range(len(path), -1, -1):
            found = self._exact.get(path[:end]) or self._around.get(path[:end])
            if found:
                return found
        return ""
