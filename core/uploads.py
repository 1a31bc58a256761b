"""Uploads too large to wait in memory wait in a temporary file, and that is sealed too: a scan lies nowhere in the clear."""

import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .sealed_files import Sealer, opened


class SealedTemporaryUploadHandler(FileUploadHandler):
    """In place of Django's own, whose temporary files are plain."""

    file = None

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file, self.sealer = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR), Sealer()  # noqa: SIM115
        self.file.write(self.sealer.head)

    def receive_data_chunk(self, raw_data, start):
        self.file.writelines(self.sealer.add(raw_data))

    def file_complete(self, file_size):
        self.file.write(self.sealer.end())
        self.file.seek(0)
        about = (self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        return UploadedFile(opened(self.file), *about)

    def upload_interrupted(self):
        if self.file is not None:
            self.file.close()
