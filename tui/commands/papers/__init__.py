"""`akquise report`: papers for councils and committees."""
