"""How static files are stored: hashed names, so that they can be kept for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files; imports inside ES modules are rewritten too."""

    support_js_module_import_aggregation = True
    manifest_strict = True
