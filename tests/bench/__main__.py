"""`make bench`: our work against the bare work, measured one after the other in one run.

Times mean little on a shared machine; ratios of the same run and their growth mean something.
"""

from tests.bench import pages, trust

if __name__ == "__main__":
    trust.report()
    pages.report()
