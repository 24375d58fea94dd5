"""One page a module; each draws itself from the store.

The folder is not called pages: Streamlit takes one of that name beside its script for its own.
"""
