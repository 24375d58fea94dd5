"""The pages as Streamlit draws them, without a browser: a real course, a real store, real taps."""
