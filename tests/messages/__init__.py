"""Messages marked by hand, and how far the marks are from them."""
