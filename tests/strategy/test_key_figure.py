"""Key figures: one record, and every page that shows it follows."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from strategy.models import HomeKeyFigure
from tests.strategy.factories import KeyFigureFactory, StandardPageFactory


def test_pages_refer_to_a_figure_and_never_copy_it(tree, area, client):
    figure = KeyFigureFactory(site=area, as_at=dt.date(2020, 1, 27), as_at_precision="day")
    HomeKeyFigure.objects.create(page=tree.home, figure=figure)
    page = StandardPageFactory(parent=tree.home, body=[("figures", [figure])])
    figure.value = "£70bn"
    figure.save()
    for url in ("/", page.url):
        text = client.get(url).text
        assert "£70bn" in text
        assert "As at 27 January 2020" in text
        assert "A leaflet" in text


def test_a_figure_on_a_page_cannot_be_deleted(tree, area):
    figure = KeyFigureFactory(site=area)
    HomeKeyFigure.objects.create(page=tree.home, figure=figure)
    with pytest.raises(ProtectedError):
        figure.delete()


def test_its_short_name_is_its_own_within_the_area(area):
    KeyFigureFactory(site=area, slug="economy")
    with pytest.raises(ValidationError, match="Another key figure of this area has that short name"):
        KeyFigureFactory.build(site=area, slug="economy").full_clean()
