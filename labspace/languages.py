"""German first, English beside it: which language a page is in."""

from __future__ import annotations

from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel
from jinja2.nodes import EvalContext
from jinja2.utils import pass_eval_context
from markupsafe import Markup

from labspace.access import visitor
from labspace.programs import asks_as_program
from labspace.words import gettext, ngettext

LANGUAGES = ("de", "en")

babel = Babel()


def speak(app: Flask) -> None:
    """Choose the language of every answer, and remember what `?lang=` asked for."""
    app.config.update(BABEL_DEFAULT_LOCALE="de", BABEL_DEFAULT_TIMEZONE="Europe/Berlin")
    babel.init_app(app, locale_selector=language)
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = said

    @app.before_request
    def remember_choice() -> None:
        if asks_as_program():
            return
        if (wanted := request.args.get("lang")) in LANGUAGES and request.method == "GET":
            session["lang"] = wanted
        if (theme := request.args.get("theme")) in {"auto", "light", "dark"} and request.method == "GET":
            session["theme"] = theme


@pass_eval_context
def said(context: EvalContext, text: str, /, **values: object) -> str:
    """A sentence in a template; Jinja's own way to it asks the page's variables for each anew."""
    translated = gettext(text)
    return (Markup(translated) if context.autoescape else translated) % values


def language() -> str:
    """`?lang=`, else what the session remembers, else what the person chose, else the browser's wish."""
    if not has_request_context():
        return str(g.get("labspace_language", "de")) if has_app_context() else "de"
    if asks_as_program():
        return request.accept_languages.best_match(LANGUAGES, default="de") or "de"
    for choice in (request.args.get("lang"), session.get("lang")):
        if choice in LANGUAGES:
            return str(choice)
    if (user := visitor()) is not None and user.has_chosen_language and user.locale in LANGUAGES:
        return user.locale
    return request.accept_languages.best_match(LANGUAGES, default="de") or "de"
