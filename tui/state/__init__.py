"""What lasts beyond a screen: settings, the user's memory, saved views, where the review queue stands."""
