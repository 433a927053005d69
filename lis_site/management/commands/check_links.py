"""manage.py check_links — tries the links of the tracker. Off until hosts are named, and it asks no other host."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from strategy.tracker.link_check import check_links


class Command(BaseCommand):
    help = "Tries the links of the tracker at the hosts that LINK_CHECK_HOSTS names, and at no other."

    def handle(self, **options: Any) -> None:
        hosts = settings.LINK_CHECK_HOSTS
        if not hosts:
            self.stdout.write("Off: LINK_CHECK_HOSTS names no host, so nothing was asked.")
            return
        for tried in check_links(hosts=hosts, now=timezone.now()):
            self.stdout.write(f"{tried.link.address}: {tried.result or 'not tried, ' + tried.why_not}")
