"""What each command comes to: new events, or a refusal. One file for each part of a dispatch's life."""
