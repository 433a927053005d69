"""The screens of staff, in the admin: sessions, attendees, the door, access needs. Reached through `viewsets`."""
