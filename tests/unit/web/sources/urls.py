"""The pages of registered lists, and of those apps that they lead to."""

from django.urls import include, path

urlpatterns = [
    path("", include("sekisho.web.ui.urls")),
    path("", include("sekisho.web.people.urls")),
    path("", include("sekisho.web.sources.urls")),
]
