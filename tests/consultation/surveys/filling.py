"""Fills in the pages of a survey as a browser would, without one."""

import datetime as dt
import re
from typing import Any

from django.utils import timezone

TODAY = timezone.localdate()
DATES: dict[str, Any] = {"opens_on": TODAY - dt.timedelta(days=1), "closes_on": TODAY + dt.timedelta(days=20)}


def begin(client, survey):
    """Press Start; the address of the response."""
    return client.post(f"/survey/{survey.slug}/begin/")["Location"]


def send(client, address, page, then="on", **fields):
    """Fill in a page and press a button: all fields that it shows, with those given changed."""
    html = client.get(f"{address}{page}/").content.decode()
    data: dict = {"then": then}
    data["asked"] = re.findall(r'name="asked" value="([^"]+)"', html)
    data |= dict(re.findall(r'name="(was-[^"]+)" value="([^"]+)"', html))
    return client.post(f"{address}{page}/", data | fields)
