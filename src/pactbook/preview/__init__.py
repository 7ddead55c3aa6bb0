"""A preview of the site that follows what an editor saves."""
