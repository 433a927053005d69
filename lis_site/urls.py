"""The map of the site. Whatever is not named here is a page in Wagtail's tree."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lis_site import accounts, cards, health, machines
from lis_site.pictures import picture
from lis_site.search import views as search
from strategy import views as strategy
from strategy.library.views import LibraryFeed

urlpatterns: list[URLPattern | URLResolver] = [
    # Machines
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap),
    path(".well-known/security.txt", machines.security),
    path("cards/<path:name>.png", cards.card, name="card"),
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    # Staff
    path("admin/login/", accounts.sign_in),
    path("_util/login/", accounts.sign_in),
    path("accounts/email/", accounts.not_offered),
    path("accounts/", include("allauth.urls")),
    path("admin/", include("lis_site.apart.urls")),  # before Wagtail's own, which they stand for
    path("admin/", include(wagtailadmin_urls)),
    # Public
    path("search/", search.results, name="search"),
    # Somebody without an account reads a draft
    path("review/", include("strategy.review.urls")),
    # Who else has a strategy
    path("tracker/", include("strategy.tracker.urls")),
    # Everything as data
    path("data/", include("lis_site.open_data.urls")),
    # Files
    path("documents/", include(wagtaildocs_urls)),
    path("media/images/<path:name>", picture),
    path("earlier/<int:notice>/", strategy.earlier_version, name="earlier_version"),
    path("feeds/<slug:which>.atom", LibraryFeed(), name="library_feed"),
    path("download/strategy.<slug:form>", strategy.edition, name="strategy_edition"),
    # What the public can do
    path("", include("consultation.urls")),
]

if settings.DEBUG:
    import debug_toolbar.urls

    urlpatterns.append(path("__debug__/", include(debug_toolbar.urls)))

# What the public can do.

# Pages: last, because Wagtail answers every address that is left.
urlpatterns.append(path("", include(wagtail_urls)))
