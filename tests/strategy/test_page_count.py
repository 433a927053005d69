"""The number of pages is read from the file, and no file that is no PDF breaks a page."""

import io

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfWriter

from strategy.models import SiteDocument
from strategy.page_count import page_count


def document(name, content):
    return SiteDocument.objects.create(title=name, file=ContentFile(content, name))


def pdf(pages):
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


@pytest.mark.django_db
def test_pages_are_counted():
    assert page_count(document("three.pdf", pdf(3))) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<script>", b"\x00" * 100, pdf(1)[:-200]])
def test_what_cannot_be_read_has_no_number(content):
    assert page_count(document("odd.pdf", content)) in (None, 1)


@pytest.mark.django_db
def test_only_pdf_has_pages():
    assert page_count(document("words.txt", b"words")) is None
