"""Registers what consultation adds to Wagtail, and nothing else."""

from wagtail.snippets.models import register_snippet

from consultation.events.viewsets import EventRecords

register_snippet(EventRecords)
