"""The pass of a parcel that has left (通行手形), and the check sheet before it leaves, on paper and on a page."""

from sekisho.documents.printing import code

__all__ = ["code"]
