"""Raw answers of portals kept as evidence (WARC), and for how long; reading them is `grants_db.opportunities.store`."""
