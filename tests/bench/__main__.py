"""`make bench`: our work against the bare work, measured one after the other in one run.

Times mean little on a shared machine; ratios of the same run and their growth mean something.
"""

import logging

import structlog

from tests.bench import baking, credentials, loading, maps, openbadges, pages, trust

if __name__ == "__main__":
    # A line a request would cost time, and hide the table.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    trust.report()
    baking.report()
    openbadges.report()
    loading.report()
    maps.report()
    pages.report()
    credentials.report()
