"""Files from strangers, for every service that takes them: looked at in pieces, never unpacked, never run; kept where
no address leads, in quarantine until somebody or something has looked at them; given out only to take away.
"""
