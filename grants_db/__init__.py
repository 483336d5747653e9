"""What akquise knows and the rules it knows it by: vocabulary, tables, reads, writes, rules of money and dates.

The bottom of the house: imports none of the other packages. Crawling is left to `crawler`, ranking to
`matching`, showing to `tui`.
"""
