"""The first sheet of the workbook: one line for every key of ``[form]``, ``[units]`` and ``[policy]``."""

from evalapp.form.excel.columns import Band, Layout, column
from evalapp.form.excel.words import (
    AGGREGATION,
    EFFECT,
    LISTING,
    MISSING,
    NOT_APPLICABLE,
    RANK_TIES,
    RESOLVE,
    TIE_ORDER,
    WEIGHTS,
)
from evalapp.form.label import Text

KEYS = (
    column("form.id", "标识", "Id", "name", 0, ("评分表的标识，用作文件名；只用字母、数字和短横最稳妥。", "Names the form and its files; letters, digits and hyphens are safest."), need=True),
    column("form.version", "版本", "Version", "name", 0, ("如 2024.1；改动后换一个版本号。", "Such as 2024.1; change it with every edition."), need=True),
    column("form.title", "名称", "Title", "label", 0, ("评分表的全称。", "What the form is called."), need=True),
    column("form.edition", "届次", "Edition", "label", 0, ("打印在结果上，如“2024 年度”。", "Printed with the results, such as “2024”.")),
    column("form.object", "评估对象", "Object", "label", 0, ("被评估的是什么：城市、网站、单位……；不填为“城市”。", "The word for what is evaluated; city if left empty.")),
    column("form.levels", "层级名称", "Level", "label", 0, ("指标各级的名称，一级一行；级数多时插入行，键照抄。", "A name for each level of the tree, one a line; insert lines with the same key for more.")),
    column("form.sourced", "公开范围", "Published", "label", 0, ("哪些内容是已公开发布的，随结果打印。", "What of the form is published; printed with every result.")),
    column("form.sources", "出处", "Sources", "label", 0, ("公开内容的出处。", "Where it is published.")),
    column("form.full_score", "满分", "Full score", "number", 0, ("总分满分；不填为 100。", "What full marks are worth; 100 if left empty.")),
    column("units.number", "数值列", "Number columns", "names", 0, ("对象名册中按数读取的列，用分号隔开。", "Roster columns that are read as numbers, parted by semicolons.")),
    column("units.within", "组内比较", "Within", "name", 0, ("名册的一列：名次和组内规则在该列取值相同的对象之间进行。", "A roster column: ranks and cohort rules are made inside each of its values.")),
    column("units.means", "分组均值", "Means over", "names", 0, ("名册的列：按其取值求分组均值和名次，用分号隔开。", "Roster columns over which group means and ranks are given, parted by semicolons.")),
    column("policy.weights", "权重方式", "Weights", "word", 0, ("分值：各级必须逐级加满；相对权重：只看比例。不填为分值。", "points: they must add up; relative: only ratios count. points if left empty."), WEIGHTS),
    column("policy.aggregation", "合成方法", "Aggregation", "word", 0, ("指标组和总分怎样由下级合成；不填为算术平均。", "How groups and the total are formed; arithmetic if left empty."), AGGREGATION),
    column("policy.unanswered", "未填报", "Unanswered", "word", 0, ("没有填报时怎么办；不填为待定。", "What a blank does; pending if left empty."), MISSING),
    column("policy.unable", "无法评估", "Unable", "word", 0, ("选“无法评估”时怎么办；不填为重新分配权重。", "What “unable to assess” does; reweight if left empty."), MISSING),
    column("policy.not_applicable", "不适用", "Not applicable", "word", 0, ("选“不适用”时怎么办；不填为重新分配权重。", "What “not applicable” does; reweight if left empty."), NOT_APPLICABLE),
    column("policy.min_coverage", "最低覆盖", "Least coverage", "number", 0, ("0 到 1：适用的下级中至少多大比例要有得分，如 0.66。", "0 to 1: the share of applicable children that must have a score, such as 0.66.")),
    column("policy.normalise", "总分标准化", "Normalise", "rule", 0, ("对全体对象的总分再做一次组内规则，如“极差”。", "A cohort rule over the totals of all units, such as minmax.")),
    column("policy.floor", "基本分下限", "Floor", "number", 0, ("基本分最低为多少；不填为 0。", "The lowest base; 0 if left empty.")),
    column("policy.cap", "总分上限", "Cap", "number", 0, ("总分最高为多少；不填为不限。", "The highest total; none if left empty.")),
    column("policy.fail_below", "不合格线", "Fail below", "number", 0, ("基本分低于此数为不合格。", "A base below it fails.")),
    column("policy.bonus.cap", "加分上限", "Bonus cap", "number", 0, ("各项加分合计最多计多少。", "The most that all bonus items add together.")),
    column("policy.bonus.gate", "加分条件", "Bonus gate", "expression", 0, ("满足时才加分，如 base > 80.0。", "Bonus counts only where this holds, such as base > 80.0.")),
    column("policy.veto.effect", "否决效果", "Veto effect", "word", 0, ("否决指标命中后的处理；不填为不合格。", "What a hit on a veto item does; fail if left empty."), EFFECT),
    column("policy.veto.points", "否决后分数", "Veto points", "number", 0, ("效果为“固定分数”“总分封顶”时的分数。", "Points for the effects fixed and cap.")),
    column("policy.rank_ties", "并列名次", "Ties", "word", 0, ("并列占位：1 2 2 4；并列不占位：1 2 2 3。", "competition: 1 2 2 4; dense: 1 2 2 3."), RANK_TIES),
    column("policy.rank_decimals", "名次小数位", "Rank decimals", "number", 0, ("填了就按四舍五入到该位的分数排名；不填按原值。", "Ranks compare points rounded so; exact ones if left empty.")),
    column("policy.tie_order", "并列排列", "Tie order", "word", 0, ("并列者的列出次序，不影响名次。", "The order in which ties are listed; no influence on ranks."), TIE_ORDER),
    column("policy.list", "结果排列", "Listing", "word", 0, ("按等级时，等级内按代码列出，不印名次。", "band: inside a grade by code, no rank printed."), LISTING),
    column("policy.decimals", "小数位", "Decimals", "number", 0, ("打印分数的小数位；不填为 2。", "Decimals of printed points; 2 if left empty.")),
    column("policy.tolerance", "容差", "Tolerance", "number", 0, ("两名评估员得分（0 到 100）相差不超过此数视为一致；不填为 0。", "Scores (0 to 100) of two assessors this close agree; 0 if left empty.")),
    column("policy.resolve", "容差内取值", "Resolve", "word", 0, ("容差内的差异怎样定值；不填为裁定。", "How differences within the tolerance are settled; decide if left empty."), RESOLVE),
)  # fmt: skip

NAME, VALUE, ENGLISH, ABOUT, KEY = "name", "value", "en", "about", "key"

FORM = Layout(
    "form",
    Text("评分表", "form"),
    Text(
        "一行一项设置。只填“值”列；名称和说明类的文字可在“英文”列补上英文。空着的按说明中的默认办。",
        "One setting a line. Fill in the column “Value”; texts may have an English version beside it. Empty lines mean what the explanation says.",
    ),
    (
        column(NAME, "项目", "Setting", "label", 16, ("这一行设置的是什么。", "What this line is about.")),
        column(VALUE, "值", "Value", "label", 48, ("填在这一列。", "Fill in this column."), need=True),
        column(ENGLISH, "英文", "English", "label", 36, ("文字的英文写法，可不填。", "The text in English; may be left empty.")),
        column(ABOUT, "说明", "Explanation", "label", 76, ("这一项怎么填。", "How to fill in this line.")),
        column(KEY, "键", "Key", "name", 24, ("程序按此认行，不要改。", "By this the program knows the line; leave it as it is."), need=True),
    ),
    (
        Band("form.id", Text("评分表", "Form")),
        Band("units.number", Text("评估对象", "Units")),
        Band("policy.weights", Text("计分规则", "Policy")),
    ),
    need=True,
)  # fmt: skip


def is_list(key: str) -> bool:
    """Whether a key may stand in several lines, one for each element."""
    return key == "form.levels"
