"""Which language a page speaks, and where its words come from.

Messages are English in the templates; the German catalogue is kept as text
(``translations/de/LC_MESSAGES/messages.po``) and compiled into memory when the service starts. So no compiled file can
be missing, stale or committed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, request, session
from flask_babel import Babel, get_domain, get_locale

from web.config import LANGUAGES, ServiceConfig
from web.headers import WITHOUT_SESSION
from web.surroundings import actor_or_none, the_config

CATALOGUES = Path(__file__).parent / "translations"
CHOSEN = "language"  # key in the form session of somebody who is not signed in


def prepare(app: Flask, config: ServiceConfig) -> None:
    """Teach an app its languages."""
    app.config["BABEL_DEFAULT_TIMEZONE"] = config.timezone
    app.config["BABEL_DEFAULT_LOCALE"] = config.languages[0]
    babel = Babel(app, locale_selector=choose_language)
    with app.app_context():
        domain = babel.domain_instance
    for language in config.languages:
        domain.cache[language, domain.domain[0]] = catalogue(language)
    # Flask-Babel looks for the reader's language at each of a page's hundreds of words: once a request is enough.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda message: _words().ugettext(message),
        ngettext=lambda one, many, number: _words().ungettext(one, many, number),
        newstyle=True,
    )
    app.context_processor(lambda: {"language": current_language(), "languages": config.languages})


def _words() -> Translations:
    """The messages in the language of this request."""
    if "words" not in g:
        g.words = get_domain().get_translations()
    return cast(Translations, g.words)


def catalogue(language: str) -> Translations:
    """The messages of a language, compiled in memory; English needs none."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Translations()
    compiled = io.BytesIO()
    with path.open("rb") as text:
        write_mo(compiled, read_po(text, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def current_language() -> str:
    """The language of this request, such as "de"."""
    locale = get_locale()
    return locale.language if locale else LANGUAGES[0]


def choose_language() -> str:
    """?lang= first, then the account's or the visitor's choice, then what the browser asks for, then German."""
    offered = the_config().languages
    asked = request.args.get("lang")
    if asked in offered:
        return asked
    actor = actor_or_none()
    if actor is not None and actor.language in offered:
        return actor.language
    if not request.path.startswith(WITHOUT_SESSION) and session.get(CHOSEN) in offered:
        return str(session[CHOSEN])
    return request.accept_languages.best_match(offered) or offered[0]
