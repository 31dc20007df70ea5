-- What:   shows and sets the parameter that decides whether passwords know case (Oracle)
-- When:   only where a login over a database link to a 10g source fails; Oracle 11g and 12.1, deprecated since 12.1
-- Needs:  SQL*Plus or SQLcl; ALTER SYSTEM; the parameter is not there in 21c and later
-- Effect: passwords are compared without case for the whole instance until it is set to TRUE again
-- Side:   source
--
-- Which parameter the vendor means is not documented; this one is our reading of it.

SELECT name, value FROM v$parameter WHERE name = 'sec_case_sensitive_logon';

ALTER SYSTEM SET SEC_CASE_SENSITIVE_LOGON = FALSE;
