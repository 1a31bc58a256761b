"""How good is what people write and photograph: rules that mark it, pairs that may be one hazard, people who decide.

`VERSION` grows with every change of a rule; marks say which version made them.
"""

VERSION = 1
