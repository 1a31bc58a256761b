"""Reading, proofreading and laying out of official circulars. Pure Python, no Django."""

from .reader import read
from .reading import Reading

__all__ = ["Reading", "read"]
