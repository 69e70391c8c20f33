"""Random forms: documents that say whatever the types of the model let a form say, with texts that spreadsheets like to change."""

from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

from evalapp.base.text import is_clean
from evalapp.form.model import Form

AWKWARD = [
    "", " ", "=1+1", "+86", "-", "@a", "'a", "1.10", "1-2", "007", "1e5", "TRUE", "#N/A", "#REF!", '"""', '"""a"""', "{}", "{ zh = 1 }",
    "[x]", '["a"]', "—", " a ", "a\n", "\na", "a\nb", "a\tb", "a\u3000", "\u00a0", "_x0041_", "_x005F_", "_x000D_", "\u200b", "a\u200bb",
    "a;b", "a；b", "a,b", "a、b", "a=b", "A＝1", "A.1", "A1.1", "无", "none", "是", "yes", "必须", "required", "选项", "options", '"', "\\",
    "\\n", "a'b", 'a"b', "#own", "文" * 300, "𠮷", "é", "&amp;<b>", "]]>", "阶梯", "steps", ">=1:2", "NaN", "null",
]  # fmt: skip

texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=12).filter(is_clean))
numbers = st.one_of(
    st.integers(-1000, 1000),
    st.sampled_from([0.1, 0.5, -0.0, 1e-7, 0.1 + 0.2, 100 / 3, 1e12, 123456789012.5]),
    st.floats(-1e12, 1e12, allow_nan=False),
)


def of_type(kind: inspect.Type) -> st.SearchStrategy[Any]:
    match kind:
        case inspect.StrType():
            return texts
        case inspect.FloatType():
            return numbers
        case inspect.IntType():
            return st.integers(-9, 99)
        case inspect.BoolType():
            return st.booleans()
        case inspect.LiteralType():
            return st.sampled_from(sorted(kind.values))
        case inspect.UnionType():
            return st.one_of([of_type(one) for one in kind.types if not isinstance(one, inspect.NoneType)])
        case inspect.VarTupleType():
            return st.lists(of_type(kind.item_type), max_size=3)
        case inspect.TupleType():
            return st.tuples(*map(of_type, kind.item_types)).map(list)
        case inspect.DictType():
            return st.dictionaries(texts, of_type(kind.value_type), max_size=3)
        case inspect.StructType():
            required = {field.encode_name: of_type(field.type) for field in kind.fields if field.required}
            if kind.tag_field:
                required[kind.tag_field] = st.just(kind.tag)
            optional = {field.encode_name: of_type(field.type) for field in kind.fields if not field.required}
            return st.fixed_dictionaries(required, optional=optional)
    raise TypeError(type(kind).__name__)


def _named(document: dict[str, Any]) -> dict[str, Any]:
    """Every item under a code of its own: options are listed by it, and a form with doubled codes is no form."""
    items = [{**item, "code": f"{item['code']}{n}"} for n, item in enumerate(document.get("item", []))]
    return {**document, "item": items}


documents = of_type(inspect.type_info(Form)).map(_named)
