"""Addresses of the desk. They hold numbers alone."""

from django.urls import path

from sekisho.web.desk.views import (
    again,
    course,
    dispatch,
    files,
    findings,
    home,
    passes,
    release,
    standing,
    step,
    viewer,
)

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("dispatches/", home.dispatches, name="dispatches"),
    path("standing/", standing.standing, name="standing"),
    path("standing/<str:standing>/end/", standing.end, name="standing-end"),
    path("d/<str:number>/", dispatch.dispatch, name="dispatch"),
    path("d/<str:number>/step/<str:step>/", step.units, name="units"),
    path("d/<str:number>/step/<str:step>/<str:per>/<str:key>/", step.step, name="step"),
    path("d/<str:number>/step/<str:step>/<str:per>/<str:key>/resume/", again.resume, name="resume"),
    path("d/<str:number>/step/<str:step>/<str:per>/<str:key>/explain/", again.explain, name="explain"),
    path("d/<str:number>/aside/", again.aside, name="aside"),
    path("d/<str:number>/files/", files.files, name="files"),
    path("d/<str:number>/files/put-in/", files.put_in, name="put-in"),
    path("d/<str:number>/files/<str:file>/drop/", files.drop, name="drop"),
    path("d/<str:number>/inspect/", files.inspect, name="inspect"),
    path("d/<str:number>/files/<str:file>/<int:part>/", viewer.part, name="part"),
    path("d/<str:number>/files/<str:file>/<int:part>/picture/", viewer.picture, name="picture"),
    path("d/<str:number>/release/<str:per>/<str:key>/", release.release, name="release"),
    path("d/<str:number>/release/<str:per>/<str:key>/password/", release.password, name="password"),
    path("d/<str:number>/release/<str:per>/<str:key>/settle/", release.settle, name="settle"),
    path("d/<str:number>/findings/", findings.listed, name="findings"),
    path("d/<str:number>/findings/<str:parcel>/<str:finding>/", findings.finding, name="finding"),
    path("d/<str:number>/findings/<str:parcel>/<str:finding>/answer/", findings.answer, name="answer"),
    path("d/<str:number>/findings/<str:parcel>/<str:finding>/ask/", findings.ask, name="ask-waiver"),
    path("d/<str:number>/findings/<str:parcel>/<str:finding>/grant/", findings.grant, name="grant-waiver"),
    path("d/<str:number>/findings/<str:parcel>/<str:finding>/refuse/", findings.refuse, name="refuse-waiver"),
    path("d/<str:number>/course/", course.course, name="course"),
    path("d/<str:number>/pass/", passes.passes, name="passes"),
    path("d/<str:number>/pass/<str:per>/<str:key>/", passes.one, name="pass"),
    path("d/<str:number>/pass/<str:per>/<str:key>/pdf/", passes.as_pdf, name="pass-pdf"),
    path("d/<str:number>/progress/", dispatch.progress, name="progress"),
]
