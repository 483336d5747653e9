"""What a page shows at once, put together from the rooms below: one measure, one application, the overview."""
