"""The administration under its own policy: previews in a frame, uploads limited by type and size."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("jo"))
    return client


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


def upload(client, kind: str, name: str, content: bytes):
    """The answer of Wagtail's form for several files at once, which is the one that editors use."""
    collection = Collection.get_first_root_node().pk
    file = SimpleUploadedFile(name, content)
    return client.post(
        f"/admin/{kind}/multiple/add/",
        {"title": name, "files[]": file, "collection": collection},
        headers={"accept": "*/*"},
    )


def test_the_same_page_in_public_can_not_be_framed(staff, tree):
    page = staff.get(tree.home.url)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_pictures_are_accepted(staff, area, kind):
    assert upload(staff, "images", f"picture.{kind.lower()}", picture(kind)).json()["success"]
    assert get_image_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("page.html", b"<script>alert(1)</script>"),
        ("not-really.png", b"<script>alert(1)</script>"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("large.png", picture("PNG") + b"\0" * 10 * 1024 * 1024),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_small_picture_is_refused_as_one(staff, area, name, content):
    assert not upload(staff, "images", name, content).json()["success"]
    assert get_image_model().objects.count() == 0


def test_documents_are_accepted(staff, area):
    assert upload(staff, "documents", "strategy.pdf", b"%PDF-1.7 ...").json()["success"]
    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg/>"),
        ("macro.docm", b"PK"),
        ("program.exe", b"MZ"),
        ("archive.zip", b"PK"),
        ("strategy.pdf.html", b"%PDF"),
        ("large.pdf", b"%PDF" + b"\0" * 10 * 1024 * 1024),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_small_document_is_refused_as_one(staff, area, name, content):
    assert not upload(staff, "documents", name, content).json()["success"]
    assert get_document_model().objects.count() == 0


def test_an_uploaded_file_is_not_reachable_in_the_media_folder(staff, area):
    upload(staff, "images", "picture.png", picture("PNG"))
    upload(staff, "documents", "strategy.pdf", b"%PDF-1.7 ...")
    image = get_image_model().objects.get()
    document = get_document_model().objects.get()
    staff.logout()
    assert staff.get(f"/media/{image.file.name}").status_code == 404
    assert staff.get(f"/media/{document.file.name}").status_code == 404
    assert staff.get("/media/images/../documents/strategy.pdf").status_code == 404


def test_a_resized_picture_is_served_to_be_kept(staff, area):
    upload(staff, "images", "picture.png", picture("PNG"))
    rendition = get_image_model().objects.get().get_rendition("width-4|format-webp")
    staff.logout()
    response = staff.get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    response.close()
