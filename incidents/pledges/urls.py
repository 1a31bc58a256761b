from django.urls import path

from . import views

urlpatterns = [
    path("pledge/", views.sign, name="pledge"),
    path("pledges/", views.register, name="pledges"),
    path("pledges/urge/", views.urge, name="pledges_urge"),
    path("pledges/text/", views.write, name="pledge_text"),
    path("pledges/texts/<int:text_id>/", views.version, name="pledge_version"),
    path("pledges/<int:pledge_id>/pledge.pdf", views.paper, name="pledge_pdf"),
]
