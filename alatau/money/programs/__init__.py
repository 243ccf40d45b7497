"""Programs of firms and public bodies that handle their own money over HTTP, and of whoever runs the platform."""
