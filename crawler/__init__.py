"""From a portal's page to validated facts of opportunities, politely and with the quoted evidence.

Knows `grants_db` and nothing of matching or screens. `crawler.runs.reactor` is the only place that starts Scrapy.
"""
