"""What people may see: frozen dataclasses for pages and exports, cut to what the asking person may know."""
