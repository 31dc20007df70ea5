-- Surveys in a tree of groups, their questions, and the forms that callers filled in.

-- Two groups, two groups inside the first, and surveys in each of them; child rows may come before their parents.
CREATE TABLE "Survey" AS
SELECT key32('survey', r.range) AS "SurveyID",
       CASE WHEN r.range >= 2 THEN key32('survey', CASE WHEN r.range < 4 THEN 0 ELSE r.range % 4 END) END AS "ParentSurveyId",
       CASE WHEN r.range < 4 THEN 1 ELSE 0 END AS "IsGroup",
       ['All surveys', 'Archiv', 'Northern Europe', 'भारत', 'Satisfaction 2010', 'Zufriedenheit 2011',
        'Après-vente', 'Delivery', 'Rückgabe', 'サービス', 'NPS', 'Pilot'][r.range + 1] AS "SurveyName",
       CASE WHEN r.range >= 4 THEN 1 END AS "IsPublished", 0 AS "IsTemplate",
       CASE WHEN r.range >= 4 THEN 50::DECIMAL(18, 0) END AS "MinAcceptableScore",
       CASE WHEN r.range % 3 = 0 THEN remark(r.range, 1201) END AS "Note", r.range AS "Priority",
       CASE WHEN r.range % 4 = 1 THEN uid('rank group', r.range % 3) END AS "RankGroupId", 0 AS "RecordCall", 1 AS "Type"
FROM range(12) AS r;

CREATE TABLE "SurveyQuestionCategory" AS
SELECT key32('category', r.range) AS "SurveyQuestionCategoryId",
       ['Politeness', 'Wartezeit', 'Résolution'][r.range + 1] AS "CategoryName",
       CASE WHEN r.range > 0 THEN r.range END AS "ACSISemantics" FROM range(3) AS r;

CREATE TABLE "SurveyQuestion" AS
SELECT key32('survey question', r.range) AS "SurveyQuestionID", key32('survey', 4 + r.range // 5) AS "SurveyID",
       'Q' || (r.range % 5 + 1) || ' ' || pick(['Friendly', 'Schnell', 'Résolu'], r.range, 1202) AS "QuestionName",
       CASE WHEN r.range % 5 = 4 THEN key32('survey question', r.range - 1) END AS "QuestionParentId",
       pick(['Were you satisfied?', 'Wie lange mussten Sie warten?', 'Recommanderiez-vous ?', NULL], r.range, 1203) AS "QuestionText",
       pick([1, 2, 3], r.range, 1204) AS "QuestionType",
       CASE WHEN r.range % 7 = 0 THEN 10::DECIMAL(18, 0) END AS "FailSurveyScore", 0 AS "IsOptional", 0 AS "IsTemplate",
       10::DECIMAL(18, 0) AS "MaxScore", 4::DECIMAL(18, 0) AS "MinAcceptableScore", 1::DECIMAL(18, 0) AS "MinScore",
       CASE WHEN r.range % 2 = 0 THEN 'dtmf;voice' END AS "Options", 2 AS "Retries", r.range % 5 AS "Sequence",
       10 AS "Timeout", (1 + r.range % 3)::DECIMAL(18, 0) AS "Weight" FROM range(40) AS r;

CREATE TABLE "SurveyQuestionEnum" AS
SELECT key32('choice', r.range * 3 + e.range) AS "SurveyQuestionEnumId",
       key32('survey question', r.range) AS "SurveyQuestionID", e.range AS "EnumSequence",
       ['Yes', 'So lala', 'Non'][e.range + 1] AS "EnumName",
       CASE WHEN e.range < 2 THEN 'Press ' || e.range END AS "EnumText", (10 - 4 * e.range)::DECIMAL(18, 0) AS "EnumScore"
FROM range(40) AS r, range(3) AS e;

CREATE TABLE "SurveyQuestionBranching" AS
SELECT uid('branch', r.range) AS "SurveyQuestionBranchingID", key32('survey question', r.range * 5) AS "SurveyQuestionID",
       CASE WHEN r.range % 4 <> 3 THEN key32('survey question', r.range * 5 + 3) END AS "TargetQuestionID",
       1 AS "OperatorType", rnd(r.range, 1205, 10) AS "Operand1Value", NULL::INTEGER AS "Operand2Value", 0 AS "Sequence"
FROM range(8) AS r;

CREATE TABLE "SurveyQstnToQuestionCategory" AS
SELECT key32('survey question', r.range) AS "SurveyQuestionId", key32('category', r.range % 3) AS "SurveyQuestionCategoryId"
FROM range(40) AS r;

CREATE TABLE "SurveyPrompt" AS
SELECT key32('prompt', r.range) AS "SurveyPromptID", 'Prompt ' || r.range AS "PromptName",
       pick(['Thank you for your call.', 'Vielen Dank für Ihren Anruf.', 'कृपया प्रतीक्षा करें।', NULL], r.range, 1206) AS "PromptText",
       r.range % 3 AS "PromptType", CASE WHEN r.range % 2 = 0 THEN 'prompt_' || r.range || '.wav' END AS "RecordingFile"
FROM range(20) AS r;

CREATE TABLE "SurveyObjectToSurveyPrompt" AS
SELECT key32('survey', 4 + r.range % 8) AS "SurveyObjectID", key32('prompt', r.range) AS "SurveyPromptID", 1 AS "AppCode"
FROM range(20) AS r;

CREATE TABLE "SurveyRule" AS
SELECT key32('rule', r.range) AS "RuleID", key32('survey', 4 + r.range % 8) AS "SurveyID",
       'Eic_WorkgroupName' AS "AttributeId", CASE WHEN r.range % 3 = 0 THEN TIMESTAMP '2010-06-01' END AS "DateValue",
       CASE WHEN r.range % 3 = 1 THEN r.range END AS "IntegerValue",
       CASE WHEN r.range % 3 = 2 THEN 'Kundendienst Süd' END AS "StringValue", 2 AS "Operand", r.range % 3 AS "RuleType"
FROM range(16) AS r;

CREATE TABLE "SurveyConfigLog" AS
SELECT r.range % 3 AS "ConfigChangeObjectType", r.range % 2 AS "ConfigChangeType",
       with_fraction(at_second(r.range * 3600007), r.range, 1207) AS "ConfigTimeStampUTC" FROM range(30) AS r;

CREATE TABLE "SurveyUserObjectSecurity" AS
SELECT key32('survey', a.agent % 12) AS "ExtObjectID", 1 AS "ObjectType", a.indiv_id AS "IndivID",
       a.site::INTEGER AS "SiteIdentifier", NULL::INTEGER AS "ObjectID",
       CASE WHEN a.agent % 2 = 0 THEN 'Umfrage ' || a.agent END AS "ObjectName", 3 AS "UserRight"
FROM _agent AS a WHERE a.agent < 24;

CREATE TABLE "SurveyWork" AS
SELECT key32('survey session', r.range) AS "SessionID", uid('survey item', r.range) AS "ItemID", 'pending' AS "Data"
FROM range(3) AS r;

CREATE TABLE _form AS SELECT c.*, uid('form', c.i) AS form_id, 4 + rnd(c.i, 1208, 8) AS survey FROM _call AS c
WHERE c.answered AND c.direction = 1 AND c.i % 25 = 3;

CREATE TABLE "SurveyDetail" AS
SELECT form_id AS "SurveyFormID", trim(call_id) AS "CallIdKey", pick([1, 2, 3], i, 1210) AS "EventCode",
       plus(terminated, 30) AS "EventDate", CASE WHEN i % 3 = 0 THEN remark(i, 1211) END AS "EventDetail", 1 AS "Origin"
FROM _form;

CREATE TABLE "SurveyForm" AS
SELECT form_id AS "SurveyFormId", trim(call_id) AS "CallIdKey", key32('survey', survey) AS "SurveyID",
       30 + rnd(i, 1212, 200) AS "Duration", CASE WHEN chance(i, 1213, 85) THEN 1 ELSE 0 END AS "IsComplete",
       50::DECIMAL(18, 0) AS "MaxScore", 5::DECIMAL(18, 0) AS "MinScore",
       CASE WHEN chance(i, 1213, 85) THEN pick(['Good', 'Schlecht', 'Ausgezeichnet'], i, 1214) END AS "RankName",
       CASE WHEN chance(i, 1213, 85) THEN (5 + rnd(i, 1215, 46))::DECIMAL(18, 0) END AS "Score",
       CASE WHEN i % 2 = 0 THEN trim(call_id) END AS "SurveyedIntxId"
FROM _form;

CREATE TABLE "SurveyAnswer" AS
SELECT key32('survey answer', i * 5 + q.range) AS "SurveyAnswerId", form_id AS "SurveyFormID",
       key32('survey question', (survey - 4) * 5 + q.range) AS "SurveyQuestionId",
       CASE WHEN q.range <> 4 THEN rnd(i, 1216 + q.range, 3) END AS "EnumSequence",
       CASE WHEN q.range = 4 THEN '\\rec1\surveys\' || i || '.wav' END AS "FreeFormAnswerURI",
       CASE WHEN q.range <> 4 THEN rnd(i, 1222 + q.range, 11)::DECIMAL(18, 0) END AS "NumericScore"
FROM _form, range(5) AS q WHERE q.range <= CASE WHEN chance(i, 1213, 85) THEN 4 ELSE 1 END;
