"""Re-exports the models of the search, so that Django finds them here."""

from lis_site.search.models import FruitlessSearch, SearchEntry, SearchWord

__all__ = ["FruitlessSearch", "SearchEntry", "SearchWord"]
