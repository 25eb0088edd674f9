"""Addresses of people: signing in and out, one's own settings, and the staff."""

from django.urls import path

from sekisho.web.people.views import accounts, departments, moves, own, person, posts, roll, signing, training

app_name = "people"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("second/", signing.second, name="second"),
    path("second/end/", signing.second_ends, name="second-ends"),
    path("me/", own.me, name="me"),
    path("me/password/", own.password, name="password"),
    path("me/pin/", own.pin, name="pin"),
    path("people/", roll.roll, name="roll"),
    path("people/new/", person.new, name="new"),
    path("people/staff/<str:key>/", person.person, name="person"),
    path("people/staff/<str:key>/change/", person.change, name="change"),
    path("people/staff/<str:key>/posts/", posts.give, name="give-post"),
    path("people/staff/<str:key>/accounts/", accounts.new, name="open-account"),
    path("people/posts/<int:number>/end/", posts.end, name="end-post"),
    path("people/posts/<int:number>/deputy/", posts.deputy, name="deputy"),
    path("people/deputies/<int:number>/end/", posts.end_deputy, name="end-deputy"),
    path("people/accounts/<int:number>/<str:act>/", accounts.act, name="account"),
    path("people/training/", training.record, name="training"),
    path("people/training/<int:number>/withdraw/", training.withdraw, name="withdraw-training"),
    path("people/departments/", departments.departments, name="departments"),
    path("people/departments/<str:code>/", departments.rename, name="rename"),
    path("people/moves/", moves.moves, name="moves"),
    path("people/moves/sheet.xlsx", moves.sheet, name="moves-sheet"),
    path("people/moves/apply/", moves.apply, name="moves-apply"),
]
