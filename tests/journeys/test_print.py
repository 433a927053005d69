"""Every kind of page on paper: nothing cut off, no furniture, addresses written out, whose page it is."""

import io
from unicodedata import normalize
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import expect

from strategy.models import DraftPriority
from tests.consultation.factories import ConsultationPageFactory, HaveYourSayPageFactory
from tests.strategy import factories

# The inner width of a sheet of A4 in CSS pixels, upright and turned, with the margins of print.css.
UPRIGHT, TURNED = 672, 1001
WIDE_TABLE = [{"type": "text", "heading": f"A long heading {n}"} for n in range(6)]


@pytest.fixture
def pages(live_server):
    """One page of each kind, with a wide matrix and a wide table; their addresses."""
    tree = factories.make_tree(factories.make_area(), count=6)
    DraftPriority.objects.create(page=tree.foundations[0], statement="Help firms", examples="Such as this")
    say = HaveYourSayPageFactory(parent=tree.home)
    table = {
        "caption": "A wide table",
        "table": {
            "columns": WIDE_TABLE,
            "rows": [{"values": ["<p>Some words that wrap</p>"] * 6}] * 3,
            "caption": "",
        },
    }
    text = factories.StandardPageFactory(parent=tree.home)
    text.body = text.body.stream_block.to_python(
        [
            {"type": "table", "value": table},
            {"type": "details", "value": {"summary": "Folded", "text": "<p>What was folded away</p>"}},
        ]
    )
    text.save()
    kinds = [
        tree.home,
        tree.strategy,
        tree.foundation_index,
        tree.foundations[0],
        tree.challenge_index,
        tree.challenges[0],
        tree.priority_index,
        tree.priorities[0],
        tree.ambition_index,
        tree.ambitions[0],
        tree.health_index,
        tree.health_priorities[0],
        tree.sector_index,
        tree.sectors[0],
        tree.matrix,
        tree.whole,
        say,
        ConsultationPageFactory(parent=say),
        text,
        factories.AccessibilityStatementPageFactory(parent=tree.home),
        factories.PrivacyPageFactory(parent=tree.home),
        factories.CookiesPageFactory(parent=tree.home),
        factories.ContactPageFactory(parent=tree.home),
    ]
    for page in kinds:
        page.save_revision().publish()
    return {type(page).__name__: live_server.url + page.url for page in kinds}


def test_every_kind_of_page_prints_well(pages, visit):
    page = visit()
    page.emulate_media(media="print")
    for kind, url in pages.items():
        width = TURNED if kind == "MatrixPage" else UPRIGHT
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{kind} is cut off"
        for furniture in (".masthead", ".section-menu", ".crumbs", ".skip", ".filter", ".neighbours"):
            for part in page.locator(furniture).all():
                assert not part.is_visible(), (kind, furniture)
        paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        text = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
        assert f"Page 1 of {len(paper.pages)}" in text, kind
        head = " ".join(paper.pages[0].extract_text().split())
        assert "Testshire Industrial Strategy" in head, kind
        # The address is that of the area's Site, not of the server that stands in for it here.
        assert f"http://localhost{urlsplit(url).path}" in normalize("NFKC", "".join(head.split())), kind  # ligatures
        assert "Cite this page" in text, kind


def test_the_matrix_turns_its_sheet_and_keeps_every_column(pages, visit):
    page = visit()
    page.goto(pages["MatrixPage"])
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    turned = [sheet for sheet in paper.pages if sheet.mediabox.width > sheet.mediabox.height]
    assert turned
    text = " ".join(" ".join(sheet.extract_text() for sheet in turned).split())
    for heading in page.locator(".matrix thead tr:last-child th a").all_inner_texts():
        assert heading.replace(" ", "") in text.replace(" ", ""), heading


def test_what_is_folded_on_the_screen_is_open_on_paper(pages, visit):
    page = visit()
    page.goto(pages["StandardPage"])
    expect(page.get_by_text("What was folded away")).not_to_be_visible()
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert "What was folded away" in " ".join(sheet.extract_text() for sheet in paper.pages)


def test_links_are_written_out(pages, visit):
    page = visit()
    page.goto(pages["PriorityPage"])
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = "".join("".join(sheet.extract_text() for sheet in paper.pages).split())
    assert "(/strategy/ambitions/" in text
