"""The search of the whole site. docs/decisions/search.md says why it has an index of its own.

    models      the index, its words, and the searches that found nothing
    entries     brings the index up to date with the pages and records
    finding     what answers the words somebody typed
    near_words  "did you mean"
    promotions  what staff recommend for some words: shown to the public, and edited by area
    misses      notes the searches that found nothing
    report      shows them to staff
    views       HTTP
"""
