"""Addresses of registered lists."""

from django.urls import path

from sekisho.web.sources import views

app_name = "sources"
urlpatterns = [
    path("sources/", views.lists, name="lists"),
    path("sources/drafts/<str:draft>/", views.columns, name="columns"),
    path("sources/drafts/<str:draft>/difference/", views.draft_difference, name="draft-difference"),
    path("sources/drafts/<str:draft>/propose/", views.propose, name="propose"),
    path("sources/drafts/<str:draft>/discard/", views.discard, name="discard"),
    path("sources/versions/<str:version>/", views.version, name="version"),
    path("sources/versions/<str:version>/accept/", views.accept, name="accept"),
    path("sources/versions/<str:version>/refuse/", views.refuse, name="refuse"),
    path("sources/versions/<str:version>/withdraw/", views.withdraw, name="withdraw"),
    path("sources/<str:department>/<str:kind>/", views.history, name="history"),
    path("sources/<str:department>/<str:kind>/new/", views.upload, name="upload"),
]
