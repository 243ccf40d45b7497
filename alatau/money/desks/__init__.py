"""What the desks around the money see: the issuer's, the treasury's, the platform operator's."""
