"""The few files of the front-end packages that the portal serves, by name; nothing else of node_modules is collected."""

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FILES = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    # the hashing storage refuses a file whose source map is absent
    "vendor/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap.bundle.min.js.map": "bootstrap/dist/js/bootstrap.bundle.min.js.map",
    "vendor/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "vendor/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "vendor/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "vendor/echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "vendor/signature_pad.umd.min.js.map": "signature_pad/dist/signature_pad.umd.min.js.map",
    "vendor/signature_pad.umd.min.js": "signature_pad/dist/signature_pad.umd.min.js",
    "vendor/compressor.min.js": "compressorjs/dist/compressor.min.js",
    # made of notices/editor and its packages by ./run setup
    "vendor/notices_editor.js": "../.run/bundle/notices_editor.js",
}


class _Renamed(FileSystemStorage):
    """Maps the served name to the package's file."""

    def path(self, name):
        return str(settings.NODE_MODULES / FILES.get(name.replace("\\", "/"), name))


class PackageFinder(BaseFinder):
    storage = None

    def __init__(self, *args, **kwargs):
        self.storage = _Renamed(location=settings.NODE_MODULES)

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        source = settings.NODE_MODULES / FILES[path] if path in FILES else None
        found = str(source) if source and source.exists() else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns):
        for name, source in FILES.items():
            if (settings.NODE_MODULES / source).exists():
                yield name, self.storage
