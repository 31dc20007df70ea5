-- Scoring of recordings: directories > questionnaires > groups > questions > choices, and the answers.

CREATE TABLE "IR_RankGroup" AS
SELECT uid('rank group', r.range) AS "RankGroupId", ['Standard', 'Streng', 'Qualité'][r.range + 1] AS "GroupName",
       1 AS "Version" FROM range(3) AS r;

CREATE TABLE "IR_RankDefn" AS
SELECT uid('rank', r.range) AS "RankId", uid('rank group', r.range // 4) AS "RankGroupId",
       ['Poor', 'Fair', 'Good', 'Ausgezeichnet'][r.range % 4 + 1] AS "RankName",
       ((r.range % 4) * 25)::DECIMAL(18, 0) AS "RankPct", 1 AS "Version" FROM range(12) AS r;

CREATE TABLE "IR_QDirectory" AS
SELECT uid('directory', r.range) AS "QDirectoryId", ['Sales', 'Service', 'Vorlagen', NULL][r.range + 1] AS "QDirectoryName",
       CASE WHEN r.range = 1 THEN remark(3, 1101) END AS "Note",
       CASE WHEN r.range = 2 THEN 1 ELSE 0 END AS "IsTemplate", 1 AS "Version" FROM range(4) AS r;

CREATE TABLE "IR_Questionnaire" AS
SELECT uid('questionnaire', r.range) AS "QuestionnaireId", uid('directory', r.range % 4) AS "QDirectoryId",
       'Quality ' || (2008 + r.range % 5) || ' – '
           || pick(['Greeting', 'Abschluss', 'Conformité'], r.range, 1102) AS "QuestionnaireName",
       CASE WHEN r.range % 4 <> 3 THEN uid('rank group', r.range % 3) END AS "RankGroupId", 1 AS "IsActive",
       r.range % 2 AS "IsLocked", 0 AS "IsTemplate", 100::DECIMAL(18, 0) AS "MaxScore", 0::DECIMAL(18, 0) AS "MinScore",
       CASE WHEN r.range % 3 <> 0 THEN 60::DECIMAL(18, 0) END AS "MinAcceptableScore",
       CASE WHEN r.range % 5 = 0 THEN remark(r.range, 1103) END AS "Note", 1 AS "ShowPassFailWhileScoring",
       0 AS "ShowRankWhileScoring",
       r.range % 3 AS "TotalNumCriticalQuestions", 1 AS "Version" FROM range(10) AS r;

CREATE TABLE "IR_QGroup" AS
SELECT uid('question group', r.range) AS "QGroupId",
       CASE WHEN r.range < 30 THEN uid('questionnaire', r.range // 3) END AS "QuestionnaireId",
       ['Opening', 'Gespräch', 'Clôture'][r.range % 3 + 1] AS "GroupName", 0 AS "IsOptional",
       CASE WHEN r.range < 30 THEN 0 ELSE 1 END AS "IsTemplate", NULL::VARCHAR AS "Note", r.range % 3 AS "Sequence",
       1 AS "Version" FROM range(33) AS r;

CREATE TABLE "IR_QQuestion" AS
SELECT uid('question', r.range) AS "QQuestionId", uid('question group', r.range // 4) AS "QGroupId",
       pick(['Was the greeting friendly?', 'Wurde der Name genannt?', 'A-t-il résumé l''accord ?',
             '¿Ofreció ayuda adicional?'], r.range, 1104) AS "QuestionText",
       pick([1, 2, 3], r.range, 1105) AS "QuestionType", 1 AS "QuestionPromptType", r.range % 4 AS "Sequence",
       r.range % 2 AS "CanMarkNA", 1 AS "HasCommentField",
       CASE WHEN r.range % 3 = 0 THEN remark(r.range, 1106) END AS "HelpText", 0 AS "IsTemplate",
       10::DECIMAL(18, 0) AS "MaxScore", 5::DECIMAL(18, 0) AS "MinAcceptableScore",
       (-r.range % 2)::DECIMAL(18, 0) AS "MinScore", NULL::VARCHAR AS "Note",
       (1 + rnd(r.range, 1107, 5))::DECIMAL(18, 0) AS "Weight", 1 AS "Version" FROM range(132) AS r;

CREATE TABLE "IR_QQuestionEnum" AS
SELECT uid('question', r.range) AS "QQuestionId", e.range AS "Sequence",
       ['Yes', 'Teilweise', 'Non'][e.range + 1] AS "EnumText", NULL::VARCHAR AS "HelpText",
       (10 - 5 * e.range)::DECIMAL(18, 0) AS "Score", 1 AS "Version"
FROM range(132) AS r, range(3) AS e;

CREATE TABLE "IR_QAnswer" AS
SELECT uid('answer', r.range) AS "QAnswerId", uid('scored form', r.range // 12) AS "QFormId",
       uid('question', (r.range // 12 % 10) * 12 + r.range % 12) AS "QQuestionId",
       CASE WHEN chance(r.range, 1110, 5) THEN 1 ELSE 0 END AS "IsMarkedNA",
       CASE WHEN NOT chance(r.range, 1110, 5) THEN pick(['Yes', 'Teilweise', 'Non'], r.range, 1111) END AS "RawAnswer",
       CASE WHEN NOT chance(r.range, 1110, 5) THEN rnd(r.range, 1112, 11)::DECIMAL(18, 0) END AS "Score",
       r.range % 12 AS "Sequence",
       CASE WHEN chance(r.range, 1113, 20) THEN remark(r.range, 1114) END AS "UserComments", 1 AS "Version"
FROM range(rows_for(10, 24)) AS r;
