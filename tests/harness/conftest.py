from harness.fixtures import chromium_browser, lent, show

__all__ = ["chromium_browser", "lent", "show"]
