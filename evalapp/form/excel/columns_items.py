"""The sheets of items and of named scales: what an item is, and how it is answered and scored."""

from evalapp.form.excel.columns import Band, Layout, column
from evalapp.form.excel.words import (
    AGGREGATION,
    EFFECT,
    EVIDENCE,
    KIND,
    NOT_APPLICABLE,
    PART,
    ROLLED,
    STATES,
    TAKE,
)
from evalapp.form.label import Text

SCALE_NAME, SCALE_RULE = "scale.name", "scale.rule"

SCALE = (
    column("scale.kind", "题型", "Kind", "word", 11, ("怎样填报。指标组空着；用已命名的评分标准时也空着。", "How it is answered. Empty for a group, and where a named scale is used."), KIND),
    column(SCALE_NAME, "引用标准", "Named scale", "name", 14, ("“评分标准”表中的名称；多个指标用同一标准时只写一次。多轮填报时写每轮用的标准。", "A name from the sheet of scales, for what several items share. For rounds: the scale of each round.")),
    column("scale.points", "分值", "Points", "number", 8, ("是否题答“是”的得分；扣分题的满分，减分项为 0。", "What “yes” earns; for deductions: full marks, or 0 in a penalty.")),
    column(SCALE_RULE, "计分规则", "Rule", "rule", 30, ("如“>=95:1; >=99:1.5”：达到 95 得 1 分，达到 99 得 1.5 分；越低越好写“<=3:2; <=5:1”。其他规则见“说明”表。", "Such as “>=95:1; >=99:1.5”: 1 point from 95 on, 1.5 from 99 on; where less is better “<=3:2; <=5:1”. More on the sheet “readme”.")),
    column("scale.each", "每个得分", "Each", "number", 9, ("计数题每个得几分；不填为 1。", "Points for each one counted; 1 if left empty.")),
    column("scale.cap", "得分上限", "Points cap", "number", 9, ("勾选清单、计数题最多得几分。", "The most that a checklist or a count earns.")),
    column("scale.min", "最小值", "Least", "number", 8, ("数值题可填的最小值。", "The least number that is taken.")),
    column("scale.max", "最大值", "Most", "number", 8, ("数值题可填的最大值；外部得分、计算值的满分值。", "The largest number that is taken; for imported and derived: the value at full marks.")),
    column("scale.decimals", "小数位", "Decimals", "number", 8, ("数值题最多几位小数。", "How many decimals a number may have.")),
    column("scale.unit.zh", "单位", "Unit (Chinese)", "label", 10, ("数值的计量单位，如“个工作日”。", "The unit of measurement in Chinese.")),
    column("scale.unit.en", "单位（英文）", "Unit (English)", "label", 10, ("计量单位的英文。", "The unit of measurement in English.")),
    column("scale.floor", "得分下限", "Points floor", "number", 9, ("计数题、扣分题最低得几分；减分项为负数，即最多减几分。", "The fewest points of a count or of deductions; in a penalty below 0, the most that it takes."), rare=True),
    column("scale.value", "计算式", "Expression", "expression", 30, ("计算值的表达式，如 answer['A1'] / unit.population。", "What a derived value is computed from, such as answer['A1'] / unit.population."), rare=True),
    column("scale.n", "轮数", "Rounds", "number", 8, ("同一问题测几轮，取各轮得分的平均；题型写每轮的题型。", "How often the same is asked; the mean counts. The kind is then that of one round."), rare=True),
    column("scale.needed", "至少几轮", "Rounds needed", "number", 9, ("至少完成几轮才算得分；不填为 1。", "How many rounds there must be; 1 if left empty."), rare=True),
)  # fmt: skip

ITEMS = Layout(
    "item",
    Text("指标", "items"),
    Text(
        "一行一个指标，上下级用“上级”列的代码表示；题型空着的是指标组。带 * 的列必填，其余按需要填。",
        "One item a line; “Parent” holds the code of the item above. An item without a kind is a group. Columns with * are never empty.",
    ),
    (
        column("code", "代码", "Code", "name", 10, ("指标代码，不能重复。此列为文本格式，1.10 不会变成 1.1。", "Names the item, each once. The column is formatted as text, so that 1.10 does not become 1.1."), need=True),
        column("parent", "上级", "Parent", "name", 10, ("上级指标的代码；一级指标空着。", "The code of the item above; empty at the top.")),
        column("title.zh", "名称", "Title (Chinese)", "label", 28, ("指标名称。中、英文至少填一个。", "What the item is called; Chinese or English or both."), need=True),
        column("title.en", "名称（英文）", "Title (English)", "label", 26, ("指标的英文名称。", "The title in English.")),
        column("weight", "权重", "Weight", "number", 8, ("分值或相对权重；不填时按题型的满分或下级之和（相对权重为 1）。0 表示没有此指标。", "Points or relative weight; if empty, the scale's maximum or the sum of the items below (1 in relative mode). 0: there is no such item.")),
        column("part", "类别", "Part", "word", 9, ("写在一级指标上，下级随之：加分、减分、否决、备注；不填为基本分。", "On an item of the top level, for all below: bonus, penalty, veto, note; base if left empty."), PART),
        *SCALE,
        column("ask.zh", "问题", "Question (Chinese)", "label", 40, ("向评估员提出的问题。", "What the assessor is asked.")),
        column("guide.zh", "评分指引", "Guide (Chinese)", "label", 60, ("到哪里看、怎样判断。", "Where to look and how to judge.")),
        column("ask.en", "问题（英文）", "Question (English)", "label", 40, ("问题的英文。", "The question in English.")),
        column("guide.en", "评分指引（英文）", "Guide (English)", "label", 60, ("指引的英文。", "The guide in English.")),
        column("evidence", "佐证", "Evidence", "evidence", 14, ("必须、可选、不要，或一个条件，如 answer['A1'] != 'none'；不填为可选。", "required, optional, none, or a condition such as answer['A1'] != 'none'; optional if left empty."), EVIDENCE),
        column("applies", "适用条件", "Applies", "expression", 26, ("条件不成立时，本项及其下级都不适用，如 unit.kind == 'portal'。", "Where it is false, the item and all below do not apply, such as unit.kind == 'portal'.")),
        column("states", "特殊状态", "States", "states", 18, ("允许选择哪些：未找到；不适用；无法评估。不填为三种都可选，一种都不许写“无”。", "Which of not_found; not_applicable; unable are offered; all if left empty, “none” for none."), STATES),
        column("not_applicable", "不适用处理", "Not applicable", "word", 13, ("代替总规则，对本项及其下级有效。", "Instead of the policy, for this item and all below."), NOT_APPLICABLE, rare=True),
        column("aggregation", "合成方法", "Aggregation", "word", 11, ("本组怎样合成，代替总规则。", "How this group is formed, instead of the policy."), AGGREGATION, rare=True),
        column("min_coverage", "最低覆盖", "Least coverage", "number", 9, ("0 到 1：本组至少多大比例的下级要有得分。", "0 to 1: the share of this group's children that must have a score."), rare=True),
        column("normalise", "组内标准化", "Normalise", "rule", 16, ("对全体对象的本组得分再做一次组内规则，如“极差”。", "A cohort rule over this group's scores of all units, such as minmax."), rare=True),
        column("cap", "加分组上限", "Group cap", "number", 11, ("加分组合计最多计多少。", "The most that a bonus group earns."), rare=True),
        column("veto.effect", "否决效果", "Veto effect", "word", 11, ("本项命中后的处理，代替总规则。", "What a hit here does, instead of the policy."), EFFECT, rare=True),
        column("veto.points", "否决后分数", "Veto points", "number", 11, ("效果为“固定分数”“总分封顶”时的分数。", "Points for the effects fixed and cap."), rare=True),
        column("rollup.kind", "下属类型", "Sub-units", "name", 11, ("由哪一类下属单位填报（名册 kind 列的值），再汇总上来。", "The kind of sub-units that answer it (column kind of the roster)."), rare=True),
        column("rollup.take", "汇总方法", "Rolled up by", "word", 11, ("下属单位的结果怎样汇总。", "How the sub-units are put together."), TAKE, rare=True),
        column("rollup.of", "汇总对象", "Rolled up", "word", 11, ("汇总填报值还是得分；不填为填报值。", "Values or scores; values if left empty."), ROLLED, rare=True),
    ),
    (
        Band("code", Text("指标", "Item")),
        Band("scale.kind", Text("评分标准", "Scale")),
        Band("ask.zh", Text("问题与指引", "Question and guide")),
        Band("evidence", Text("填报要求", "Answering")),
        Band("not_applicable", Text("合成与汇总", "Aggregation")),
    ),
    need=True,
)  # fmt: skip

SCALES = Layout(
    "scales",
    Text("评分标准", "scales"),
    Text(
        "多个指标共用的评分标准，一行一个；指标表的“引用标准”列写这里的名称。",
        "Scales that several items share, one a line; the items name them in “Named scale”.",
    ),
    (
        column("name", "标准名称", "Name", "name", 18, ("评分标准的名称，不能重复。", "Names the scale, each once."), need=True),
        *SCALE,
    ),
)  # fmt: skip
