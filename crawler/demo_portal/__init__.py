"""The practice portal: our own fictional funding pages, served on loopback in the structure of four kinds of portals.

For trying, teaching and testing the whole way from portal to decision without a network. The data files hold the
texts, the other modules the structure of each portal; crawling them is left to the same spiders that read the real
portals. Every record says in its text that it is fictional.
"""
