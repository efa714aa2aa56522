"""Which words of an answer can be followed."""

import pytest

from bot.web.links_in_text import parts_of

CASES = [
    ("Bel gratis 0800-0113. Of bel 113, of chat op 113.nl.", ["tel:08000113", "tel:113"]),
    ("Bent u nu in gevaar? Bel dan 112.", ["tel:112"]),
    ("U betaalt € 112 per maand.", []),
    ("Dat is 113 euro, of 112,50.", []),
    ("Kenmerk 2112-113-4", []),
    ("Zie https://www.example.org/a?b=1. Klaar", ["https://www.example.org/a?b=1"]),
    ("(https://example.org)", ["https://example.org"]),
    ('https://example.org/"onmouseover=x', ["https://example.org/"]),
    ("javascript:alert(1) http://example.org", []),
    ("Bel 010-1234567", ["tel:0101234567"]),
]


@pytest.mark.parametrize(("text", "links"), CASES)
def test_only_numbers_and_addresses_become_links(text: str, links: list[str]) -> None:
    parts = parts_of(text)
    assert [part["href"] for part in parts if "href" in part] == links
    assert "".join(part["text"] for part in parts) == text
