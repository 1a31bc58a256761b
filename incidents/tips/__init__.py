"""What strangers tell of: the public page, the tipster kept apart, deciding and answering in time, rewards, posters."""
