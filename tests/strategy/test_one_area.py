"""A form names files and records of its own area only, whatever numbers somebody sends."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.test.utils.form_data import nested_form_data, streamfield

from strategy.models import StandardPage
from tests.strategy.factories import StandardPageFactory
from tests.strategy.test_areas import Place, here, places, there  # noqa: F401 - fixtures


def form_of(page, user, *blocks):
    fields = nested_form_data({"title": page.title, "slug": page.slug, "summary": "", "body": streamfield(blocks)})
    form_class = StandardPage.get_edit_handler().get_form_class()
    return form_class(fields, instance=page, parent_page=page.get_parent(), for_user=user)


def picture(image):
    return ("picture", {"image": {"image": image.pk, "decorative": "on", "alt_text": ""}, "caption": ""})


@pytest.fixture
def page(here: Place):  # noqa: F811
    return StandardPageFactory(parent=here.tree.home)


@pytest.mark.parametrize("kind", ["image", "document", "figure"])
def test_what_a_page_shows_is_of_its_area(here, there, page, kind):  # noqa: F811
    def block(place):
        return {
            "image": picture(place.image),
            "document": ("documents", streamfield([("item", place.document.pk)])),
            "figure": ("figures", streamfield([("item", place.figure.pk)])),
        }[kind]

    own = form_of(page, here.administrator, block(here))
    assert own.is_valid(), own.errors
    other = form_of(page, here.administrator, block(there))
    with pytest.raises(PermissionDenied):
        other.is_valid()


def test_a_preview_shows_no_picture_of_another_area(client, here, there, page):  # noqa: F811
    client.force_login(here.administrator)
    form = form_of(page, here.administrator, picture(there.image))
    url = f"/admin/pages/{page.pk}/edit/preview/"
    assert client.post(url, form.data).status_code == 302
    wrong = form.data | {"title": ""}  # a form to be mended would show the picture
    edited = client.post(f"/admin/pages/{page.pk}/edit/", wrong)
    assert edited.status_code == 302
    assert there.image.title not in client.get(edited["Location"]).text
