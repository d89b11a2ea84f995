"""HTTP for every room: visits, forms, templates, errors, protection."""
