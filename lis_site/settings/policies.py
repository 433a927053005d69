"""Content security policies: what a browser may load and do on each part of the site."""

from django.utils.csp import CSP

type Policy = dict[str, list[str]]

# Nothing but our own files; no inline script or style; no framing.
PUBLIC: Policy = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}

# Signing in: the QR code of the second factor is an inline image.
ACCOUNTS: Policy = PUBLIC | {"img-src": [CSP.SELF, "data:"]}

# Wagtail's admin has inline scripts and styles, previews pages in frames, and shows uploads before they are sent.
ADMIN: Policy = PUBLIC | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
