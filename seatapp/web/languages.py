"""The languages of the pages: which one a visitor gets, and its texts.

The catalogs are the `.po` files beside this module. They are read when a language is first asked for: there
is no compiled form of them that a release could be without.
"""

import re
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request, url_for
from flask_babel import Babel, Domain, get_locale

# By its code, what the language calls itself. The first one is that of the texts in the code.
LANGUAGES = {"en": "English", "de": "Deutsch", "ar": "العربية"}
SOURCE = next(iter(LANGUAGES))
COOKIE = "seatapp_language"
PARAMETER = "lang"
REMEMBERED_SECONDS = 365 * 24 * 3600
# What a text has room for, but not an address in its markup.
VALUE = re.compile(r'(?<!=")%\(\w+\)s')
TRANSLATIONS = Path(__file__).parent / "translations"


def catalog_path(language: str) -> Path:
    """Return where the texts of a language are, which is not that of the texts in the code."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


class Catalogs(Domain):  # type: ignore[misc]
    """The texts of the request's language."""

    def get_translations(self) -> NullTranslations:
        """Return the texts of the request's language; outside of requests, the source's."""
        locale = get_locale()
        return read_catalog(locale.language if locale else SOURCE)


@cache
def read_catalog(language: str) -> NullTranslations:
    """Return the texts of a language, read from its catalog once."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with catalog_path(language).open("rb") as file:
        write_mo(compiled, _isolated(read_po(file, locale=language)))
    compiled.seek(0)
    return Translations(compiled)


def _isolated(catalog: Catalog) -> Catalog:
    """Keep the direction of values from turning what is around them, where texts run from right to left."""
    if catalog.locale and catalog.locale.text_direction == "rtl":
        for message in catalog:
            if message.id and message.string:
                isolated = [VALUE.sub("\u2068\\g<0>\u2069", form) for form in forms(message.string)]
                message.string = isolated[0] if isinstance(message.string, str) else tuple(isolated)
    return catalog


def forms(text: Any) -> list[str]:
    """Return a text of a catalog in all its forms; of most there is one."""
    return [text] if isinstance(text, str) else list(text)


def register_languages(app: Flask) -> None:
    """Let templates write their texts in the visitor's language."""
    babel = Babel(app, default_locale=SOURCE, locale_selector=choose_language)
    babel.domain_instance = Catalogs()
    app.jinja_env.policies["ext.i18n.trimmed"] = True


def choose_language() -> str:
    """Return the language that the address asks for, else the visitor's choice, else the browser's."""
    return (
        _known(request.args.get(PARAMETER))
        or _known(request.cookies.get(COOKIE))
        or request.accept_languages.best_match(LANGUAGES, SOURCE)
    )


def language_context() -> dict[str, Any]:
    """Give every template the page's language, its direction, and the others that can be chosen."""
    locale = get_locale()
    return {
        "lang": locale.language,
        "dir": locale.text_direction,
        "languages": LANGUAGES,
        "in_language": in_language,
    }


def in_language(language: str) -> str:
    """Return the address of this page in a language; for the answer to a form, that of the shows."""
    if request.method != "GET":
        return url_for("web.list_shows", lang=language)
    return f"?{urlencode(request.args.to_dict() | {PARAMETER: language})}"


def speak_language(response: Response) -> Response:
    """Say which language a page has and what decided that, and remember one that was chosen."""
    response.headers["Content-Language"] = get_locale().language
    response.vary.update(["Accept-Language", "Cookie"])
    # Every visitor's page may be in another language, also for caches that read no `Vary`.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    if chosen := _known(request.args.get(PARAMETER)):
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=REMEMBERED_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


def _known(language: str | None) -> str | None:
    return language if language in LANGUAGES else None
