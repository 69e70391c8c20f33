"""What a project may set in place of its form: weights, policies, grades and profiles (DESIGN section 3).

They are often drawn up after the scores are in; changing the form itself would change its hash. Items and scales are the
form's alone.
"""

import hashlib
from typing import Any

import msgspec
from msgspec import Struct, inspect, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.finding import Finding, Path, error
from evalapp.form.lint import lint
from evalapp.form.locate import Places
from evalapp.form.model import Form, Grade, Policy, Profile
from evalapp.form.names import did_you_mean
from evalapp.form.reader import describe
from evalapp.form.schema import check_document, check_value
from evalapp.form.toml_words import TomlRefused, read_toml
from evalapp.form.tree import Node, build_tree

MAX_BYTES = 256 * 1024
TABLES = ("policy", "weights", "grade", "profile")
_JSON = msgspec.json.Encoder(order="sorted")


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Settings as written: the keys of ``[policy]`` that differ, weights by item code, all grades, all profiles.

    None: the form's own.
    """

    policy: dict[str, Any] = {}
    weights: dict[str, float] = {}
    grade: tuple[Grade, ...] | None = None
    profile: tuple[Profile, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is as the form says."""
        return self == Settings()


NO_SETTINGS = Settings()


def settings_hash(settings: Settings) -> str:
    """SHA-256 (hex) of the settings' canonical JSON."""
    return hashlib.sha256(b"evalapp.settings.1\n" + _JSON.encode(settings)).hexdigest()


def encode_settings(settings: Settings) -> dict[str, str]:
    """Each table as canonical JSON, "" where it is the form's own: what a project records."""
    given = msgspec.to_builtins(settings)
    return {table: _JSON.encode(given[table]).decode() if table in given else "" for table in TABLES}


def decode_settings(recorded: dict[str, str]) -> Settings:
    """The settings that a project recorded. Raises AppError("settings") for what is none."""
    try:
        tables = {name: msgspec.json.decode(text) for name, text in recorded.items() if text}
        return msgspec.convert(tables, Settings)
    except msgspec.DecodeError as refused:
        raise _refused(_("the project"), [str(refused)]) from refused


def read_settings(data: bytes, source: str, form: Form) -> Settings:
    """The settings in a TOML text, checked together with the form. ``source`` names it in messages.

    Raises AppError("settings") with every finding and its line.
    """
    if len(data) > MAX_BYTES:
        raise _refused(source, [_("it is larger than {limit} bytes").format(limit=MAX_BYTES)])
    try:
        text, document = read_toml(data)
    except TomlRefused as refused:
        raise _refused(source, [str(refused)]) from refused
    places = Places(text)
    findings = _shape(document, form)
    if not findings:
        settings = _plain(msgspec.convert(document, Settings))
        applied = _applied(form, settings)
        findings = [_at(finding, settings, form) for finding in _errors(applied)]
    if findings:
        raise _refused(
            source,
            [f"{source}:{places.line(one.path)}: {describe(one, document)}" for one in findings],
        )
    return settings


def _plain(settings: Settings) -> Settings:
    """With the policy's values of the kind that the policy has: 60 and 60.0 are one setting with one hash."""
    given = msgspec.convert(settings.policy, Policy)
    return structs.replace(
        settings, policy={key: msgspec.to_builtins(getattr(given, key)) for key in settings.policy}
    )


def apply_settings(form: Form, settings: Settings) -> Form:
    """The form with the project's settings in place of its own.

    Raises AppError("settings") where they do not fit it, as after a new edition.
    """
    if settings.is_empty:
        return form
    unknown = sorted(settings.weights.keys() - {item.code for item in form.items})
    if unknown:
        raise _refused(
            _("the project"), [_("there is no item “{code}”").format(code=code) for code in unknown]
        )
    applied = _applied(form, settings)
    wrong = _errors(applied)
    if wrong:
        raise _refused(_("the project"), [describe(one, msgspec.to_builtins(applied)) for one in wrong])
    return applied


def remarks(form: Form, settings: Settings) -> tuple[str, ...]:
    """What the author of ``settings`` should look at again: warnings that the form alone does not give rise to."""
    if settings.is_empty:
        return ()
    applied = _applied(form, settings)
    known, document = set(lint(form)), msgspec.to_builtins(applied)
    return tuple(
        describe(one, document) for one in lint(applied) if one.severity == "warning" and one not in known
    )


def _applied(form: Form, settings: Settings) -> Form:
    policy = msgspec.to_builtins(form.policy) | settings.policy
    return structs.replace(
        form,
        policy=msgspec.convert(policy, Policy),
        items=tuple(
            structs.replace(item, weight=settings.weights[item.code])
            if item.code in settings.weights
            else item
            for item in form.items
        ),
        grades=form.grades if settings.grade is None else settings.grade,
        profiles=form.profiles if settings.profile is None else settings.profile,
    )


def _errors(form: Form) -> list[Finding]:
    return [finding for finding in lint(form) if finding.severity == "error"]


def _shape(document: dict[str, Any], form: Form) -> list[Finding]:
    """What in the text is no setting: unknown tables, keys and codes, values of another kind."""
    findings = [
        error(
            (key,),
            _("settings are made of {tables}; items and scales are the form's alone").format(
                tables=", ".join(f"[{table}]" for table in TABLES)
            ),
        )
        for key in document
        if key not in TABLES
    ]
    tree = build_tree(form)
    codes = tree.by_code.keys()
    weights = document.get("weights", {})
    findings += check_value(weights, inspect.type_info(dict[str, float]), ("weights",))
    if isinstance(weights, dict):
        findings += [
            error(
                ("weights", code),
                _("there is no item “{code}”").format(code=code) + did_you_mean(code, codes),
            )
            for code, weight in weights.items()
            if code not in codes and not isinstance(weight, dict)
        ]
        findings += [
            error(("weights", code), _("“{code}” is averaged nowhere and has no weight").format(code=code))
            for code in weights
            if code in codes and not _weighs(tree.node(code))
        ]
    tables = {key: document[key] for key in ("policy", "grade", "profile") if key in document}
    head = {"form": {"id": "f", "version": "1", "title": "f"}}
    findings += [one for one in check_document(head | tables) if one.path and one.path[0] in tables]
    return findings


def _weighs(node: Node) -> bool:
    return node.scored or (node.part == "bonus" and node.is_leaf)


def _at(finding: Finding, settings: Settings, form: Form) -> Finding:
    """The finding at the place of the setting that it is about, if it is about one."""
    path: Path = finding.path
    if path and path[0] == "item" and isinstance(path[1], int):
        code = form.items[path[1]].code
        place: Path = ("weights", code) if code in settings.weights else ("weights",)
        message = _("item {code}: {reason}").format(code=code, reason=finding.message)
        return Finding(severity="error", path=place, message=message)
    if path and path[0] == "form":
        return Finding(severity="error", path=("weights",), message=finding.message)
    if path and path[0] == "profile" and isinstance(path[1], int) and settings.profile is None:
        message = _(
            "the form's profile {name}: {reason}; change the weights, or state profiles here in place of the form's"
        )
        return Finding(
            severity="error",
            path=("weights",) if settings.weights else ("policy",),
            message=message.format(name=form.profiles[path[1]].id, reason=finding.message),
        )
    return finding


def _refused(source: str, details: list[str]) -> AppError:
    return AppError(
        "settings",
        _("The settings of {file} cannot be used with this form. Nothing was changed.").format(file=source),
        details=details,
    )
