"""What a page is, in the words of schema.org, for search engines and whoever shares it."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from strategy.open_data import LICENCE_ADDRESS


def as_script(data: Any) -> SafeString:
    """A script element of JSON-LD. It is data: no browser runs it, and the content security policy leaves it alone."""
    escaped = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
    text = mark_safe(json.dumps(data, ensure_ascii=False).translate(escaped))  # noqa: S308 - nothing left to break out
    return format_html('<script type="application/ld+json">{}</script>', text)


def organisation(area: Any, root: str) -> dict[str, Any]:
    found = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": area.organisation or area.area_name,
        "alternateName": area.organisation_short,
        "url": f"{root}/",
        "email": area.contact_email,
        "telephone": area.contact_phone,
        "address": area.contact_address,
        "areaServed": area.area_name,
    }
    return {name: value for name, value in found.items() if value}


def breadcrumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """`trail` is (title, address) from the home page to the page itself."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(trail, start=1)
        ],
    }


def service(kind: str, title: str, summary: str, area: Any, root: str, address: str) -> dict[str, Any]:
    """A page through which the public takes part; `kind` is what it is, such as a consultation."""
    found = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": title,
        "description": summary,
        "url": address,
        "serviceType": kind,
        "areaServed": area.area_name,
        "provider": _publisher(area, root),
    }
    return {name: value for name, value in found.items() if value}


def dataset(title: str, about: str, area: Any, root: str, address: str, files: dict[str, str]) -> dict[str, Any]:
    """Numbers or rows to download: `files` are their addresses by media type."""
    return {
        "@type": "Dataset",
        "name": f"{title}, {area.area_name}",
        "description": f"{about} Published for {area.area_name}, to be used by anybody.".strip(),
        "url": address,
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "creator": _publisher(area, root),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": place} for kind, place in files.items()
        ],
    }


def _publisher(area: Any, root: str) -> dict[str, Any]:
    return {"@type": "Organization", "name": area.organisation or area.area_name, "url": f"{root}/"}
