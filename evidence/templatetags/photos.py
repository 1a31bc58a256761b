"""What stands under a photo: when and how it was taken, and how far from the village."""

from django import template

from evidence import stamps, where

register = template.Library()


@register.inclusion_tag("evidence/_caption.html")
def caption(photo, place=None):
    """`place` is the village the photo's row belongs to."""
    far = where.is_far(photo, place)
    return {
        "photo": photo, "far": where.said(photo, place) if far else "",
        "origin": stamps.origin_of(photo),
    }  # fmt: skip
