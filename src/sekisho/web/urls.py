"""Every address of the web app."""

from django.urls import include, path

urlpatterns = [
    path("", include("sekisho.web.ui.urls")),
]
