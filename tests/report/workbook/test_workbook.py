"""The workbook as people and programs read it."""

import zipfile
from math import isnan
from pathlib import Path

import msgspec
import pytest

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules
from evalapp.report.dataset import AnswerRow, Dataset
from evalapp.report.workbook import write_workbook
from evalapp.report.workbook.book import MAX_TEXT, fitting, lines_needed, text_width
from evalapp.score.listing import listing
from evalapp.score.results import compute
from tests.report import made_up
from tests.report.spreadsheet import formulas, opened, table, values
from tests.score.evaluation import evaluate, tree_of

SHEETS = [
    "Cover",
    "Ranking",
    "Group matrix",
    "All items",
    "Answers and evidence",
    "Evidence",
    "Final values",
    "Decisions",
    "Calculation",
    "Effective weights",
    "Method",
    "Check",
]
NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "{=1}", "=cmd|' /C calc'!A0", "\t=7+7")


def written(dataset: Dataset, folder: Path) -> Path:
    """The workbook of ``dataset``."""
    path = folder / "workbook.xlsx"
    write_workbook(dataset, path, Progress())
    return path


@pytest.fixture(scope="module")
def shandong() -> Dataset:
    """The 16 cities, one of them waited for."""
    return made_up.dataset(made_up.results(blank=[("371400", "A2.3"), ("371400", "B1.1")]))


@pytest.fixture(scope="module")
def workbook(shandong: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their workbook, in English."""
    return written(shandong, tmp_path_factory.mktemp("shandong"))


def told(text: str, folder: Path) -> Dataset:
    """A small dataset in which every text that a user can write is ``text``."""
    tree = tree_of("A 100\n  A1 100", scales={"A1": {"kind": "number", "max": 100}})
    roster = (Unit(key="u", code=text, name=text, columns={"code": text, "name": text}),)
    found = compute(tree, compile_rules(tree), roster, {("u", "A1"): Final("answered", "50")})
    answer = AnswerRow(
        unit="u",
        item="A1",
        assessor=text,
        assessor_code=text,
        state="answered",
        value="50",
        justification=text,
        confidence="high",
        evidence=(
            Evidence(kind="link", ref=text, title=text),
            Evidence(kind="link", ref="javascript:alert(1)", title=text),
            Evidence(kind="link", ref="https://example.org/a?b=1", title=text),
        ),
        at="2021-10-21T01:42:00Z",
        signed_off=True,
    )
    return msgspec.structs.replace(made_up.dataset(found, title=text), answers=(answer,))


def test_it_has_its_sheets_in_order(workbook: Path) -> None:
    assert opened(workbook, cached=True).sheetnames == SHEETS


def test_sheet_names_are_chinese_in_chinese(shandong: Dataset, tmp_path: Path, chinese: None) -> None:
    path = written(shandong, tmp_path)
    names = opened(path, cached=True).sheetnames
    assert names[:4] == ["说明", "排名", "分组矩阵", "全部指标"]
    assert names[-1] == "核对"
    assert table(path, "排名", "名次")[0]["等级"] == "领先发展"


def test_the_ranking_lists_who_is_ranked_and_says_why_others_are_not(
    shandong: Dataset, workbook: Path
) -> None:
    results = shandong.results
    rows = table(workbook, "Ranking", "Rank")
    order = [unit for unit in listing(results) if not isnan(float(results.points[unit]))]
    assert [row["Code"] for row in rows] == [results.roster[unit].code for unit in order]
    assert [row["Total"] for row in rows] == [pytest.approx(float(results.points[unit])) for unit in order]
    cells = values(workbook)
    reason = next(
        value
        for (sheet, _cell), value in cells.items()
        if sheet == "Ranking" and "without a score" in str(value)
    )
    assert reason == "pending: 2 items without a score: A2.3, B1.1"


def test_decisions_stand_with_their_reasons(shandong: Dataset, workbook: Path) -> None:
    rows = table(workbook, "Decisions", "Code")
    assert [(row["Item"], row["Reason category"]) for row in rows] == [
        (decision.item, "better evidence") for decision in shandong.decisions
    ]
    assert {row["Reason"] for row in rows} == {decision.reason for decision in shandong.decisions}


def test_answers_stand_in_words_with_their_evidence(shandong: Dataset, workbook: Path) -> None:
    rows = table(workbook, "Answers and evidence", "Code")
    assert len(rows) == len(shandong.answers)
    rate = next(row for row in rows if row["Item"] == "A1.1" and row["State"] == "answered")
    assert rate["In words"] == f"{rate['Value']} ({100 * int(rate['Value'].split('/')[0]) / 20:.1f} %)"
    assert rate["Evidence"].startswith("[1] link 办事指南 https://example.org/")
    pieces = table(workbook, "Evidence", "Code")
    assert len(pieces) == sum(len(answer.evidence) for answer in shandong.answers)
    attachment = next(row for row in pieces if row["Kind"] == "screenshot")
    assert (attachment["Link, note or SHA-256"], attachment["Size (bytes)"]) == ("ab" * 32, 183_402)


def test_every_sheet_says_that_the_data_are_synthetic(workbook: Path) -> None:
    for sheet in opened(workbook, cached=True).worksheets:
        assert any("Synthetic data" in str(cell.value) for row in sheet.iter_rows(max_row=4) for cell in row)
        assert sheet.oddFooter.left.text is not None
        assert "Synthetic data" in sheet.oddFooter.left.text


def test_real_data_are_not_called_synthetic(shandong: Dataset, tmp_path: Path) -> None:
    path = written(msgspec.structs.replace(shandong, synthetic=False), tmp_path)
    assert not any("ynthetic" in str(value) for value in values(path).values())
    assert "ynthetic" not in str(opened(path, cached=True)["Ranking"].oddFooter.left.text)


def test_formulas_use_only_functions_that_every_spreadsheet_knows(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            assert b"_xlfn" not in archive.read(name)


def test_scores_grow_from_leaves_to_ranks_by_formula(shandong: Dataset, workbook: Path) -> None:
    found = formulas(workbook)
    row = {row["Code"]: place for place, row in enumerate(table(workbook, "Calculation", "Code"))}
    assert row
    calculation = [formula for (sheet, _cell), formula in found.items() if sheet == "Calculation"]
    units, groups = len(shandong.results.roster), 12
    assert len(calculation) == units * (groups + 1 + 6)
    assert sum("SUMPRODUCT" in formula for formula in calculation) == units * (groups + 1)
    assert sum("RANK(" in formula for formula in calculation) == units


@pytest.mark.parametrize("text", NASTY)
def test_what_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    path = written(told(text, tmp_path), tmp_path)
    plain = text.strip()
    assert all(plain not in formula for formula in formulas(path).values())
    cells = [value for value in values(path).values() if value == plain]
    assert len(cells) > 10
    for sheet in opened(path, cached=False).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == plain:
                    assert cell.data_type == "s"


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    path = written(told("file:///etc/passwd", tmp_path), tmp_path)
    links = [
        cell.hyperlink.target
        for row in opened(path, cached=True)["Evidence"].iter_rows()
        for cell in row
        if cell.hyperlink is not None
    ]
    assert links == ["https://example.org/a?b=1"]


def test_control_characters_and_endless_texts_do_no_harm(tmp_path: Path) -> None:
    path = written(told("a\x00b\x0bc\ud800" + "城" * 40_000, tmp_path), tmp_path)
    longest = max((value for value in values(path).values() if isinstance(value, str)), key=len)
    assert longest.startswith("abc城")
    assert len(longest) == MAX_TEXT
    assert longest.endswith("[cut off]")


def test_cutting_never_splits_a_character() -> None:
    cut = fitting("𠮷" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert cut.rstrip(" …[cutof]").strip("𠮷") == ""


def test_text_in_headers_gives_no_orders(tmp_path: Path) -> None:
    sheet = opened(written(told("100 & up &P", tmp_path), tmp_path), cached=True)["Ranking"]
    assert "&&" in str(sheet.oddHeader.left.text) or "100 & up" in str(sheet.oddHeader.left.text)


def test_a_chinese_character_is_two_wide() -> None:
    assert text_width("青岛市") == 6
    assert text_width("ab\n青岛市a") == 7
    assert lines_needed("青岛市" * 10, 31) == 2


def test_panes_filters_and_pages_are_set(workbook: Path) -> None:
    sheet = opened(workbook, cached=True)["Ranking"]
    assert sheet.freeze_panes == "D6"
    assert sheet.auto_filter.ref == "A5:I20"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_results_give_the_same_bytes(shandong: Dataset, tmp_path: Path) -> None:
    first = written(shandong, tmp_path / "a").read_bytes()
    assert written(shandong, tmp_path / "b").read_bytes() == first


def test_a_form_without_scores_has_no_ranking(tmp_path: Path) -> None:
    tree = tree_of("N\n  N1", scales={"N1": {"kind": "text"}})
    path = written(made_up.dataset(evaluate(tree, "u1: N1=好")), tmp_path)
    names = opened(path, cached=True).sheetnames
    assert "Ranking" not in names
    assert "Answers and evidence" in names


def test_nobody_ranked_is_a_workbook_too(tmp_path: Path) -> None:
    tree = tree_of("A 60\nB 40")
    path = written(made_up.dataset(evaluate(tree, "u1: A=blank\nu2: A=blank")), tmp_path)
    assert [value for (sheet, _cell), value in values(path).items() if sheet == "Check"].count("check") == 0


def test_a_stopped_export_leaves_the_old_file(shandong: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(b"old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_workbook(shandong, path, progress)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".*")) == []


def test_what_cannot_be_written_is_named(shandong: Dataset, tmp_path: Path) -> None:
    place = tmp_path / "a folder.xlsx"
    place.mkdir()
    with pytest.raises(AppError, match=r"a folder\.xlsx") as error:
        write_workbook(shandong, place, Progress())
    assert error.value.code == "cannot_write"
    assert list(tmp_path.glob(".*")) == []
