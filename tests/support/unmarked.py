"""Words in a template that nobody marked for translation."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment

READ_OUT = {"alt", "aria-label", "placeholder", "title"}
NOT_TEXT = {"code", "script", "style"}
WORD = re.compile(r"[^\W\d_]*[a-z][^\W\d_]+")
# The same in every language.
NAMES = {"seatapp"}


def unmarked(template: str) -> list[str]:
    """Return the texts of a template that stand there as they are, and are read by people."""
    page = _Page()
    page.feed("".join(_markup(template)))
    return [text for text in page.texts if set(WORD.findall(text)) - NAMES]


def _markup(template: str) -> Iterator[str]:
    """Yield what is neither Jinja's, nor between `trans` and `endtrans`, nor the kind of the page."""
    skipped = False
    block: list[str] = []
    for _, kind, value in Environment(extensions=["jinja2.ext.i18n"]).lex(template):
        if kind == "block_begin":
            block = []
        elif kind == "block_end":
            skipped = block[:1] == ["trans"] or block == ["block", "kind"]
        elif kind == "data" and not skipped:
            yield value
        elif kind == "name":
            block.append(value)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._in = tag
        self.texts += [value for name, value in attributes if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, text: str) -> None:
        if self._in not in NOT_TEXT and text.strip():
            self.texts.append(text.strip())
