"""Addresses of near misses."""

from django.urls import path

from sekisho.web.register.views import near_misses

urlpatterns = [
    path("near-misses/", near_misses.listed, name="near-misses"),
    path("near-misses/new/", near_misses.new, name="near-miss-new"),
    path("near-misses/<int:number>/", near_misses.near_miss, name="near-miss"),
]
