from harness.fixtures import chromium_browser, show

__all__ = ["chromium_browser", "show"]
