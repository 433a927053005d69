"""Tries the links of the tracker, one after another. It asks only hosts that are named beforehand, and follows nothing.

A redirect is noted and not followed, so that no answer can lead the checker to a host that nobody has named.
"""

from __future__ import annotations

import datetime as dt
import http.client
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from strategy.models.partnership import LocalStrategyLink, PartnershipLink

SECONDS = 10
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Tried:
    """`result` is in words; empty for a link that was not tried."""

    link: Any
    result: str
    why_not: str = ""


def check_links(*, hosts: Collection[str], now: dt.datetime) -> Iterator[Tried]:
    """Try every link whose host (with its port, where it is not the usual one) is among `hosts`; store what came."""
    allowed = {host.strip().lower() for host in hosts if host.strip()}
    links = chain(
        PartnershipLink.objects.exclude(address="").order_by("pk"),
        LocalStrategyLink.objects.exclude(address="").order_by("pk"),
    )
    for link in links:
        host = _host(link.address)
        if host is None or host not in allowed:
            yield Tried(link, "", "its host is not on the list")
            continue
        link.tried_result, link.tried_at = _try(link.address), now
        link.save(update_fields=["tried_result", "tried_at"])
        yield Tried(link, link.tried_result)


def _host(address: str) -> str | None:
    """As it stands in a list: in small letters, a port only where it is unusual. None for what is no web address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        return None
    return parts.hostname if port in (None, _PORTS[parts.scheme]) else f"{parts.hostname}:{port}"


def _try(address: str) -> str:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("HEAD", path, headers={"User-Agent": "link-check", "Accept": "*/*"})
        answer = connection.getresponse()
        if 300 <= answer.status < 400:
            return f"moved ({answer.status}): see where to, and change the address"
        return "answers" if answer.status < 400 else f"does not answer ({answer.status})"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"does not answer ({type(error).__name__})"
    finally:
        connection.close()
