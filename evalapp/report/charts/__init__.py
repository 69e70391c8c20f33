"""Charts of the results as pictures: a chart a file, each drawn by a pure function on a figure."""

import re
from collections.abc import Callable, Iterator, Sequence
from math import isnan
from pathlib import Path
from typing import Any, TypeVar

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from evalapp.base.files import atomic_write
from evalapp.base.i18n import _, current_language
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.report.charts import radar, ranking, stacked_groups
from evalapp.report.charts.style import Caption, chart_style
from evalapp.report.dataset import Dataset
from evalapp.report.words import utc_words
from evalapp.score.listing import listing

__all__ = ["FORMATS", "caption", "write_charts"]

FORMATS = ("png", "svg", "pdf")
RADARS_OF_ALL = 40
"""Up to so many units each gets a radar; of more, only the first :data:`RADARS_OF_MANY` of the ranking."""
RADARS_OF_MANY = 16
DPI = 300

_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None, "Producer": None},
}
# Text as outlines in SVG and as embedded TrueType in PDF: the same on every computer. A fixed salt gives equal ids.
_SAVING: Any = {"svg.fonttype": "path", "svg.hashsalt": "evalapp", "pdf.fonttype": 42}

_Page = TypeVar("_Page")
Drawing = tuple[str, Callable[[Figure], None]]


def write_charts(
    dataset: Dataset, folder: Path, progress: Progress, formats: Sequence[str] = FORMATS
) -> tuple[Path, ...]:
    """Draw all charts into ``folder``, in the language in force; gives the files, each written whole or not at all.

    The same results give the same bytes. Radars stand in the folder ``radar``, named by the units' codes. A form
    without a scored item has no charts. Raises AppError("cannot_write"), Cancelled.
    """
    drawings = list(_drawings(dataset))
    written: list[Path] = []
    for name, draw in drawings:
        figure = Figure(dpi=DPI)
        FigureCanvasAgg(figure)
        draw(figure)
        for kind in formats:
            progress.step(len(written), len(drawings) * len(formats), f"{name}.{kind}")
            path = folder / f"{name}.{kind}"
            with atomic_write(path) as temporary, mpl.rc_context(_SAVING):
                figure.savefig(
                    temporary,
                    format=kind,
                    dpi=DPI,
                    facecolor=figure.get_facecolor(),
                    metadata=_METADATA[kind],
                )
            written.append(path)
    progress.step(len(written), len(written))
    return tuple(written)


def caption(dataset: Dataset) -> Caption:
    """The line under every chart: project, form, moment of computation; and whether the data are made up."""
    form = dataset.results.tree.form.head
    source = _("Source: {project}; {form} {version}; computed {moment}").format(
        project=dataset.title,
        form=say(form.title, current_language()),
        version=form.version,
        moment=utc_words(dataset.computed_at),
    )
    return Caption(source=source, synthetic=dataset.synthetic)


def _drawings(dataset: Dataset) -> Iterator[Drawing]:
    """Names without an ending, and what draws them."""
    results, language = dataset.results, current_language()
    if not results.has_total:
        return
    under, style = caption(dataset), chart_style()
    for name, page in _numbered("ranking", ranking.data(results, language, under)):
        yield name, lambda figure, page=page: ranking.draw(figure, page, style)  # type: ignore[misc]
    for name, stack in _numbered("groups", stacked_groups.data(results, language, under)):
        yield name, lambda figure, page=stack: stacked_groups.draw(figure, page, style)  # type: ignore[misc]
    units: Sequence[int] = results.population.units.tolist()
    if len(units) > RADARS_OF_ALL:
        units = [unit for unit in listing(results) if not isnan(float(results.points[unit]))][:RADARS_OF_MANY]
    for unit in units:
        found = radar.data(results, unit, language, under)
        if found is not None:
            name = f"radar/{_file_name(results.roster[unit].code, unit)}"
            yield name, lambda figure, chart=found: radar.draw(figure, chart, style)  # type: ignore[misc]


def _numbered(name: str, pages: Sequence[_Page]) -> Iterator[tuple[str, _Page]]:
    for number, page in enumerate(pages, 1):
        yield (name if len(pages) == 1 else f"{name}-{number:02}"), page


def _file_name(code: str, unit: int) -> str:
    """A unit's code where every file system takes it as a name, else its place in the roster."""
    return code if re.fullmatch(r"\w[\w.-]{0,60}", code) and not code.endswith(".") else f"unit-{unit + 1}"
