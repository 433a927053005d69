"""The search of the whole site. docs/decisions/2026-11-22-search.md says why it has an index of its own.

`models`: the index, its words, and the searches that found nothing. `entries` brings the index up to date. `finding`
is the rule: what answers the words somebody typed; `near_words` says what they may have meant, `promotions` what staff
recommend, and `misses` counts what found nothing, which `report` shows to staff. `views` speaks HTTP.
"""
