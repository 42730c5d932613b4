"""A release as a package that any web server can host: files, list, report, data, metadata, pages.

Everything but the officers' own words is made of the released files read anew, so that nothing withheld can get in.
"""
