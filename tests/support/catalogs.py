"""The catalogs of the pages' texts, as `make messages` writes them from code and templates."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from seatapp.web.languages import LANGUAGES, SOURCE, catalog_path, forms
from tests.support.worker import ROOT

METHODS = [("**/templates/web/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/web/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
TRANSLATED = [language for language in LANGUAGES if language != SOURCE]


def read(language: str) -> Catalog:
    """Return a language's catalog as it is in the repository."""
    with catalog_path(language).open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> str:
    """Return what the catalog's file should be: with the texts that there are now, and no others.

    Sorted, and without line numbers: a change of one text changes its own lines only. The header stays.
    """
    catalog = read(language)
    catalog.update(_extracted(), no_fuzzy_matching=True)
    body = BytesIO()
    write_po(
        body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    header, _, _ = catalog_path(language).read_text().partition("\n\n")
    return f"{header}\n\n{body.getvalue().decode().strip()}\n"


@cache
def _extracted() -> Catalog:
    template = Catalog()
    for text, context in _texts(ROOT / "seatapp"):
        template.add(text, context=context)
    return template


def _texts(folder: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    for _, _, text, _, context in extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS):
        yield text, context


if __name__ == "__main__":
    for each in TRANSLATED:
        path = catalog_path(each)
        path.write_text(updated(each))
        missing = [message for message in read(each) if not all(forms(message.string))]
        print(f"{path.relative_to(ROOT)}: {len(missing)} without a translation")
