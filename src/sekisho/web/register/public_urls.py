"""Addresses of the published reports. They stay, and anybody may open them."""

from django.urls import path

from sekisho.web.register.views import reports

app_name = "public-report"
urlpatterns = [
    path("", reports.years, name="years"),
    path("check/", reports.check, name="check"),
    path("<int:year>/", reports.edition, name="newest"),
    path("<int:year>/<int:number>/", reports.edition, name="edition"),
    path("<int:year>/<int:number>/report.<str:form>", reports.file, name="file"),
]
