"""Static files: hashed names, precompressed, and one stylesheet in place of the many it is written in."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with css/site.css bundled."""
