"""What several screens show: the parts they share."""
