"""Events as frames, frames as figures."""
