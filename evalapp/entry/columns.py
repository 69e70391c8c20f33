"""The tables that people bring, and the headings under which their columns are known: one declaration a table."""

from evalapp.base.tables import Column, Columns, folded

_NAME = Column("name", ("名称", "评估对象", "城市", "城市名称", "对象名称"))
_PERSON_NAME = Column("name", ("姓名", "评估员", "评估员姓名", "名字"))
_PERSON_CODE = Column("code", ("代号", "代码", "评估员代号", "评估员代码"))
_UNIT = Column("unit", ("评估对象", "城市", "对象", "代码", "城市代码", "对象代码"))
_ASSESSOR = Column("assessor", ("评估员", "评估员代号", "代号"))
_ITEM = Column("item", ("指标", "指标代码", "指标编号"))
_VALUE = Column("value", ("取值", "填报值", "值", "裁定值"))
_STATE = Column("state", ("状态",))
_REASON = Column("reason", ("理由", "裁定理由"))

ROSTER = Columns(
    required=(Column("code", ("代码", "城市代码", "对象代码", "编码")), _NAME),
    optional=(
        Column("province", ("省份", "省", "所属省份")),
        Column("kind", ("类型", "类别")),
        Column("parent", ("上级代码", "上级对象代码")),
        Column("population", ("人口", "常住人口")),
        Column("pinyin", ("拼音",)),
        Column("initials", ("拼音首字母", "首字母")),
    ),
    others=True,
)
"""The units of a project. It may have further columns of any name; a form may require some."""

ASSESSORS = Columns(
    required=(_PERSON_NAME, _PERSON_CODE),
    optional=(Column("barred", ("回避", "回避对象", "回避城市", "回避单位")),),
)
"""``barred`` names the units that somebody may not answer, by code or name, with semicolons between them."""
ASSIGNMENT = Columns(required=(_ASSESSOR, _UNIT), optional=(_ITEM,))
ANSWERS = Columns(
    required=(_UNIT, _ITEM, _VALUE),
    optional=(
        _STATE,
        Column("justification", ("说明", "依据说明", "理由")),
        Column("link", ("链接", "网址")),
    ),
)
RATINGS = Columns(
    required=(_UNIT, _ITEM, _ASSESSOR, _VALUE),
    optional=(_STATE,),
)
SCORES = Columns(required=(_UNIT, _ITEM, _VALUE), optional=(_STATE,))
DECISIONS = Columns(
    required=(
        _UNIT,
        _ITEM,
        _VALUE,
        Column("reason_category", ("理由类别", "裁定类别")),
        _REASON,
        Column("basis", ("依据",)),
    ),
    optional=(_STATE,),
)
QUESTIONS = Columns(
    required=(_UNIT, _ITEM, _ASSESSOR, Column("question", ("问题", "退回原因", "疑问"))),
)
OBJECTIONS = Columns(
    required=(
        _UNIT,
        Column("received", ("收到日期", "收到", "日期")),
        Column("text", ("内容", "异议", "异议内容")),
    ),
    optional=(
        _ITEM,
        Column("reference", ("文号", "编号", "来文编号")),
        Column("sender", ("来文单位", "提出人", "提出单位")),
        Column("deadline", ("答复期限", "期限")),
        Column("file", ("附件", "文件")),
    ),
    others=True,
)
"""Objections from units. ``file`` is a document beside the table, kept as evidence. Further columns are passed over."""


def roster_heading(column: str, language: str) -> str:
    """A roster column as its readers call it: the declared Chinese heading, else the column's own name."""
    if language.startswith("zh"):
        for known in ROSTER.every:
            if folded(known.name) == folded(column):
                return known.headings[0]
    return column
