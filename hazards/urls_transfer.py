"""Addresses of transfers, new trades, powers and penalties."""

from django.urls import path

from . import views_offences as offences
from . import views_penalty as penalty
from . import views_transfer as transfer

transfers = [
    path("transfers/", transfer.register, name="transfers"),
    path("transfers/new/", transfer.new, name="transfer_new"),
    path("transfers/ways/", transfer.ways, name="transfer_ways"),
    path("transfers/limits/", transfer.limits, name="transfer_limits"),
    path("transfers/<int:transfer_id>/", transfer.detail, name="transfer"),
    path("transfers/<int:transfer_id>/letter/", transfer.letter, name="transfer_letter"),
    path("transfers/<int:transfer_id>/<slug:action>/", transfer.step, name="transfer_step"),
    path("trades/", transfer.trade_list, name="trades"),
    path("trades/pdf/", transfer.trades_pdf, name="trades_pdf"),
    path("trades/new/", transfer.trade_new, name="trade_new"),
    path("trades/<int:trade_id>/", transfer.trade, name="trade"),
    path("trades/<int:trade_id>/<slug:action>/", transfer.trade_step, name="trade_step"),
    path("powers/", penalty.powers, name="powers"),
    path("powers/new/", penalty.power_new, name="power_new"),
    path("powers/<int:power_id>/withdraw/", penalty.power_withdraw, name="power_withdraw"),
    path("offences/", offences.register, name="offences"),
    path("offences/new/", offences.new, name="offence_new"),
    path("offences/<int:offence_id>/withdraw/", offences.withdraw, name="offence_withdraw"),
    path("penalties/", penalty.register, name="penalties"),
    path("penalties/new/", penalty.new, name="case_new"),
    path("penalties/closures/", penalty.closing, name="closures"),
    path("penalties/closures/<int:enterprise_id>/", penalty.propose, name="closure_propose"),
    path("penalties/closures/<int:enterprise_id>/letter/", penalty.closure_letter, name="closure_letter"),
    path("penalties/of-enterprise/<int:enterprise_id>/", penalty.of_enterprise, name="penalties_of"),
    path("penalties/warning/<int:enterprise_id>/", penalty.warning, name="penalty_warning"),
    path("penalties/<int:case_id>/", penalty.detail, name="case"),
    path("penalties/<int:case_id>/paper/<slug:kind>/", penalty.paper, name="case_paper"),
    path("penalties/<int:case_id>/<slug:action>/", penalty.step, name="case_step"),
]
