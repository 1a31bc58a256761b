"""Addresses of listed supervision, the ladder of five and batches."""

from django.urls import path

from . import views_batches, views_ladder, views_public, views_supervision

supervision = [
    path("public/<slug:code>/", views_public.township, name="public"),
    path("listings/", views_supervision.register, name="listings"),
    path("listings/public/", views_supervision.public, name="listings_public"),
    path("listings/public/pdf/", views_supervision.public_pdf, name="listings_pdf"),
    path("listings/settings/", views_supervision.settings, name="listing_settings"),
    path("listings/propose/<int:hazard_id>/", views_supervision.propose, name="listing_propose"),
    path("listings/above/<int:hazard_id>/", views_supervision.from_above, name="listing_above"),
    path("listings/<int:listing_id>/", views_supervision.detail, name="listing"),
    path("listings/<int:listing_id>/paper/", views_supervision.paper, name="listing_paper"),
    path("listings/<int:listing_id>/part/<slug:key>/", views_supervision.part, name="listing_part"),
    path("listings/<int:listing_id>/<slug:action>/", views_supervision.step, name="listing_step"),
    path("ladder/", views_ladder.register, name="ladder"),
    path("ladder/suggested/", views_ladder.suggested, name="ladder_suggested"),
    path("ladder/new/", views_ladder.new, name="ladder_new"),
    path("ladder/of-enterprise/<int:enterprise_id>/", views_ladder.of_enterprise, name="ladder_of_enterprise"),
    path("ladder/<int:case_id>/", views_ladder.detail, name="ladder_case"),
    path("ladder/<int:case_id>/paper/", views_ladder.paper, name="ladder_paper"),
    path("ladder/<int:case_id>/accountability/", views_ladder.accountability, name="ladder_accountability"),
    path("ladder/<int:case_id>/<slug:action>/", views_ladder.step, name="ladder_step"),
    path("batches/", views_batches.register, name="batches"),
    path("batches/public/", views_batches.public, name="batches_public"),
    path("batches/public/<int:round_id>/pdf/", views_batches.public_pdf, name="batch_pdf"),
    path("batches/new/", views_batches.new, name="batch_new"),
    path("batches/item/<int:entry_id>/", views_batches.item, name="batch_item"),
    path("batches/item/<int:entry_id>/drop/", views_batches.item_drop, name="batch_item_drop"),
    path("batches/<int:round_id>/", views_batches.detail, name="batch"),
    path("batches/<int:round_id>/pick/", views_batches.pick, name="batch_pick"),
    path("batches/<int:round_id>/firm/", views_batches.add_firm, name="batch_firm"),
    path("batches/<int:round_id>/paper/", views_batches.paper, name="batch_paper"),
    path("batches/<int:round_id>/<slug:action>/", views_batches.step, name="batch_step"),
]
