"""The words that stand in a workbook's cells for the fixed values of a form; read in either language."""

from typing import Literal

from msgspec import Struct

from evalapp.base.tables import folded

Language = Literal["zh", "en"]


class Words(Struct, frozen=True):
    """Fixed values with their Chinese words, in the order in which a drop-down offers them. In English they are themselves."""

    chinese: dict[str, str]

    def shown(self, value: str, language: Language) -> str:
        """How ``value`` is written in a cell; an unknown value stays as it is."""
        return self.chinese.get(value, value) if language == "zh" else value

    def offered(self, language: Language) -> tuple[str, ...]:
        """What a drop-down offers."""
        return tuple(self.shown(value, language) for value in self.chinese)

    def value(self, text: str) -> str | None:
        """The value that a cell's text means, in whichever language; None where it means none."""
        found = folded(text)
        for value, chinese in self.chinese.items():
            if found in {folded(value), folded(chinese)}:
                return value
        return None


FLAG = Words({"yes": "是", "no": "否"})
KIND = Words(
    {
        "binary": "是否",
        "options": "选项",
        "checklist": "勾选清单",
        "count": "计数",
        "number": "数值",
        "rate": "比率",
        "deductions": "扣分",
        "imported": "外部得分",
        "rounds": "多轮",
        "derived": "计算值",
        "text": "文字",
    }
)
PART = Words({"base": "基本分", "bonus": "加分", "penalty": "减分", "veto": "否决", "note": "备注"})
WEIGHTS = Words({"points": "分值", "relative": "相对权重"})
AGGREGATION = Words({"arithmetic": "算术平均", "geometric": "几何平均", "harmonic": "调和平均"})
MISSING = Words({"pending": "待定", "zero": "计零分", "reweight": "重新分配权重"})
NOT_APPLICABLE = Words(
    {
        "reweight": "重新分配权重",
        "equal": "平均分给同级",
        "rescale": "逐级放大",
        "zero": "计零分",
        "full": "计满分",
    }
)
STATES = Words({"not_found": "未找到", "not_applicable": "不适用", "unable": "无法评估"})
EVIDENCE = Words({"required": "必须", "optional": "可选", "none": "不要"})
EFFECT = Words(
    {
        "fail": "不合格",
        "zero": "总分计零",
        "fixed": "固定分数",
        "cap": "总分封顶",
        "item": "所在组计零",
    }
)
RANK_TIES = Words({"competition": "并列占位", "dense": "并列不占位"})
TIE_ORDER = Words({"code": "按代码", "name": "按名称"})
LISTING = Words({"rank": "按名次", "band": "按等级"})
RESOLVE = Words({"decide": "裁定", "average": "取平均", "first": "取第一位"})
SEVERITY = Words({"error": "错误", "warning": "警告", "info": "提示"})
TAKE = Words(
    {"mean": "平均", "sum": "求和", "min": "最小", "max": "最大", "any": "任一命中", "pooled": "合并计算"}
)
ROLLED = Words({"value": "填报值", "score": "得分"})
METHOD = Words(
    {
        "steps": "阶梯",
        "linear": "线性",
        "target": "目标",
        "minmax": "极差",
        "best": "最优",
        "zscore": "标准分",
        "rank": "名次",
        "percentile": "百分位",
        "distance": "距离",
    }
)
DIRECTION = Words({"higher": "越高越好", "lower": "越低越好"})
TIES = Words({"min": "并列取低", "average": "并列取均"})
