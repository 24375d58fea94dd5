"""The pages in a real browser, walked as people walk them."""
