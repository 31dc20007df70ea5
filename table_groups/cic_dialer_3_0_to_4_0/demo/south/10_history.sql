-- The Dialer database of the south, on Central European time: one live workflow, whose name and numbers the north has
-- too.  Its other workflow, Survey call-back, has never dialed: it has no tables.

CREATE MACRO night() AS TIMESTAMP '2009-10-25 01:00:00';

CREATE TABLE "I3_Collections_CH0" AS FROM calls('Collections', rows_for(10, 25), night(), 'Collections 2009');
CREATE TABLE "I3_Collections_CD0" AS FROM details('Collections', rows_for(10, 25), night());
CREATE TABLE "I3_Collections_AS0" AS FROM agent_events('Collections', rows_for(10, 25), night());
