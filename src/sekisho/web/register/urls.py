"""Addresses of the register. They hold numbers alone."""

from django.urls import include, path

from sekisho.web.register.views import importing, incident, measure, register, reports

app_name = "register"
_MEASURE = "<int:year>/<str:number>/<int:place>"
urlpatterns = [
    path("", register.register, name="register"),
    path("", include("sekisho.web.register.occurrences_urls")),
    path("", include("sekisho.web.register.near_misses_urls")),
    path("new/", incident.new, name="new"),
    path("import/", importing.take_in, name="import"),
    path("import/<str:draft>/", importing.preview, name="preview"),
    path("import/<str:draft>/discard/", importing.discard, name="discard"),
    path("report/<int:year>/", reports.preview, name="report"),
    path("report/<int:year>/internal.<str:form>", reports.internal, name="internal"),
    path("<int:year>/<str:number>/", incident.incident, name="incident"),
    path("<int:year>/<str:number>/edit/", incident.edit, name="edit"),
    path("<int:year>/<str:number>/decide/", incident.decide, name="decide"),
    path("<int:year>/<str:number>/write/", incident.write, name="write"),
    path("<int:year>/<str:number>/similar/", incident.similar, name="similar"),
    path("<int:year>/<str:number>/close/", incident.close, name="close"),
    path("<int:year>/<str:number>/reopen/", incident.reopen, name="reopen"),
    path("<int:year>/<str:number>/measures/new/", measure.new, name="new-measure"),
    path(f"{_MEASURE}/", measure.measure, name="measure"),
    path(f"{_MEASURE}/edit/", measure.edit, name="edit-measure"),
    path(f"{_MEASURE}/tie/", measure.tie, name="tie"),
    path(f"{_MEASURE}/tie/<int:tie>/end/", measure.untie, name="untie"),
    path(f"{_MEASURE}/write/", measure.write, name="write-measure"),
]
