"""The assessor's pages: entry by city, handing in."""
