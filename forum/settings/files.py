"""Static files, and the files that people upload.

Documents and images are kept in a folder that no web server publishes: a file is as visible as the
pages that carry it, and only a view can judge that (``forum.pages.files``).
"""

from forum.settings.environment import BASE_DIR, DATA_DIR

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("designsystemet", BASE_DIR / "node_modules/@digdir/designsystemet-css/dist"),
    ("inter", BASE_DIR / "node_modules/@fontsource-variable/inter"),
]

MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
CLOSED_FILES_ROOT = DATA_DIR / "files"

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": CLOSED_FILES_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WAGTAILDOCS_DOCUMENT_MODEL = "pages.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "forum.pages.document_form.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["docx", "xlsx", "pptx", "odt", "ods", "odp", "pdf", "csv", "txt", "bpmn", "zip"]
WAGTAILIMAGES_IMAGE_MODEL = "pages.PortalImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
