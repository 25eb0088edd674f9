"""Addresses of signing in and out."""

from django.urls import path

from sekisho.web.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("second/", views.second, name="second"),
    path("second/end/", views.second_ends, name="second-ends"),
]
