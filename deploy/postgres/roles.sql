-- Roles and an empty database on PostgreSQL 15 or newer, made once by a superuser:
--   psql -v owner=... -v web=... -v worker=... -v auditor=... -f roles.sql      (the values are passwords)
-- `owner` migrates; the others hold what `alatau migrate` grants them, and nothing else.
\set ON_ERROR_STOP on
SET password_encryption = 'scram-sha-256';
CREATE ROLE owner LOGIN PASSWORD :'owner';
CREATE ROLE web LOGIN PASSWORD :'web';
CREATE ROLE worker LOGIN PASSWORD :'worker';
CREATE ROLE auditor LOGIN PASSWORD :'auditor';
CREATE DATABASE alatau OWNER owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE alatau FROM PUBLIC;
GRANT CONNECT ON DATABASE alatau TO web, worker, auditor;
-- A refused row's values are personal data: they stay out of the server's log.
ALTER DATABASE alatau SET log_error_verbosity = 'terse';
ALTER DATABASE alatau SET log_min_error_statement = 'panic';
ALTER DATABASE alatau SET log_parameter_max_length_on_error = 0;
