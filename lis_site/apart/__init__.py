"""Wagtail's pages of the admin that would show all areas, narrowed to those of whoever is asking."""
