"""The catalogs of the pages' texts are whole."""

import re
from pathlib import Path

import pytest
from babel import Locale

from seatapp.web.languages import catalog_path, forms, read_catalog
from tests.support import catalogs
from tests.support.unmarked import unmarked
from tests.support.worker import ROOT

TEMPLATES = sorted((ROOT / "seatapp" / "web" / "templates").rglob("*.html"))
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_a_catalog_has_the_texts_of_code_and_templates_and_no_others(language: str) -> None:
    assert catalog_path(language).read_text() == catalogs.updated(language), "run `make messages`"


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_every_text_is_translated_in_all_its_forms(language: str) -> None:
    assert [message.id for message in catalogs.read(language) if not all(forms(message.string))] == []
    assert [message.id for message in catalogs.read(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_a_translation_has_the_values_of_its_text(language: str) -> None:
    for message in catalogs.read(language):
        if message.id:
            values = set(PLACEHOLDER.findall(forms(message.id)[-1]))
            for form in forms(message.string):
                # A form for one or two may say the number in words.
                assert values - {"num"} <= set(PLACEHOLDER.findall(form)) <= values, (message.id, form)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_text_of_a_page_is_left_in_english(template: Path) -> None:
    assert unmarked(template.read_text()) == []


def test_texts_that_are_not_marked_are_found() -> None:
    assert (
        unmarked('<p title="{{ title }}">{{ _("Text") }} {% trans %}<b>Text</b>{% endtrans %} · 5</p>') == []
    )
    assert unmarked('<p aria-label="Some name">{% if x %}Text{% endif %}</p>') == ["Some name", "Text"]


def test_values_in_arabic_turn_nothing_around_them_and_addresses_are_left_alone() -> None:
    texts = read_catalog("ar")
    assert texts.gettext("Checkout: %(title)s") == "إتمام الشراء: \u2068%(title)s\u2069"
    link = 'What you booked of it is still under <a href="%(link)s">My bookings</a>.'
    assert '<a href="%(link)s">' in texts.gettext(link)


def test_arabic_counts_in_the_six_forms_of_cldr() -> None:
    form_of = read_catalog("ar").plural
    cldr = Locale("ar").plural_form
    for number in [*range(120), 1000, 1002]:
        assert ["zero", "one", "two", "few", "many", "other"][form_of(number)] == cldr(number)
