"""Jinja as pages need it: the same HTML, with the steps that a page takes thousands of times made short.

The page of a busy conversation is some six thousand calls of macros, twelve thousand values escaped and seventeen
thousand looked up. Jinja asks of each what it might be; here the kinds that our templates have are known at once,
and anything else goes the usual way.
"""

from __future__ import annotations

from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from draad.texts import Texts

_OF_DICTS = frozenset(dir(dict))
"""Names that mean the same of every dict, whatever it holds: ``pieces.items()``."""
_PLAIN = (Texts, BuiltinMethodType)
"""What can be called and never asks for the context of a template."""
_WITHIN = ("_loop_vars", "_block_vars")
"""What compiled templates give along for functions that ask for the context."""


def escaped(value: Any) -> str:
    """A value as HTML, as ``markupsafe.escape`` writes it; what is HTML already is not made anew."""
    return value if type(value) is Markup else escape(value)


class _Context(Context):
    """The names of a template. What takes no context of its own is called straight."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            given: tuple[Any, ...] = (self.eval_ctx, *args)
        elif kind in _PLAIN or (kind is MethodType and not hasattr(called, "jinja_pass_arg")):
            given = args
        else:
            return super().call(called, *args, **named)
        for name in _WITHIN:
            named.pop(name, None)
        return called(*given, **named)


class _Compiler(CodeGenerator):
    """Writes templates that escape by :func:`escaped`."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.escaped")


class Layout(Environment):
    """The templates of pages."""

    context_class = _Context
    code_generator_class = _Compiler
    escaped = staticmethod(escaped)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What stands under a name. Jinja tries an attribute first, which costs an error for every value of a dict."""
        if type(obj) is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)
