"""What machines read: health, robots, sitemap and the headers of every answer."""
