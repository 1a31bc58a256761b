"""The register of enterprises."""

from django.urls import path

from . import plates, views
from .files import everyone_views as everyone
from .files import expenses_views as expenses
from .files import parties_views as parties
from .files import views as files
from .fire import views as fire
from .papers import views as papers
from .trade_boards import views as boards

app_name = "enterprises"
urlpatterns = [
    path("", views.register_list, name="list"),
    path("new/", views.new, name="new"),
    path("options/", views.options, name="options"),
    path("<int:firm_id>/", views.detail, name="detail"),
    path("<int:firm_id>/edit/", views.edit, name="edit"),
    path("<int:firm_id>/phone/", views.phone, name="phone"),
    path("<int:firm_id>/permits/new/", views.permit, name="permit_new"),
    path("<int:firm_id>/permits/<int:permit_id>/", views.permit, name="permit"),
    path("<int:firm_id>/permits/<int:permit_id>/withdraw/", views.permit_withdraw, name="permit_withdraw"),
    path("files/", files.overview, name="files"),
    path("duties/", everyone.overview, name="duties"),
    path("parties/", parties.overview, name="parties"),
    path("parties/urge/", parties.urge, name="parties_urge"),
    path("expenses/", expenses.overview, name="expenses"),
    path("<int:firm_id>/duties/lists/", everyone.lists, name="duty_lists"),
    path("<int:firm_id>/duties/sheet/", everyone.sheet, name="duties_sheet"),
    path("trade-boards/", boards.register, name="trade_boards"),
    path("trade-boards/new/", boards.edit, name="trade_board_new"),
    path("trade-boards/<int:trade_board_id>/", boards.detail, name="trade_board"),
    path("trade-boards/<int:trade_board_id>/edit/", boards.edit, name="trade_board_edit"),
    path("trade-boards/<int:trade_board_id>/print/", boards.printed, name="trade_board_print"),
    path("trade-boards/<int:trade_board_id>/<slug:action>/", boards.step, name="trade_board_step"),
    path("files/<slug:kind>/", files.register, name="files_register"),
    path("files/<slug:kind>/short/", files.short, name="files_short"),
    path("files/<slug:kind>/short/urge/", files.urge, name="files_urge"),
    path("<int:firm_id>/tab/<slug:group>/", files.group, name="files_group"),
    path("<int:firm_id>/files/<slug:kind>/new/", files.edit, name="file_new"),
    path("<int:firm_id>/files/<slug:kind>/<int:row_id>/", files.row, name="file"),
    path("<int:firm_id>/files/<slug:kind>/<int:row_id>/edit/", files.edit, name="file_edit"),
    path("<int:firm_id>/files/<slug:kind>/<int:row_id>/withdraw/", files.withdraw, name="file_withdraw"),
    path("<int:firm_id>/files/<slug:kind>/<int:row_id>/whole/", files.whole, name="file_whole"),
    path("<int:firm_id>/files/<slug:kind>/<int:row_id>/print/", papers.file_row, name="file_print"),
    path("<int:firm_id>/sheet/", papers.firm_sheet, name="sheet"),
    path("fire/", fire.register, name="fires"),
    path("<int:firm_id>/tab-fire/", fire.of_firm, name="fires_of"),
    path("<int:firm_id>/fire/new/", fire.new, name="fire_new"),
    path("<int:firm_id>/fire/<int:ticket_id>/", fire.detail, name="fire"),
    path("<int:firm_id>/fire/<int:ticket_id>/print/", fire.printed, name="fire_print"),
    path("<int:firm_id>/fire/<int:ticket_id>/<slug:action>/", fire.step, name="fire_step"),
    path("<int:firm_id>/risks/sheet/", papers.risk_sheet, name="risk_sheet"),
    path("<int:firm_id>/risks/sheet/a3/", papers.risk_sheet, {"page": "huge"}, name="risk_sheet_a3"),
    path("<int:firm_id>/risks/cards/", papers.risk_cards, name="risk_cards"),
    path("<int:firm_id>/plate/", papers.plate, name="plate"),
    path("<int:firm_id>/plate/<int:row_id>/renew/", plates.renew, name="board_renew"),
    path("scan/<slug:code>/", plates.scan, name="scan"),
]
