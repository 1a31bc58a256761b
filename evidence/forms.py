"""What the browser sends with one photo or file."""

from django import forms

from .enums import Origin, Takes
from .files import check


class UploadForm(forms.Form):
    file = forms.FileField(error_messages={"required": "没有收到照片，请重新选择", "empty": "这张照片是空的，请重新拍照"})
    client_id = forms.UUIDField(required=False)
    origin = forms.ChoiceField(choices=[(o.value, o.label) for o in (Origin.CAMERA, Origin.ALBUM)], required=False)

    takes = forms.TypedChoiceField(choices=Takes.choices, coerce=int, required=False, empty_value=Takes.PICTURES)
    field_order = ["takes", "client_id", "origin", "file"]

    def clean_file(self):
        check(self.cleaned_data["file"], self.cleaned_data.get("takes", Takes.PICTURES))
        return self.cleaned_data["file"]

    def clean_origin(self):
        return self.cleaned_data["origin"] or Origin.ALBUM
