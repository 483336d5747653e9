"""Setting akquise up: what is asked, whether the answers can be so, and what is made of them, all or nothing."""
