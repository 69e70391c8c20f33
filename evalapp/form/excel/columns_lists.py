"""The sheets that list what belongs to scales, grades, checks, profiles and indices; and all sheets in their order."""

from evalapp.form.excel.columns import Layout, column
from evalapp.form.excel.columns_form import FORM
from evalapp.form.excel.columns_items import ITEMS, SCALES
from evalapp.form.excel.words import FLAG, SEVERITY
from evalapp.form.label import Text

OPTIONS = Layout(
    "options",
    Text("选项", "options"),
    Text(
        "选项题的选项、勾选清单的勾选项、扣分题的问题项，一行一个，按次序列出。前两列填一个：属于哪个指标，或哪个评分标准。",
        "The options, ticks and findings, one a line, in their order. Of the first two columns one says what it belongs to: an item, or a named scale.",
    ),
    (
        column("item", "指标代码", "Item", "name", 11, ("属于哪个指标。", "The item it belongs to.")),
        column("scale", "标准名称", "Scale", "name", 14, ("或属于哪个已命名的评分标准。", "Or the named scale it belongs to.")),
        column("value", "取值", "Value", "name", 13, ("记录的取值，如 full；在同一题内不能重复，不含逗号、分号、等号。", "What is recorded, such as full; each once in a scale, without the signs , ; and =."), need=True),
        column("label.zh", "文字", "Label (Chinese)", "label", 24, ("评估员看到的文字。", "What the assessor reads.")),
        column("label.en", "文字（英文）", "Label (English)", "label", 24, ("文字的英文。", "The label in English.")),
        column("anchor.zh", "判断标准", "Anchor (Chinese)", "label", 44, ("选项题：看到什么才选此项。", "Options: what must be seen for it.")),
        column("anchor.en", "判断标准（英文）", "Anchor (English)", "label", 44, ("判断标准的英文。", "The anchor in English.")),
        column("points", "分值", "Points", "number", 8, ("选项、勾选项的得分；勾选项不填为 1。", "What an option or a tick earns; 1 for a tick if left empty.")),
        column("each", "每个扣分", "Each", "number", 9, ("问题项：每出现一个扣几分。", "Findings: what each one costs.")),
        column("cap", "最多扣", "At most", "number", 8, ("问题项：此类最多扣几分。", "Findings: the most that it can take.")),
        column("sole", "单独计", "Sole", "flag", 8, ("问题项：出现时只按此项扣分。", "Findings: taken alone where it occurs."), FLAG),
        column("veto", "否决", "Veto", "flag", 8, ("选项：选此项即命中否决。", "Options: choosing it is a hit on a veto item."), FLAG),
    ),
)  # fmt: skip

GRADES = Layout(
    "grade",
    Text("等级", "grades"),
    Text(
        "从上到下第一个符合的等级即为结果。每行只填一个界线；都不填的收下其余对象。",
        "The first grade that fits, from top to bottom, is taken. One line is given in each row; a row without takes the rest.",
    ),
    (
        column("id", "标识", "Id", "name", 14, ("等级的标识，不能重复。", "Names the grade, each once."), need=True),
        column("name.zh", "名称", "Name (Chinese)", "label", 18, ("打印的名称。", "What is printed."), need=True),
        column("name.en", "名称（英文）", "Name (English)", "label", 18, ("名称的英文。", "The name in English.")),
        column("min", "不低于", "At least", "number", 9, ("总分不低于此数。", "Totals from here on.")),
        column("above", "高于", "Above", "number", 9, ("总分高于此数。", "Totals above this.")),
        column("top", "靠前比例", "Top", "number", 10, ("名次靠前的比例，大于 0、不超过 1：前 20% 写 0.2 或 20%，不写 20。", "The best share, above 0 and at most 1: 0.2 or 20% for the best fifth, not 20.")),
        column("sd", "标准差", "Deviations", "number", 10, ("不低于均值加若干个标准差，如 1。", "From the mean plus so many standard deviations, such as 1.")),
        column("fail", "不合格", "Failed", "flag", 9, ("收下不合格和被否决的对象。", "Takes units that failed or were vetoed."), FLAG),
        column("pass", "通过", "Passed", "flag", 9, ("收下只检查否决部分且未命中的对象。", "Takes units that had only a veto part and passed it."), FLAG),
        column("text.zh", "说明", "Text (Chinese)", "label", 48, ("随等级打印的说明。", "Printed with the grade.")),
        column("text.en", "说明（英文）", "Text (English)", "label", 48, ("说明的英文。", "The text in English.")),
    ),
)  # fmt: skip

CHECKS = Layout(
    "check",
    Text("校验规则", "checks"),
    Text(
        "指标之间的校验：条件成立就是有问题。错误不改正不能提交。",
        "Checks between items: where the condition holds, there is a problem. An error keeps a unit from being handed in.",
    ),
    (
        column("id", "标识", "Id", "name", 18, ("规则的标识，不能重复。", "Names the check, each once."), need=True),
        column("severity", "级别", "Severity", "word", 9, ("错误、警告或提示。", "error, warning or info."), SEVERITY, need=True),
        column("when", "条件", "When", "expression", 52, ("成立即有问题，如 answer['A1'] == 'full' && answer['A2'] == 'none'。", "True is a problem, such as answer['A1'] == 'full' && answer['A2'] == 'none'."), need=True),
        column("message.zh", "提示文字", "Message (Chinese)", "label", 44, ("告诉评估员什么。", "What the assessor is told."), need=True),
        column("message.en", "提示文字（英文）", "Message (English)", "label", 44, ("提示的英文。", "The message in English.")),
        column("items", "相关指标", "Items", "names", 20, ("到哪些指标去看，用分号隔开；不填为条件里的指标。", "Where to look, parted by semicolons; the items of the condition if left empty.")),
    ),
)  # fmt: skip

PROFILES = Layout(
    "profile",
    Text("权重方案", "profiles"),
    Text(
        "不同类别的对象用不同的权重；从上到下第一个符合的方案有效，都不符合的用指标表里的权重。",
        "Other weights for a class of units; the first that fits, from top to bottom, is taken.",
    ),
    (
        column("id", "标识", "Id", "name", 18, ("方案的标识，不能重复。", "Names the profile, each once."), need=True),
        column("when", "条件", "When", "expression", 40, ("哪些对象用此方案，如 unit.kind == 'county'。", "The units that it is for, such as unit.kind == 'county'."), need=True),
        column("weights", "权重", "Weights", "weights", 60, ("代码=权重，用分号或换行隔开，如 A=40; B=60。", "code=weight, parted by semicolons or line breaks, such as A=40; B=60."), need=True),
    ),
)  # fmt: skip

INDICES = Layout(
    "index",
    Text("指数", "indices"),
    Text(
        "总分之外另给的指数，不改变总分。“指标权重”和“计算式”填一个。",
        "Figures beside the total, which they never change. Either the items with their weights are given, or an expression.",
    ),
    (
        column("id", "标识", "Id", "name", 18, ("指数的标识，不能与指标代码重复。", "Names the index; no item has this code."), need=True),
        column("title.zh", "名称", "Title (Chinese)", "label", 28, ("打印的名称。", "What is printed."), need=True),
        column("title.en", "名称（英文）", "Title (English)", "label", 28, ("名称的英文。", "The title in English.")),
        column("items", "指标权重", "Items", "weights", 50, ("代码=权重，用分号隔开，如 A=0.3; B=0.2。", "code=weight, parted by semicolons, such as A=0.3; B=0.2.")),
        column("value", "计算式", "Expression", "expression", 44, ("如 total + unit.sum_2023。", "Such as total + unit.sum_2023.")),
    ),
)  # fmt: skip

README = Text("说明", "readme")
LAYOUTS = (FORM, ITEMS, OPTIONS, SCALES, GRADES, CHECKS, PROFILES, INDICES)
