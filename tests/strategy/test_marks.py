"""A partnership's own mark: uploaded by its administrators, shown on every page at no query, refused in words."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from strategy.models import AreaSettings


def picture(kind="PNG", size=(96, 96), name=None):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return SimpleUploadedFile(name or f"our mark.{kind.lower()}", file.getvalue())


@pytest.fixture
def send(admin_client, tree):
    """Save the settings of the area with a mark; returns the page that answers."""
    address = reverse("wagtailsettings:edit", args=["strategy", "areasettings", tree.site.pk])
    area = AreaSettings.for_site(tree.site)
    same = {name: getattr(area, name) for name in ("area_name", "strapline", "palette", "mark", "status_holds")}
    return lambda **fields: admin_client.post(address, same | fields, follow=True)


def test_it_stands_in_the_place_of_the_drawing_and_can_be_taken_away(send, client, tree, django_assert_num_queries):
    before = client.get("/").text
    assert "masthead-mark" not in before
    assert "weave.svg" in before
    send(own_mark=picture())
    mark = AreaSettings.for_site(tree.site).own_mark
    page = client.get("/").text
    assert f'<img class="masthead-mark" src="{mark.url}" alt="" width="36" height="36">' in page
    assert f'<link rel="icon" href="{mark.url}">' in page
    assert "weave.svg" not in page
    assert "our" not in mark.name  # nothing of the uploaded name, which a cache might know
    assert client.get(mark.url).status_code == 200
    send(**{"own_mark-clear": "on"})
    assert "weave.svg" in client.get("/").text


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (
            SimpleUploadedFile("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>"),
            "image",
        ),
        (SimpleUploadedFile("mark.png", b"<html>"), "image"),
        (picture("GIF", name="mark.png"), "must be a PNG, WebP or JPEG"),
        (picture(size=(32, 96)), "32 by 96 pixels"),
        (picture(size=(1025, 96)), "between 64 and 1024"),
        (SimpleUploadedFile("mark.png", picture().read() + bytes(201 * 1024)), "larger than 200 KB"),
    ],
)
def test_what_is_of_no_use_is_refused_in_words(send, tree, file, says):
    file.seek(0)
    assert says in send(own_mark=file).text
    assert not AreaSettings.for_site(tree.site).own_mark
