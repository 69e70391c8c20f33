"""The first sheet people see: the three steps, the sheets, the kinds of scales and the notations. Nothing of it is read back."""

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties

from evalapp.form.excel import look
from evalapp.form.excel.columns_lists import LAYOUTS
from evalapp.form.excel.words import KIND, Language
from evalapp.form.label import Text, say

_TITLE = Text("评分表工作簿", "Scoring form workbook")
_LEAD = Text(
    "一张评分表的全部内容都在这个工作簿里。不需要懂编程：照着示例改，有下拉列表的从列表中选，把鼠标停在表头上可看到该列的填法。",
    "This workbook holds a whole scoring form. Change the example, choose where there is a list, and rest the pointer on a heading to read what goes below it.",
)
_STEPS_HEAD = Text("三步", "Three steps")
_STEPS = (
    (
        Text("1　填写", "1  Fill in"),
        Text(
            "先填“评分表”，再填“指标”（一行一个，用“上级”列表示层级），需要选项、勾选项、问题项的，到“选项”表逐行列出。示例行可以直接改，也可以删掉。",
            "Begin with “form”, then “items” (one a line, “Parent” makes the tree); options, ticks and findings are listed on “options”. Change the example's lines or delete them.",
        ),
    ),
    (
        Text("2　检查", "2  Check"),
        Text(
            "保存并关闭后运行：evalapp form check 文件.xlsx。每个问题都指明工作表和单元格，改到没有错误为止。",
            "Save, close, and run: evalapp form check FILE.xlsx. Each finding names its sheet and cell; correct until none is left.",
        ),
    ),
    (
        Text("3　使用", "3  Use"),
        Text(
            "建项目时直接选这个文件；或运行 evalapp form convert 文件.xlsx 文件.toml 转成文本格式，反过来也可以，内容不会丢失。",
            "Choose the file when a project is founded, or run evalapp form convert FILE.xlsx FILE.toml to have it as text; the way back loses nothing either.",
        ),
    ),
)
_SHEETS = Text("各工作表", "The sheets")
_KINDS = Text("题型", "Kinds of scales")
_KIND_HEAD = (
    Text("题型", "Kind"),
    Text("用到的列", "Columns"),
    Text("怎样填报与计分", "How it is answered and scored"),
)
_KIND_LINES = (
    ("binary", Text("分值", "Points"), Text("答是或否；“是”得全部分值。", "Yes or no; yes earns the points.")),
    ("options", Text("“选项”表：取值、文字、判断标准、分值", "Sheet “options”: value, label, anchor, points"), Text("几个选项选一个，各有分值。", "One of several, each with its points.")),
    ("checklist", Text("“选项”表：取值、文字、分值；得分上限或计分规则", "Sheet “options”: value, label, points; cap or rule"), Text("勾选看到的各项；分值相加不超过上限，或按勾选的个数用规则。", "Tick what is there; points add up to the cap, or a rule goes over the number ticked.")),
    ("count", Text("每个得分、得分上限；或计分规则", "Each, cap; or a rule"), Text("填个数；每个得分乘以个数，不超过上限。", "A number of things; each earns points, up to the cap.")),
    ("number", Text("单位、最小值、最大值、小数位、计分规则", "Unit, least, most, decimals, rule"), Text("填数值；按规则计分，没有规则时按占最大值的比例。", "A measured number; scored by the rule, else in proportion to the most.")),
    ("rate", Text("计分规则", "Rule"), Text("填“19/20”；按百分比和规则计分。", "19/20; the per cent is scored by the rule.")),
    ("deductions", Text("分值、得分下限；“选项”表：取值、文字、每个扣分、最多扣、单独计", "Points, floor; sheet “options”: value, label, each, at most, sole"), Text("从满分起扣；填各类问题的个数。减分项从 0 起扣：分值填 0，得分下限填负数（最多减几分）。", "Full marks less what each finding costs. As a penalty from 0 on: points 0, and below 0 as the floor the most that it takes.")),
    ("imported", Text("最大值", "Most"), Text("由协调员导入的外部得分。", "A score from elsewhere that the coordinator brings in.")),
    ("derived", Text("计算式；最大值或计分规则", "Expression; most or rule"), Text("由其他填报值和名册算出，不填报。", "Computed from other answers and the roster.")),
    ("rounds", Text("轮数、至少几轮、引用标准", "Rounds, rounds needed, named scale"), Text("同一标准测多轮取平均。题型直接写每轮的题型时不用引用标准。", "A named scale in several rounds, averaged. Without a named scale, write the kind of one round instead.")),
    ("text", Text("—", "—"), Text("填文字，不计分。", "Words, never scored.")),
)  # fmt: skip
_RULES = Text("计分规则的写法", "How rules are written")
_RULE_LINES = (
    (Text(">=80:1; >=90:1.5; >=95:2", ">=80:1; >=90:1.5; >=95:2"), Text("阶梯，越高越好：达到 80 得 1 分，达到 90 得 1.5 分，达到 95 得 2 分，不到 80 得 0 分。", "Steps, more is better: 1 point from 80 on, 1.5 from 90 on, 2 from 95 on, below 80 nothing.")),
    (Text("<=1:2; <=3:1; <=5:0.5", "<=1:2; <=3:1; <=5:0.5"), Text("阶梯，越低越好：不超过 1 得 2 分，不超过 3 得 1 分，不超过 5 得 0.5 分。", "Steps, less is better: 2 points up to 1, 1 up to 3, 0.5 up to 5.")),
    (Text("线性 0->100", "linear 0->100"), Text("0 得 0 分，100 得满分，中间按直线；倒过来写“100->0”。须填权重。", "Nothing at 0, full marks at 100, a straight line between; 100->0 runs down. Needs a weight.")),
    (Text("目标 90", "target 90"), Text("按占目标的比例，达到即满分；越低越好的加“越低越好”。须填权重。", "In proportion to the target; add lower where less is better. Needs a weight.")),
    (Text("极差、最优、标准分、名次、百分位、距离", "minmax, best, zscore, rank, percentile, distance"), Text("与全体对象比较后计分，可加“越低越好”和参数，如“标准分 mean=50 sd=10”“极差 0..10”“距离 90”。", "Compared with all units; with lower and what each needs, such as zscore mean=50 sd=10, minmax 0..10, distance 90.")),
)  # fmt: skip
_NOTES_HEAD = Text("注意", "Mind")
_NOTES = (
    Text("代码一类的列已设为文本格式。从别处粘贴时请“只粘贴值”，否则 1.10 会变成 1.1，1-2 会变成日期；程序发现时会指出单元格。", "Codes are formatted as text. Paste values only, else 1.10 becomes 1.1 and 1-2 a date; the program names such cells."),
    Text("可以插入行、调整列和工作表的次序、隐藏或筛选；不要合并单元格，不要改表头和工作表名。", "Insert rows, move columns and sheets, hide and filter as you like; do not merge cells nor rename headings and sheets."),
    Text("自己的批注列或工作表，名称以 # 开头，程序不读。", "Columns and sheets of your own begin with # and are not read."),
    Text("公式按其结果读取，转换后不再是公式。", "Formulas are read by their values and are no formulas after a conversion."),
    Text("右侧少用的列已折叠，点表头上方的“+”展开。", "Columns that few forms need are folded away; the plus sign above the headings opens them."),
    Text('文字首尾的空格不算；确要保留时，用三个英文引号括起来："""文字 """。英文列的“—”表示没有英文。', 'Spaces at the ends of a text do not count; to keep them, put it between three quotation marks: """text """. A “—” in an English column means that there is none.'),
)  # fmt: skip

_WIDTHS = (24, 44, 84)


def write_guide(sheet: Any, language: Language) -> None:
    """Fill the sheet."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = look.QUIET
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    row = _line(sheet, 1, [_TITLE], language, look.TITLE, 34)
    row = _line(sheet, row, [_LEAD], language, look.BODY)
    row = _section(sheet, row, _STEPS_HEAD, language)
    for name, text in _STEPS:
        row = _line(sheet, row, [name, text], language)
    row = _section(sheet, row, _SHEETS, language)
    for layout in LAYOUTS:
        row = _line(sheet, row, [layout.name, layout.about], language)
    row = _section(sheet, row, _KINDS, language)
    row = _line(sheet, row, _KIND_HEAD, language, look.QUIET_BODY)
    for kind, columns, text in _KIND_LINES:
        row = _line(sheet, row, [Text(KIND.shown(kind, "zh"), kind), columns, text], language)
    row = _section(sheet, row, _RULES, language)
    for example, text in _RULE_LINES:
        row = _line(sheet, row, [example, text], language)
    row = _section(sheet, row, _NOTES_HEAD, language)
    for note in _NOTES:
        row = _line(sheet, row, [note], language, look.BODY)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _section(sheet: Any, row: int, title: Text, language: Language) -> int:
    """A title with some room above it; the row after it."""
    sheet.row_dimensions[row].height = 8
    return _line(sheet, row + 1, [title], language, look.SECTION, 24)


def _line(
    sheet: Any,
    row: int,
    texts: Sequence[Text],
    language: Language,
    font: Font | None = None,
    height: float = 0,
) -> int:
    """Texts side by side, the last one over the columns that are left; the row after it."""
    if len(texts) < len(_WIDTHS):
        sheet.merge_cells(start_row=row, end_row=row, start_column=len(texts), end_column=len(_WIDTHS))
    lines = 1
    for place, text in enumerate(texts, 1):
        cell = sheet.cell(row, place)
        cell.value = say(text, language)
        cell.data_type = "s"
        cell.font = font or (look.BODY if place > 1 else look.BAND_FONT)
        cell.alignment = look.TOP
        width = sum(_WIDTHS[place - 1 :]) if place == len(texts) else _WIDTHS[place - 1]
        lines = max(lines, look.lines_of(cell.value, width))
    sheet.row_dimensions[row].height = height or 16 * lines + 3
    return row + 1
