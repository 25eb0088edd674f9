"""Every address of the web app."""

from django.urls import include, path

handler400 = "sekisho.web.ui.broken.unfit"
handler500 = "sekisho.web.ui.broken.broken"

urlpatterns = [
    path("", include("sekisho.web.ui.urls")),
    path("", include("sekisho.web.people.urls")),
    path("", include("sekisho.web.sources.urls")),
    path("", include("sekisho.web.desk.urls")),
    path("register/", include("sekisho.web.register.urls")),
    path("report/", include("sekisho.web.register.public_urls")),
]
