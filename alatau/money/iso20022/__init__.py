"""Messages of ISO 20022 as files of banks: read with care, checked against their schemas, written the same way."""
