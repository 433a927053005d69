"""Registers the services' viewsets with Wagtail, and nothing else."""

from wagtail.snippets.models import register_snippet

from consultation.formats.viewsets import FormatRequestViewSet

register_snippet(FormatRequestViewSet)
