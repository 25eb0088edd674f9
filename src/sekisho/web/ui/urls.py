"""Addresses that belong to no page of the office."""

from django.urls import path

from sekisho.web.ui import views

app_name = "ui"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("healthz/", views.healthz, name="healthz"),
]
