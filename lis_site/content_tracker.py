"""The tracker of the content files (`tracker.yaml`): waves, themes, strategies and partnerships. What exists stays."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from wagtail.models import Site

from strategy.models import (
    LocalStrategy,
    LocalStrategyLink,
    Partnership,
    PartnershipLink,
    TrackerTheme,
    TrackerWave,
)

type Entry = dict[str, Any]


def add_tracker(site: Site, content: Entry) -> None:
    """By slug; what exists stays as it is. No change is noted: the demo's beginning is no news."""
    waves, themes = {None: None}, {}
    for order, entry in enumerate(content.get("waves") or []):
        waves[entry["slug"]] = _found_or_made(TrackerWave, site, entry | {"sort_order": order})
    for name in content.get("themes") or []:
        themes[name] = _found_or_made(TrackerTheme, site, {"slug": slugify(name), "name": name})
    strategies = {}
    for entry in content.get("strategies") or []:
        entry = dict(entry)
        links, chosen = entry.pop("links", []), entry.pop("themes", [])
        strategies[entry["slug"]] = _tracked(
            LocalStrategy,
            LocalStrategyLink,
            site,
            {"source": content["source"]} | entry | {"wave": waves[entry["wave"]]},
            links,
            themes=[themes[name] for name in chosen],
        )
    for entry in content.get("partnerships") or []:
        entry = dict(entry)
        links, named = entry.pop("links", []), entry.pop("strategies")
        entry["map_letters"], entry["map_column"], entry["map_row"] = entry.pop("map")
        entry.setdefault("source", content["source"])
        is_new = not Partnership.objects.filter(site=site, slug=entry["slug"]).exists()
        partnership = _tracked(Partnership, PartnershipLink, site, entry, links)
        for slug in named if is_new else []:
            strategies[slug].partnerships.add(partnership)
            strategies[slug].save()


def _found_or_made(model: Any, site: Site, entry: Entry) -> Any:
    found = model.objects.filter(site=site, slug=entry["slug"]).first()
    return found or model.objects.create(site=site, **entry)


def _tracked(model: Any, link: Any, site: Site, entry: Entry, links: list[Entry], **several: list[Any]) -> Any:
    found = model.objects.filter(site=site, slug=entry["slug"]).first()
    if found is None:
        found = model(site=site, **entry)
        for order, one in enumerate(links):
            found.links.add(link(sort_order=order, **({"source": entry["source"]} | one)))
        for name, things in several.items():
            setattr(found, name, things)
        found.full_clean(exclude=["site", "partnerships"])
        found.save()
    return found
