"""A tracker of any size."""

from typing import Any

import factory
from wagtail.models import Site

from strategy import models
from tests.strategy.factories import _IndexFactory


class TrackerPageFactory(_IndexFactory):
    title, slug = "The national picture", "tracker"

    class Meta:
        model = models.TrackerPage


class WaveFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Wave {n}")
    slug = factory.Sequence(lambda n: f"wave-{n}")
    sign, dye = "1", "woad"

    class Meta:
        model = models.TrackerWave


class ThemeFactory(factory.django.DjangoModelFactory):
    name = factory.Sequence(lambda n: f"Theme {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")

    class Meta:
        model = models.TrackerTheme


def make_partnership(site: Site, name: str, *, strategy: Any = None, **fields: Any) -> Any:
    """A partnership; on its own strategy of that name, or on the one given."""
    slug = name.lower().replace(" ", "-")
    one = models.Partnership.objects.create(site=site, name=name, slug=slug, **fields)
    if strategy is None:
        strategy = models.LocalStrategy.objects.create(site=site, title=f"Strategy of {name}", slug=slug)
    strategy.partnerships.add(one)
    strategy.save()
    return one


def furnish_tracker(site: Site, count: int) -> Any:
    """`count` partnerships with a strategy, a wave, two themes and links each; the page of the tracker."""
    waves = [WaveFactory(site=site, sort_order=at) for at in range(3)]
    themes = [ThemeFactory(site=site) for _ in range(20)]
    for at in range(count):
        has_tile = at < 88
        one = make_partnership(
            site,
            f"Partnership of place {at}",
            about="What is known about it, in two sentences. This is the second of them.",
            map_letters="ABC",
            map_column=at % 8 if has_tile else None,
            map_row=at // 8 if has_tile else None,
        )
        strategy = one.strategies.get()
        strategy.wave = waves[at % 3]
        strategy.themes = [themes[at % 20], themes[(at + 1) % 20]]
        strategy.links.add(models.LocalStrategyLink(kind="news", title=f"News {at}"))
        strategy.save()
        one.links.add(models.PartnershipLink(kind="video", title=f"Video {at}"))
        one.save()
    return TrackerPageFactory(parent=site.root_page)
