"""Pages of consultation for tests."""

from __future__ import annotations

import datetime as dt

import factory
import wagtail_factories

from consultation import models


class HaveYourSayPageFactory(wagtail_factories.PageFactory):
    title, slug = "Have your say", "have-your-say"
    show_in_menus = True

    class Meta:
        model = models.HaveYourSayPage


class ConsultationPageFactory(wagtail_factories.PageFactory):
    title = factory.Sequence(lambda n: f"Consultation {n}")
    summary = "We ask what you think."
    purpose = "<p>To find out.</p>"
    opens_on = dt.date(2026, 6, 1)
    closes_on = dt.date(2026, 6, 30)

    class Meta:
        model = models.ConsultationPage
