"""Stands in while the pages are made."""

from django.http import HttpRequest, HttpResponse


def round_tables(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def book(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse()


def mine(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


def new_address(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()
