"""Does a TOML document say only what a form can say? Every finding with its place, not just the first."""

from collections.abc import Collection, Iterator
from typing import Any

from msgspec import inspect

from evalapp.base.i18n import _
from evalapp.base.text import is_clean
from evalapp.form.finding import Finding, Path, error
from evalapp.form.model import Form
from evalapp.form.names import did_you_mean

_LARGEST = 1e12
_FEW_KEYS = 8


def check_document(document: dict[str, Any]) -> Iterator[Finding]:
    """What in ``document`` is not a form's: unknown and missing keys, values of another kind."""
    yield from _check(document, inspect.type_info(Form), ())


def check_value(value: object, kind: inspect.Type, path: Path) -> Iterator[Finding]:
    """What in ``value`` at ``path`` is not of that kind."""
    yield from _check(value, kind, path)


def _check(value: object, kind: inspect.Type, path: Path) -> Iterator[Finding]:
    match kind:
        case inspect.UnionType():
            yield from _union(value, kind, path)
        case inspect.StructType():
            yield from _struct(value, kind, path)
        case inspect.VarTupleType():
            if not isinstance(value, list):
                if len(path) == 1 and isinstance(kind.item_type, inspect.StructType):
                    yield error(
                        path, _("must be a list: write [[{key}]] above each entry").format(key=path[0])
                    )
                else:
                    yield error(path, _("must be a list: [ … ]"))
                return
            for n, part in enumerate(value):
                yield from _check(part, kind.item_type, (*path, n))
        case inspect.TupleType():
            if not isinstance(value, list) or len(value) != len(kind.item_types):
                yield error(path, _("must be a list of {n} numbers").format(n=len(kind.item_types)))
                return
            for n, (part, part_kind) in enumerate(zip(value, kind.item_types, strict=True)):
                yield from _check(part, part_kind, (*path, n))
        case inspect.DictType():
            if not isinstance(value, dict):
                yield error(path, _("must be a table"))
                return
            if isinstance(kind.value_type, inspect.FloatType):
                yield from _unquoted_codes(value, path)
                value = {key: part for key, part in value.items() if not isinstance(part, dict)}
            for key, part in value.items():
                yield from _check(part, kind.value_type, (*path, key))
        case _:
            yield from _plain(value, kind, path)


def _plain(value: object, kind: inspect.Type, path: Path) -> Iterator[Finding]:
    match kind:
        case inspect.StrType():
            if not isinstance(value, str):
                yield error(path, _("must be text: put it between quotation marks"))
            elif not is_clean(value):
                yield error(
                    path,
                    _(
                        "holds control characters, or characters put together in an unusual way; type it again"
                    ),
                )
        case inspect.LiteralType():
            yield from _choice(value, [str(one) for one in kind.values], path)
        case inspect.BoolType():
            if not isinstance(value, bool):
                yield error(path, _("must be true or false"))
        case inspect.IntType():
            if type(value) is not int:
                yield error(path, _("must be a whole number"))
        case inspect.FloatType():
            if not isinstance(value, (int, float)) or isinstance(value, bool):
                yield error(path, _("must be a number, without quotation marks"))
            elif not abs(value) <= _LARGEST:  # which nan is not either
                yield error(path, _("must be a number of at most {limit} digits").format(limit=12))


def _choice(value: object, allowed: list[str], path: Path) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield error(
            path, _("must be one of {allowed}").format(allowed=", ".join(f'"{one}"' for one in allowed))
        )
    elif value not in allowed:
        yield error(
            path,
            _("“{value}” is not one of {allowed}").format(value=value, allowed=", ".join(allowed))
            + did_you_mean(value, allowed),
        )


def _union(value: object, kind: inspect.UnionType, path: Path) -> Iterator[Finding]:
    structs = [one for one in kind.types if isinstance(one, inspect.StructType)]
    others = [one for one in kind.types if not isinstance(one, (inspect.StructType, inspect.NoneType))]
    if isinstance(value, dict) and structs:
        tag_field = structs[0].tag_field
        if tag_field is None:
            yield from _struct(value, structs[0], path)
        else:
            yield from _tagged(value, structs, tag_field, path)
    elif others and structs and not isinstance(value, str):
        yield error(path, _("must be text between quotation marks, or a table"))
    elif others:
        yield from _check(value, others[0], path)
    else:
        tag_field, tag = structs[0].tag_field, structs[0].tag
        example = f'{{ {tag_field} = "{tag}" }}' if tag_field else "{ … }"
        yield error(path, _("must be a table, such as {example}").format(example=example))


def _tagged(
    value: dict[str, Any], structs: list[inspect.StructType], tag_field: str, path: Path
) -> Iterator[Finding]:
    known = {str(one.tag): one for one in structs}
    tag = value.get(tag_field)
    if tag is None:
        yield error(
            path,
            _("“{key}” is missing; it is one of {allowed}").format(key=tag_field, allowed=", ".join(known)),
        )
    elif not isinstance(tag, str) or tag not in known:
        yield error(
            (*path, tag_field),
            _("“{value}” is not one of {allowed}").format(value=tag, allowed=", ".join(known))
            + did_you_mean(str(tag), known),
        )
    else:
        yield from _struct(value, known[tag], path)


def _struct(value: object, kind: inspect.StructType, path: Path) -> Iterator[Finding]:
    fields = {field.encode_name: field for field in kind.fields}
    if not isinstance(value, dict):
        example = f"{{ {next(iter(fields))} = … }}"
        yield error(path, _("must be a table, such as {example}").format(example=example))
        return
    for key, part in value.items():
        if key in fields:
            yield from _check(part, fields[key].type, (*path, key))
        elif key != kind.tag_field:
            yield error((*path, key), _("the key “{key}” is not known").format(key=key) + _meant(key, fields))
            if key == "weights" and isinstance(part, dict):
                yield from _unquoted_codes(part, (*path, key))
    for key, field in fields.items():
        if field.required and key not in value:
            yield error(path, _("“{key}” is missing").format(key=key))


def _meant(key: str, known: Collection[str]) -> str:
    """The known key that is close to ``key``; else all of them where they are few."""
    close = did_you_mean(key, known)
    if close or len(known) > _FEW_KEYS:
        return close
    return _("; here are known {keys}").format(keys=", ".join(known))


def _unquoted_codes(weights: dict[str, Any], path: Path) -> Iterator[Finding]:
    """``{ A1.1 = 4 }`` is read as ``{ A1 = { 1 = 4 } }``: wherever numbers are given by code, say so."""
    for first, part in weights.items():
        steps, below = [first], part
        while isinstance(below, dict) and below:
            step, below = next(iter(below.items()))
            steps.append(step)
        if isinstance(part, dict):
            yield error(
                path,
                _('quote codes with dots: {key} = {{ "{code}" = {weight} }}').format(
                    key=path[-1], code=".".join(steps), weight=below
                ),
            )
            return
