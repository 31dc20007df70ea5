-- The Dialer database of the north, on US Eastern time: two live workflows, and a third one, Winback 2008, that was
-- deleted from the configuration while its tables stayed.

CREATE MACRO night() AS TIMESTAMP '2009-11-01 00:00:00';

CREATE TABLE "I3_Collections_CH0" AS FROM calls('Collections', rows_for(16, 40), night(), 'Collections 2009');
CREATE TABLE "I3_Collections_CD0" AS FROM details('Collections', rows_for(16, 40), night());
CREATE TABLE "I3_Collections_AS0" AS FROM agent_events('Collections', rows_for(16, 40), night());

CREATE TABLE "I3_SpringOffer_CH0" AS FROM calls('SpringOffer', rows_for(12, 30), night(), 'Spring offer');
CREATE TABLE "I3_SpringOffer_CD0" AS FROM details('SpringOffer', rows_for(12, 30), night());
CREATE TABLE "I3_SpringOffer_AS0" AS FROM agent_events('SpringOffer', rows_for(12, 30), night());

CREATE TABLE "I3_Winback08_CH0" AS FROM calls('Winback08', rows_for(5, 15), night(), 'Winback 2008');
CREATE TABLE "I3_Winback08_CD0" AS FROM details('Winback08', rows_for(5, 15), night());
CREATE TABLE "I3_Winback08_AS0" AS FROM agent_events('Winback08', rows_for(5, 15), night());
