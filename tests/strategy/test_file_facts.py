"""Type, size and pages are read from the file, and neither a broken nor a missing file breaks a page."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfWriter
from wagtail.documents.forms import get_document_form
from wagtail.models import Collection

from lis_site.roles import Role, make_roles
from strategy.document_form import DocumentForm
from strategy.file_facts import file_facts, read_unread_files
from strategy.models import AreaSettings, SiteDocument


def document(name, content, **given):
    """A document as a form makes it."""
    made = SiteDocument(title=name, file=ContentFile(content, name), **given)
    made._set_document_file_metadata()
    made.save()
    return made


def pdf(pages):
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


@pytest.mark.django_db
def test_pages_are_counted_and_the_whole_file_is_kept():
    made = document("three.pdf", pdf(3))
    assert SiteDocument.objects.get().pages == 3
    with made.open_file() as file:
        assert file.read() == pdf(3)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<script>", b"\x00" * 100, pdf(1)[:-200]])
def test_what_cannot_be_read_has_no_number(content):
    assert document("odd.pdf", content).pages in (0, 1)


@pytest.mark.django_db
def test_only_pdf_has_pages():
    assert document("words.txt", b"words").pages == 0


@pytest.mark.django_db
def test_the_clock_reads_what_came_without_a_form_once():
    plain = SiteDocument.objects.create(title="a", file=ContentFile(pdf(2), "a.pdf"))
    lost = SiteDocument.objects.create(title="b", file=ContentFile(b"%PDF", "b.pdf"))
    Path(lost.file.path).unlink()
    assert read_unread_files(timezone.now()) == "2 read"
    assert read_unread_files(timezone.now()) is None
    plain.refresh_from_db()
    lost.refresh_from_db()
    assert (plain.pages, plain.file_size) == (2, len(pdf(2)))
    assert file_facts(lost) == "PDF, size not known, number of pages not known"
    assert "b.pdf" in shown(lost)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "facts"),
    [
        ("one.pdf", pdf(1), "PDF, N\xa0bytes, 1 page"),
        ("empty.pdf", b"", "PDF, N\xa0bytes, number of pages not known"),
        ("broken.pdf", b"%PDF-1.7 not really", "PDF, N\xa0bytes, number of pages not known"),
        ("rows.csv", b"a,b", "CSV, N\xa0bytes"),
        ("noending", b"a", "type not known, N\xa0byte"),
    ],
)
def test_facts_are_of_the_file(name, content, facts):
    one = document(name, content)
    assert file_facts(one).replace(str(len(content)), "N", 1) == facts


def shown(*documents):
    request = RequestFactory().get("/")
    html = render_to_string("components/documents.html", {"documents": documents, "request": request}, request)
    return " ".join(html.split())


def test_what_else_there_is_stands_beside_the_document(tree):
    page = document("a.txt", b"a")
    page.alternative_page = tree.strategy
    file = document("b.txt", b"b")
    file.alternative_document = document("accessible.txt", b"c")
    none = document("c.txt", b"c")
    none.no_alternative = "It is a drawing."
    assert f'The same as a page: <a href="{tree.strategy.url}">' in shown(page)
    assert "accessible.txt</a> (TXT," in shown(file)
    assert "No accessible version: It is a drawing." in shown(none)
    assert "Accessible version: not stated." in shown(document("d.txt", b"d"))
    for one in (page, file, none):
        assert "data-has-alternative" in shown(one)
        assert f"/other-formats/?about=/documents/{one.pk}/" in shown(one)
    tree.strategy.live = False
    assert "data-has-alternative" not in shown(page)


def test_ten_documents_cost_no_more_queries_than_one(tree, django_assert_num_queries):
    for at in range(10):
        document(f"{at}.txt", b"x")
    SiteDocument.objects.update(alternative_page=tree.strategy, alternative_document=SiteDocument.objects.first())
    one, other, *others = SiteDocument.objects.order_by("pk")
    shown(one)  # warm
    with CaptureQueriesContext(connection) as captured:
        shown(other)
    with django_assert_num_queries(len(captured)):
        shown(*others)
    assert len(captured) <= 5


def test_a_document_is_not_its_own_alternative_and_none_needs_no_reason(tree):
    one = document("a.txt", b"a")
    one.alternative_document = one
    with pytest.raises(ValidationError, match="this is the document itself"):
        one.clean()
    one.alternative_document, one.alternative_page, one.no_alternative = None, tree.strategy, "None."
    with pytest.raises(ValidationError, match="There is an accessible version"):
        one.clean()


def test_staff_choose_only_what_is_of_the_same_area(tree, admin_user):
    settings = AreaSettings.for_site(tree.site)
    settings.collection = Collection.get_first_root_node().add_child(name="Here")
    settings.save()
    form = get_document_form(SiteDocument)
    assert issubclass(form, DocumentForm)
    one, elsewhere = document("a.txt", b"a"), document("b.txt", b"b")
    given = {"title": "A", "collection": settings.collection.pk, "alternative_page": tree.strategy.pk}
    assert form(given, instance=one, user=admin_user).is_valid()
    theirs = given | {"alternative_page": "", "alternative_document": elsewhere.pk}
    assert "same area" in str(form(theirs, instance=one, user=admin_user).errors)
    assert "alternative_page" not in form(prefix="document-chooser-upload", user=admin_user).fields


def test_an_editor_who_has_one_collection_only_can_choose_too(tree):
    editor = User.objects.create_user("ed", password="x")
    editor.groups.add(make_roles(tree.site)[Role.EDITOR])
    one = document("a.txt", b"a")
    one.collection = AreaSettings.for_site(tree.site).collection
    one.save()
    form = get_document_form(SiteDocument)(
        {"title": "A", "alternative_page": tree.strategy.pk}, instance=one, user=editor
    )
    assert "collection" not in form.fields
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("odd", ["\x00", "9" * 30, "x", "-1"])
def test_an_odd_choice_is_refused_in_words(tree, admin_user, odd):
    given = {"title": "A", "collection": Collection.get_first_root_node().pk}
    given |= dict.fromkeys(("alternative_page", "alternative_document"), odd)
    form = get_document_form(SiteDocument)(given, instance=document("a.txt", b"a"), user=admin_user)
    assert set(form.errors) == {"alternative_page", "alternative_document"}
