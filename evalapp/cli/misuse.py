"""What is wrong with a command as it was typed: first what, then the command's usage, last where its help is."""

import re
from typing import Any

import typer
from typer._click.exceptions import (  # typer publishes none of its usage errors but BadParameter
    BadOptionUsage,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._display import describe_number_range
from typer.core import TyperOption

from evalapp.base.i18n import _

_EXTRA = re.compile(r"Got unexpected extra argument\(s\) \((.*)\)")


def told(error: typer.TyperException) -> str:
    """What to write of an error of usage: the mistake, the usage and where help is; for a group alone, its page of help."""
    if isinstance(error, NoArgsIsHelpError):
        return _error(_("Missing command.")) + f"\n\n{error.message}"
    lines = [_error(_mistake(error))]
    context = error.ctx if isinstance(error, UsageError) else None
    if context is not None:
        help_command = f"{context.command_path} {context.help_option_names[0]}"
        lines += [context.get_usage(), _("Try '{command}' for help.").format(command=help_command)]
    return "\n".join(lines)


def _error(what: str) -> str:
    return _("Error: {what}").format(what=what)


def _mistake(error: typer.TyperException) -> str:
    match error:
        case MissingParameter(param=parameter) if parameter is not None:
            return _missing(parameter)
        case typer.BadParameter():
            return _invalid(error)
        case NoSuchOption():
            return _no_such_option(error)
        case BadOptionUsage():
            return _bad_option(error)
    if found := _EXTRA.fullmatch(error.message):
        return _("Got unexpected extra argument(s) ({arguments})").format(arguments=found[1])
    return error.format_message()


def _missing(parameter: Any) -> str:
    text = (
        _("Missing option '{name}'.")
        if isinstance(parameter, TyperOption)
        else _("Missing argument '{name}'.")
    )
    return text.format(name=_name(parameter))


def _invalid(error: typer.BadParameter) -> str:
    reason = _reason(error)
    if error.param_hint:
        return _("Invalid value for {name}: {reason}").format(name=error.param_hint, reason=reason)
    if error.param is None:
        return reason
    return _("Invalid value for '{name}': {reason}").format(name=_name(error.param), reason=reason)


def _no_such_option(error: NoSuchOption) -> str:
    option = _printable(error.option_name)
    if not error.possibilities:
        return _("No such option: {option}").format(option=option)
    return _("No such option: {option} (Possible options: {options})").format(
        option=option, options=", ".join(sorted(error.possibilities))
    )


def _bad_option(error: BadOptionUsage) -> str:
    known = error.ctx.command.get_params(error.ctx) if error.ctx else []
    flag = any(getattr(one, "is_flag", False) for one in known if error.option_name in one.opts)
    text = (
        _("Option '{option}' does not take a value.")
        if flag
        else _("Option '{option}' requires an argument.")
    )
    return text.format(option=error.option_name)


def _reason(error: typer.BadParameter) -> str:
    """Why a value is refused: a sentence of ours, or one for what the check of the parameter's type found."""
    from pydantic import ValidationError  # noqa: PLC0415 (typer, too, loads it for values only)

    parameter: Any = error.param
    if parameter is None or not isinstance(error.__cause__, ValidationError):
        return error.message
    found = error.__cause__.errors()[0]
    value, kind = _printable(str(found["input"])), parameter.type_descriptor
    if kind.is_choice:
        choices = ", ".join(f"'{choice}'" for choice in kind.choices)
        return _("'{value}' is not one of {choices}.").format(value=value, choices=choices)
    if found["type"].startswith(("greater", "less")):
        allowed = describe_number_range(parameter.min, parameter.max)
        return _("{value} is not in the range {allowed}.").format(value=value, allowed=allowed)
    if found["type"].startswith("int"):
        return _("'{value}' is not a whole number.").format(value=value)
    return error.message


def _name(parameter: Any) -> str:
    """What the person types for an option, or what usage calls an argument."""
    if isinstance(parameter, TyperOption):
        return " / ".join(parameter.opts)
    return str(parameter.display_name_raw)


def _printable(text: str) -> str:
    """Typed text as a terminal may be given it: signs that steer it are spelt out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
