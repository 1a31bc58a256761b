"""Work with fire: a ticket is applied for, approved by someone else, watched and closed, on the enterprise's phone."""
