"""The whole strategy as files to take away: a manuscript made from the pages, printed as PDF and as EPUB."""
