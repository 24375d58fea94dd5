"""An independent second opinion on what conversations are worth, and scenarios to try it on.

`rules` plays one reply, `brute` gives every state its figures, `bots` the nine simple ways to
click, `debrief` what is said about one play, `generator` random sound scenarios. Nothing in here
imports the product.
"""
