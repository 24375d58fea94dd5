"""Who is at the door: names, four digits and return codes. No address and no password is kept."""
