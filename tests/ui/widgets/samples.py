"""Each widget with a life-like state, in the language in force."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import current_language
from evalapp.ui.widgets.answer_grid import AnswerGrid
from evalapp.ui.widgets.answers_table import AnswersTable, CityAnswer
from evalapp.ui.widgets.assignment_map import AssignmentMap, MapCell, MapRow
from evalapp.ui.widgets.badge import SideBadge
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.card_state import (
    CardState,
    EvidenceState,
    GivenState,
    MessageAction,
    MessageState,
    OptionState,
    ScaleState,
    SourceState,
)
from evalapp.ui.widgets.chips import Chip, ChoiceChips, FilterChips, FilterState, match_class_chip
from evalapp.ui.widgets.city_list import CityList, CityState
from evalapp.ui.widgets.column_matcher import ColumnMatcher, ColumnRole, FileColumn
from evalapp.ui.widgets.confusion_table import ConfusionRow, ConfusionTable
from evalapp.ui.widgets.copy_list import CopyList, CopyRow
from evalapp.ui.widgets.decision_buttons import DecisionButtons, DecisionState
from evalapp.ui.widgets.drop_zone import DropZone
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.evidence_strip import EvidenceStrip
from evalapp.ui.widgets.figure_tile import BarState, FigureState, FigureTile, ProgressBars
from evalapp.ui.widgets.finding_list import FindingList, FindingState, finding_chip
from evalapp.ui.widgets.form_tree import FormNode, FormTree
from evalapp.ui.widgets.heat_map import HeatCell, HeatMap, HeatRow
from evalapp.ui.widgets.inbox_table import InboxRow, InboxTable
from evalapp.ui.widgets.item_tree import ItemTree
from evalapp.ui.widgets.message_bar import MessageBars, SyntheticBar
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel, GridCell, GridColumn
from evalapp.ui.widgets.models.item_tree import ItemNode
from evalapp.ui.widgets.nav_list import NavList, NavState
from evalapp.ui.widgets.palette_list import PaletteList, PaletteRow
from evalapp.ui.widgets.paste_preview import PastePreview, PasteRow, PasteState
from evalapp.ui.widgets.problem_list import ProblemList, ProblemState
from evalapp.ui.widgets.queue_list import QueueList, QueueState
from evalapp.ui.widgets.ranking_table import RankingTable, RankRow
from evalapp.ui.widgets.rules_card import RulesCard, RulesState
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.ui.widgets.search_field import SearchField
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.ui.widgets.share_preview import SharePreview
from evalapp.ui.widgets.share_tables import ShareCell, SharePerson, ShareState
from evalapp.ui.widgets.sorted_table import HeadState, SortedRow, SortedTable
from evalapp.ui.widgets.status_line import StatusLine, StatusState
from evalapp.ui.widgets.summary_row import SummaryRow, SummaryState
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.ui.widgets.unit_picker import PickClass, PickUnit, UnitPicker

OPTIONS = (
    (
        "full",
        "完全一致",
        "Fully the same",
        "逐项相同，或移动端直接指向同一份办事指南。",
        "All channels agree.",
        4.0,
    ),
    (
        "near",
        "基本一致",
        "Nearly the same",
        "只有文字表述不同，不影响办理。",
        "Only the wording differs.",
        3.0,
    ),
    ("part", "部分一致", "Partly the same", "有 1 个事项的材料或时限不同。", "One matter differs.", 1.5),
    ("none", "不一致", "Not the same", "2 个及以上事项有实质差异。", "Two or more matters differ.", 0.0),
)


def words(zh: str, en: str) -> str:
    """The words of the language in force."""
    return zh if current_language() == "zh_CN" else en


def options() -> tuple[OptionState, ...]:
    """Four steps with anchors."""
    return tuple(
        OptionState(value=value, label=words(zh, en), anchor=words(zh_anchor, en_anchor), points=points)
        for value, zh, en, zh_anchor, en_anchor, points in OPTIONS
    )


SCALES: dict[str, tuple[ScaleState, str]] = {
    "binary": (ScaleState(kind="binary", points=2), "yes"),
    "options": (ScaleState(kind="options"), "part"),
    "checklist": (ScaleState(kind="checklist"), "full;part"),
    "count": (ScaleState(kind="count", minimum=0), "7"),
    "number": (ScaleState(kind="number", unit="km", minimum=0, maximum=100, decimals=2), "12.5"),
    "rate": (ScaleState(kind="rate"), "19/20"),
    "text": (ScaleState(kind="text"), "A few words."),
    "deductions": (ScaleState(kind="deductions"), "dead=3;form=1"),
    "rounds": (ScaleState(kind="rounds"), "90;;60"),
    "given": (ScaleState(kind="given"), "12.5"),
}


def findings() -> tuple[OptionState, ...]:
    """What may be found, with what it costs."""
    return (
        OptionState(
            value="dead",
            label=words("链接不可用", "Dead link"),
            anchor=words("每个扣 1 分，最多 10 分", "−1 each, at most −10"),
        ),
        OptionState(
            value="form",
            label=words(
                "应当提供而没有提供的表格样表、填写说明",
                "A form or its example is missing that should be there",
            ),
            anchor=words("每个扣 0.5 分", "−0.5 points each"),
        ),
        OptionState(
            value="leak",
            label=words("泄露个人信息", "Personal data shown"),
            anchor=words("扣 5 分，只扣此项", "−5, alone"),
        ),
    )


def deductions() -> ScaleState:
    """Three kinds of finding."""
    return ScaleState(
        kind="deductions",
        options=findings(),
        points=20.0,
        tally=lambda _value: words("扣 3.5 分，共 20 分", "Lost 3.5 of 20 points"),
    )


def rounds(one: ScaleState, n: int = 3) -> ScaleState:
    """Rounds of another scale."""
    return ScaleState(
        kind="rounds", one=one, rounds=n, tally=lambda _value: words("已做 2/3 轮", "2 of 3 rounds"),
        rule=words("取各轮的平均，至少 2 轮。", "The mean of the rounds; at least 2 are needed."),
    )  # fmt: skip


def given() -> ScaleState:
    """A computed value."""
    sources = (
        SourceState(code="A1.1", title=words("A1.1 过期信息", "A1.1 Stale items"), value="7"),
        SourceState(
            code="", title=words("A1.2 空白栏目", "A1.2 Empty columns"), value=words("未答", "Unanswered")
        ),
    )
    text = words("由其他答案计算。", "Computed from other answers.")
    formula = "answer['A1.1'] >= 5.0 || answer['A1.2'] >= 10.0"
    return ScaleState(
        kind="given", given=GivenState(icon="function-variant", text=text, formula=formula, sources=sources)
    )


_SCALES_WITH_WORDS: dict[str, Callable[[], ScaleState]] = {
    "deductions": deductions,
    "rounds": lambda: rounds(SCALES["number"][0]),
    "given": given,
}


def card_state(kind: str = "options", **changed: object) -> CardState:
    """A card as it looks in the middle of work."""
    scale, value = SCALES[kind]
    if kind in ("options", "checklist"):
        scale = ScaleState(kind=scale.kind, options=options())
    elif kind in _SCALES_WITH_WORDS:
        scale = _SCALES_WITH_WORDS[kind]()
    facts: dict[str, object] = {
        "unit": "370600",
        "code": "A2.2",
        "title": words("跨渠道一致", "Same on every channel"),
        "question": words(
            "三个渠道的条件、材料与时限是否一致？",
            "Are conditions and time limits equal on all three channels?",
        ),
        "guide": words("抽 3 项，三个渠道逐项对照。", "Draw three matters and compare them on one day."),
        "points": 4.0,
        "problem": "warn",
        "earlier": words("2021：部分一致", "2021: Part"),
        "scale": scale,
        "value": value,
        "asked": kind != "given",
        "confidence": "medium",
        "messages": (
            MessageState(
                kind="warn",
                text=words("两者少见同时成立。", "Both are seldom true together."),
                actions=(MessageAction(code="go", text=words("看 A2.1", "See A2.1"), link=True),),
            ),
        ),
        "justification": words("网页要求原件 [1]。", "The page asks for the original [1]."),
        "evidence": (
            EvidenceState(id="e1", kind="link", title="example.org", when="10-21 09:40"),
            EvidenceState(id="e2", kind="file", title="guide.pdf", when="10-21 09:41", missing=True),
        ),
    }
    return CardState(**(facts | changed))  # type: ignore[arg-type]


def _card(kind: str) -> QWidget:
    card = ScoreCard()
    card.set_state(card_state(kind))
    return card


def _strip() -> EvidenceStrip:
    """Evidence of every kind: captioned, the same elsewhere, weak, missing; a file that is read, one that was not added."""
    strip = EvidenceStrip()
    strip.set_state(
        (
            EvidenceState(
                id="0",
                kind="link",
                title="https://example.org/",
                when="10-21 09:40",
                weak=words("这只是网站首页。", "This leads to a home page alone."),
            ),
            EvidenceState(
                id="1",
                kind="file",
                title=words("办事指南汇编.pdf", "collected-guides.pdf"),
                when="10-21 09:41",
                size=1_500_000,
                same=words("与 烟台市 B1.2 相同", "Same as Yantai B1.2"),
                same_at="go:370600/B1.2",
            ),
            EvidenceState(
                id="2",
                kind="note",
                title=words("窗口说可以当场办。", "The window says: at once."),
                words=words("窗口说可以当场办。", "The window says: at once."),
                caption=words("电话", "By telephone"),
            ),
            EvidenceState(id="3", kind="screenshot", title="a.png", when="10-21 09:42", missing=True),
        ),
        words=words("本项必须有佐证", "required for this item"),
    )
    strip.show_reading(words("名单汇总.xlsx", "list-of-all.xlsx"), 43)
    strip.show_problem(words("没有保存：磁盘已满。", "Not saved: the disk is full."), retry=True)
    return strip


def _strip_asking(ask: Callable[[EvidenceStrip], None]) -> Callable[[], QWidget]:
    def make() -> QWidget:
        strip = _strip()
        ask(strip)
        return strip

    return make


def _asks_link(strip: EvidenceStrip) -> None:
    strip.link.open()
    strip.link.give()


def _asks_caption(strip: EvidenceStrip) -> None:
    strip.caption.open("1", 2, words("红框处为时限", "The red frame shows the time limit"))


def _asks_note(strip: EvidenceStrip) -> None:
    strip.note.open()
    strip.note.give()


def _flagged_card() -> QWidget:
    card = ScoreCard()
    card.set_state(card_state(flagged=True, noted=True))
    return card


def _reason_card() -> QWidget:
    card = ScoreCard()
    card.set_state(card_state(value="", state="unable", reason=words("打不开", "It does not open.")))
    return card


def _not_scored_card() -> QWidget:
    card = ScoreCard()
    card.set_state(card_state(not_scored=words("本市没有轨道交通。", "The city has no metro.")))
    return card


def _rounds_card(one: Callable[[], ScaleState], value: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        card = ScoreCard()
        card.set_state(card_state("rounds", scale=rounds(one()), value=value))
        return card

    return make


def _brought_in_card() -> QWidget:
    card = ScoreCard()
    text = words("由协调员带入。", "Brought in by the coordinator.")
    given = GivenState(icon="inbox-arrow-down-outline", text=text)
    card.set_state(
        card_state("given", scale=ScaleState(kind="given", given=given), asked=False, messages=(), worth="+2")
    )
    return card


def _veto_card() -> QWidget:
    card = ScoreCard()
    effect = words("该城市不合格：不计分，不排名。", "This fails the city: no points, no rank.")
    card.set_state(
        card_state("binary", hit=effect, problem="", worth=words("否决项", "Veto item"), messages=())
    )
    return card


def _locked_card() -> QWidget:
    card = ScoreCard()
    card.set_state(card_state(read_only=words("已提交。", "It was submitted.")))
    return card


def cities() -> list[CityState]:
    """Units in every kind of trouble."""
    return [
        CityState(
            code="370600",
            name=words("烟台市", "Yantai"),
            done=46,
            total=60,
            errors=1,
            warnings=2,
            find=("yt",),
        ),
        CityState(code="370200", name=words("青岛市", "Qingdao"), done=60, total=60, find=("qd",)),
        CityState(code="371300", name=words("临沂市", "Linyi"), done=31, total=60, returned=3),
        CityState(code="371700", name=words("菏泽市", "Heze"), done=0, total=60),
    ]


def items() -> tuple[ItemNode, ...]:
    """A small form."""
    leaves = (
        ItemNode(code="A1.1", title=words("目录", "Catalogue"), status="answered"),
        ItemNode(code="A1.2", title=words("一致", "Same"), status="blank"),
    )
    group = ItemNode(code="A1", title=words("覆盖", "Coverage"), done=1, total=2, children=leaves)
    other = ItemNode(code="A2", title=words("其他", "Other"), status="warn")
    return (ItemNode(code="A", title=words("供给", "Supply"), done=2, total=3, children=(group, other)),)


def _cities() -> QWidget:
    made = CityList()
    made.set_state(cities(), "370600")
    return made


def _items() -> QWidget:
    made = ItemTree()
    made.set_state(items(), "A1.2")
    return made


def problems() -> list[ProblemState]:
    """Two problems."""
    return [
        ProblemState(id="p1", kind="error", what=words("A2.3 缺佐证", "A2.3 lacks evidence"), why="?"),
        ProblemState(id="p2", kind="warn", what=words("A2.2 少见", "A2.2 is rare"), why="!"),
    ]


def _problems() -> QWidget:
    made = ProblemList()
    made.set_state(problems(), "p1")
    return made


def _filters() -> QWidget:
    made = FilterChips("Problems")
    made.set_state(
        [
            FilterState(code="all", text=words("全部", "All"), count=3),
            FilterState(code="none", text=words("错误", "Errors"), count=0),
        ],
        "all",
    )
    return made


def _choices() -> QWidget:
    made = ChoiceChips("Reason")
    made.set_state([("a", words("佐证更充分", "Better evidence")), ("b", words("其他", "Other"))], "a")
    return made


def _nav(rail: bool) -> QWidget:
    made = NavList("Pages")
    pages = [
        NavState(code="in", text=words("收件箱", "Inbox"), icon="inbox-arrow-down-outline", count=6),
        NavState(
            code="decide", text=words("比对裁定", "Compare and decide"), icon="compare-horizontal", count=37
        ),
        NavState(code="results", text=words("结果", "Results"), icon="poll", line=True),
    ]
    made.set_state(
        pages, "in", foot=[NavState(code="set", text=words("设置", "Settings"), icon="cog-outline")]
    )
    made.set_rail(rail)
    return made


def _wide_nav() -> QWidget:
    return _nav(False)


def _rail_nav() -> QWidget:
    return _nav(True)


def _status() -> QWidget:
    made = StatusLine()
    made.set_state(StatusState(saved="12:04:31", backup="11:58", person="WXL", role="A", synthetic=True))
    return made


def _failed_status() -> QWidget:
    made = StatusLine()
    made.set_state(StatusState(failed=words("没有保存：磁盘已满", "Not saved: the disk is full")))
    return made


def _messages() -> QWidget:
    made = MessageBars()
    text = words("已保留原值。", "The value is kept.")
    made.set_state([MessageState(kind=kind, text=text) for kind in ("error", "warn", "info", "returned")])
    return made


def heat_rows() -> list[HeatRow]:
    """Three assessors, two cities, and the copies of each city."""
    return [
        HeatRow(
            code="WXL", name="王晓岚", cells=(HeatCell(share=1.0, submitted=True), HeatCell()), total="60/60"
        ),
        HeatRow(
            code="ZQM",
            name="赵启明",
            cells=(HeatCell(barred=True), HeatCell(share=0.52, returned=True)),
            late=True,
        ),
        HeatRow(code="", name=words("每市双份", "Copies"), texts=("1/2", "0/2")),
    ]


def _heat() -> QWidget:
    made = HeatMap()
    made.set_state([("370100", words("济南", "Jinan")), ("370200", words("青岛", "Qingdao"))], heat_rows())
    return made


def _grid() -> QWidget:
    columns = tuple(
        GridColumn(
            code=f"A1.{n}",
            title=words("跨渠道一致", "Same on every channel"),
            kind=words("选项", "Options"),
            group="A1",
            group_title=words("A1 服务贯通", "A1 Continuity"),
            picks=n != 2,
        )
        for n in range(1, 4)
    )
    cells = (
        GridCell(text=words("完全一致", "Full"), mark="changed", old=words("部分", "Part"), spoken="full"),
        GridCell(text="985", refused="985 > 100", mark="refused", spoken="985"),
        GridCell(
            text=words("不适用", "Not applicable"), icon="minus-circle-outline", closed="-", corner="warn"
        ),
    )
    model = AnswerGridModel(lambda _unit: cells)
    made = AnswerGrid(model)
    model.setParent(made)
    city = CityState(code="1", name=words("烟台市", "Yantai"), done=46, total=60)
    model.set_table(
        [city, CityState(code="2", name=words("县", "Town"), under="1", done=0, total=3)], columns
    )
    made.go_to(("1", "A1.2"))
    return made


def _answers() -> QWidget:
    made = AnswersTable()
    rows = (
        CityAnswer(
            city="1",
            name=words("烟台市", "Yantai"),
            status="answered",
            answer=words("部分一致", "Part"),
            points=words("1.5 分", "1.5 points"),
            evidence=2,
            confidence=words("中", "Medium"),
            note=words("首页可见 [1]", "On the first page [1]"),
        ),
        CityAnswer(
            city="2",
            name=words("青岛市", "Qingdao"),
            status="blank",
            problem="evidence",
            why=words("缺", "No"),
        ),
        CityAnswer(city="3", name=words("县", "Town"), status="not_applicable", applies=False),
        CityAnswer(city="4", name=words("镇", "Ward"), status="not_applicable", closed=words("无", "None")),
    )
    made.set_state(rows, "1")
    return made


def _palette() -> QWidget:
    made = PaletteList()
    made.set_state(
        (
            PaletteRow(id="g", text=words("转到", "Go to"), head=True),
            PaletteRow(id="0", text=words("下一个问题", "Next problem"), key="F8"),
            PaletteRow(
                id="1", text=words("重做", "Do again"), key="Ctrl Y", why_not=words("没有", "Nothing")
            ),
        )
    )
    return made


def _copies() -> QWidget:
    made = CopyList()
    made.set_state(
        (
            CopyRow(id="1", name=words("烟台市", "Yantai"), kind="new", words=words("新填", "new"), on=True),
            CopyRow(id="2", name=words("青岛市", "Qingdao"), kind="changed", words=words("替换", "replaces")),
            CopyRow(id="3", name=words("济南市", "Jinan"), kind="same", words=words("相同", "the same")),
            CopyRow(id="4", name=words("县", "Town"), kind="refused", words=words("不适用", "not here")),
        )
    )
    return made


def _paste_preview() -> QWidget:
    made = PastePreview()
    where = words("烟台市 · A1.2", "Yantai · A1.2")
    rows = tuple(
        PasteRow(
            id=("1", "A1.2"),
            kind=kind,
            where=where,
            before="94",
            pasted="985",
            note=words("超过 100", "above 100"),
        )
        for kind in ("refused", "changed", "new", "same")
    )
    counts = (("refused", words("不能写入 1", "Refused 1")), ("new", words("新填 11", "New 11")))
    about = words("剪贴板 4 行 × 5 列", "4 × 5 cells from the clipboard")
    made.set_state(
        PasteState(about=about, counts=counts, rows=rows, write=words("写入 13 格", "Write 13 cells"))
    )
    return made


def inbox_rows() -> list[InboxRow]:
    """One file that can be taken and one that cannot."""
    return [
        InboxRow(
            id="f1",
            file="a.evalpkg",
            assessor="WXL",
            form="2021.1",
            new=186,
            same=0,
            changed=0,
            aside=0,
            verdict="mergeable",
            checked=True,
        ),
        InboxRow(
            id="f2",
            file="b.evalpkg",
            verdict="refused",
            checkable=False,
            note=words("校验不符", "Checksum fails"),
            link=words("写回执…", "Write a note…"),
        ),
    ]


def _inbox() -> QWidget:
    made = InboxTable()
    made.set_state(inbox_rows())
    return made


def rank_rows() -> list[RankRow]:
    """A band, a ranked unit, one that is not ranked."""
    return [
        RankRow(code="leading", name=words("领先", "Leading"), band=True, grade=1, words="≥ 80"),
        RankRow(
            code="370200",
            rank="1",
            name=words("青岛", "Qingdao"),
            total="85.16",
            share=0.85,
            grade=1,
            groups=("31.95",),
        ),
        RankRow(code="371400", name=words("德州", "Dezhou"), words=words("3 项待定", "3 pending")),
    ]


def _ranking() -> QWidget:
    made = RankingTable()
    made.set_state([words("供给 40", "Supply 40")], rank_rows(), "370200")
    return made


def verbs() -> list[DecisionState]:
    """Two verbs, one not possible now."""
    return [
        DecisionState(code="use_a", key="1", verb=words("采用 A", "Use A"), consequence="1.5"),
        DecisionState(code="skip", key="S", verb=words("跳过", "Skip")),
        DecisionState(
            code="use_b", key="2", verb=words("采用 B", "Use B"), reason=words("没有 B。", "There is no B.")
        ),
    ]


def _decisions() -> QWidget:
    made = DecisionButtons("Decision")
    made.set_state(verbs(), "use_a")
    return made


def conflicts() -> list[QueueState]:
    """One to decide, one decided."""
    return [
        QueueState(
            id="c1", unit=words("烟台市", "Yantai"), item="A2.2", match_class="differ", effect=96, change="!"
        ),
        QueueState(id="c2", unit=words("青岛市", "Qingdao"), item="A1.1", match_class="text", done="A"),
    ]


def _queue() -> QWidget:
    made = QueueList()
    made.set_state(conflicts(), "c1")
    return made


def _findings() -> QWidget:
    made = FindingList()
    why = words(
        "济南市 B2：“985”远离其他对象。16 个对象中居中的一半在 40 到 60 之间，中位数是 51。",
        "Jinan B2: “985” lies far from the rest. Of the 16 units the middle half lies between 40 and 60, the median is 51.",
    )
    rows = [
        FindingState(id="1", chip=finding_chip("outlier"), where=words("济南市 · B2", "Jinan · B2"), strength=88, why=why),
        FindingState(
            id="2", chip=finding_chip("reused"), where="3 · A2.3", strength=90, why=why, settled=words("已排除", "dismissed")
        ),
    ]  # fmt: skip
    made.set_state(rows, "1")
    return made


def _empty() -> QWidget:
    made = EmptyState("check-circle-outline")
    made.set_state(words("没有待裁定的分歧。", "There is nothing to decide."), words("看结果", "See results"))
    return made


def _drop() -> QWidget:
    made = DropZone((".evalpkg",))
    made.set_state(
        words("把文件拖到这里", "Drop files here"), words("先检查，不会直接写入。", "Nothing is written yet.")
    )
    return made


def _bars() -> QWidget:
    made = ProgressBars()
    made.set_state([BarState(text=words("已答", "Answered"), done=46, total=60)])
    return made


def _switch() -> QWidget:
    made = SegmentedSwitch("Mode")
    made.set_state(
        [SegmentState(code="a", text=words("按城市", "By city")), SegmentState(code="b", text="B")], "a"
    )
    return made


def _summary() -> QWidget:
    return SummaryRow(
        SummaryState(code="A2.1", title=words("贯通", "All levels"), status="answered", value="4", points=4)
    )


def _button() -> QWidget:
    return Button(words("并入 3 个文件", "Merge 3 files"), look="primary", key="Ctrl Enter")


def _icon_button() -> QWidget:
    return icon_button("undo", words("撤销", "Undo"))


def _figure() -> QWidget:
    return FigureTile(
        FigureState(caption=words("已答", "Answered"), figure="74.1 %", words="1422/1920", icon="poll")
    )


def _search() -> QWidget:
    return SearchField(words("城市、指标或拼音", "City, item or pinyin"), key="Ctrl F")


def _chip() -> QWidget:
    return Chip(match_class_chip("differ"))


def _badge() -> QWidget:
    return SideBadge("a")


def _synthetic() -> QWidget:
    return SyntheticBar(words("合成数据：仅供演示。", "Synthetic data: for trying out only."))


def _titled_card() -> QWidget:
    made = TitledCard(words("回执", "Receipt"))
    made.inside.addWidget(Button(words("打开文件夹", "Open the folder"), look="link"))
    return made


def _card_maker(kind: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        return _card(kind)

    return make


def _rules() -> QWidget:
    card = RulesCard("规则" if current_language() == "zh_CN" else "Rules")
    card.set_state(RulesState(tolerance="5", resolve="average", evidence="warn", deadline="2026-10-31"))
    card.tell("", "截止日期写成 2026-10-31。" if current_language() == "zh_CN" else "A day, please.")
    return card


def _form_tree() -> QWidget:
    tree = FormTree()
    tree.set_state(
        (
            FormNode(code="A", title="服务供给能力", weight="40", folds=True),
            FormNode(code="A1", title="目录覆盖能力", weight="12", folds=True, parent="A", level=1),
            FormNode(
                code="A1.1",
                title="事项目录公开",
                weight="2 分",
                scale="选项 4 / 1.5 / 0",
                parent="A1",
                level=2,
            ),
            FormNode(code="B", title="服务响应能力", weight="40", folds=True),
        )
    )
    tree.open_all(on=True)
    return tree


def _unit_picker() -> QWidget:
    picker = UnitPicker()
    units = (("370100", "济南市", "山东省"), ("370200", "青岛市", "山东省"), ("110000", "北京市", "北京市"))
    picker.set_state(
        [
            PickUnit(key=code, code=code, name=name, group=group, kind="1" if group == name else "2")
            for code, name, group in units
        ],
        (PickClass(value="1", text="直辖市"), PickClass(value="2", text="地级市")),
        off=("370200",),
        classes_off=("1",),
    )
    return picker


def _matcher() -> QWidget:
    matcher = ColumnMatcher()
    matcher.set_state(
        (
            FileColumn(heading="行政区划代码（2023 年版）", sample="370100、370200、370300"),
            FileColumn(heading="城市全称", sample="济南市、青岛市、淄博市"),
        ),
        (ColumnRole(code="", text="按原表头保留"), ColumnRole(code="code", text="代码")),
        {0: "code"},
    )
    return matcher


def _share() -> QWidget:
    preview = SharePreview()
    cities = (("370100", "济南"), ("370200", "青岛"), ("370300", "淄博"))
    full, none, barred = ShareCell(items=58, of=58), ShareCell(of=58), ShareCell(of=58, barred=True)
    preview.set_state(
        ShareState(
            cities=cities,
            people=(
                SharePerson(
                    code="WXL", name="王晓岚", cities=2, items=116, share=2 / 3, even=1 / 2,
                    cells=(full, full, none), common=(None, ("370100",)),
                ),
                SharePerson(
                    code="ZQM", name="赵启明", cities=2, items=70, share=1 / 3, even=1 / 2,
                    cells=(full, barred, ShareCell(items=12, of=58)), common=(("370100",), None),
                ),
            ),
        )
    )  # fmt: skip
    preview.loads.setCurrentIndex(preview.loads.model().index(0, 0))
    return preview


def _assignment() -> QWidget:
    made = AssignmentMap()
    cells = [
        MapCell(part="all", items=60, of=60, answered=60, handed_in=True),
        MapCell(part="all", items=60, of=60, answered=12),
        MapCell(part="part", items=12, of=60),
        MapCell(),
        MapCell(part="barred"),
    ]
    made.set_state(
        [("370100", "济南"), ("370200", "青岛"), ("370300", "淄博"), ("370400", "枣庄"), ("370500", "东营")],
        [
            MapRow(person=code, name=name, code=code, cells=tuple(cells[turn:] + cells[:turn]))
            for turn, (name, code) in enumerate((("王晓岚", "WXL"), ("赵启明", "ZQM"), ("孙雅宁", "SYN")))
        ],
    )
    return made


def _sorted_table() -> QWidget:
    table = SortedTable(words("一致性", "Agreement"))
    heads = (
        HeadState(text=words("指标", "Item")),
        HeadState(text=words("完全一致", "Exact"), right=True, bar=True),
        HeadState(text=words("结论", "Verdict"), long=True),
    )
    table.set_state(
        heads,
        [
            SortedRow(
                id="A1", cells=("A1 目录公开比例", "68.8 %", words("偏严", "severe")), keys=(0.0, 0.688, "severe"), share=0.688, warn=2
            ),
            SortedRow(id="A2", cells=("A2 跨渠道一致", "–", ""), keys=(1.0, None, "")),
        ],
    )  # fmt: skip
    table.sort_by(1, descending=True)
    return table


def _confusion() -> QWidget:
    table = ConfusionTable()
    names = [one.label for one in options()]
    counts = ((9, 1, 0, 0), (2, 4, 0, 0), (0, 0, 2, 0), (0, 0, 0, 0))
    table.set_state(
        words("王晓岚 \\ 赵启明", "Wang \\ Zhao"),
        names,
        [
            *(
                ConfusionRow(text=name, counts=line, total=sum(line), equal="90.0 %")
                for name, line in zip(names, counts, strict=True)
            ),
            ConfusionRow(text=words("全部", "All"), counts=(11, 5, 2, 0), total=18, sums=True),
        ],
    )
    return table


SAMPLES: dict[str, Callable[[], QWidget]] = {
    **{f"card {kind}": _card_maker(kind) for kind in SCALES},
    "card flagged": _flagged_card,
    "sorted table": _sorted_table,
    "confusion matrix": _confusion,
    "evidence": _strip,
    "evidence, link asked": _strip_asking(_asks_link),
    "evidence, caption asked": _strip_asking(_asks_caption),
    "evidence, note asked": _strip_asking(_asks_note),
    "card with reason": _reason_card,
    "card not scored": _not_scored_card,
    "card locked": _locked_card,
    "card rounds of options": _rounds_card(
        lambda: ScaleState(kind="options", options=options()), "full;;part"
    ),
    "card rounds of findings": _rounds_card(deductions, "dead=3,form=1;;none"),
    "card rounds of counts": _rounds_card(lambda: SCALES["count"][0], "1;2;"),
    "card brought in": _brought_in_card,
    "card veto": _veto_card,
    "cities": _cities,
    "items": _items,
    "problems": _problems,
    "filters": _filters,
    "choices": _choices,
    "navigation": _wide_nav,
    "rail": _rail_nav,
    "status": _status,
    "failed status": _failed_status,
    "messages": _messages,
    "heat map": _heat,
    "assignment": _assignment,
    "answer grid": _grid,
    "answers of cities": _answers,
    "palette": _palette,
    "copies": _copies,
    "paste preview": _paste_preview,
    "inbox": _inbox,
    "ranking": _ranking,
    "decisions": _decisions,
    "queue": _queue,
    "findings": _findings,
    "empty": _empty,
    "drop zone": _drop,
    "bars": _bars,
    "switch": _switch,
    "summary": _summary,
    "button": _button,
    "icon button": _icon_button,
    "figure": _figure,
    "search": _search,
    "chip": _chip,
    "badge": _badge,
    "synthetic bar": _synthetic,
    "titled card": _titled_card,
    "rules": _rules,
    "share preview": _share,
    "form tree": _form_tree,
    "unit picker": _unit_picker,
    "column matcher": _matcher,
}
