-- Lookup types that administrators edit.  Ids are not dense: a few were deleted over the years.

CREATE TABLE "AddrType" AS SELECT * FROM (VALUES
    (1, 'Business', 1, 0, 1), (2, 'Home', 2, 0, 1), (3, 'Other', 3, 0, 2), (5, 'Livraison', 4, 1, 1), (6, NULL, 5, 1, 1))
    AS t("AddrTypeId", "Name", "InsertionOrder", "Admin_Editable", "Version");

CREATE TABLE "AttributeType" AS SELECT * FROM (VALUES
    (1, 'Customer number', 1, 1, NULL, 1, 1), (2, 'Language', 1, 1, 'en|nl|fr|de|hi|zh', 0, 3),
    (3, 'Segment', 1, 3, 'Gold|Silver|Bronze', 1, 1), (4, 'Umsatzsteuer-Id', 1, 2, NULL, 0, 1),
    (5, 'Opening hours', 1, 4, NULL, 0, 2), (7, 'Campaign', 1, 8, NULL, 1, 1), (8, '備考', 1, 15, NULL, 0, 1),
    (9, 'Case reference', 0, 8, NULL, 1, 4))
    AS t("AttrTypeID", "Name", "Admin_Editable", "AppliesTo", "LegalValues", "ShowIfEmpty", "Version");

CREATE TABLE "ConnectionType" AS SELECT * FROM (VALUES
    (1, 'Phone', 0, 1), (2, 'E-mail', 0, 1), (3, 'Fax', 0, 1), (4, 'Web page', 0, 1), (6, 'Chat', 1, 2))
    AS t("ConnTypeID", "Name", "Admin_Editable", "Version");

CREATE TABLE "ConnSubType" AS SELECT * FROM (VALUES
    (1, 'Business', 1, 0, 1), (2, 'Home', 2, 0, 1), (3, 'Mobile', 3, 0, 1), (4, 'Assistant', 4, 1, 1),
    (5, NULL, 5, 1, 1), (8, 'Standardiste', 6, 1, 2))
    AS t("ConnSubTypeId", "Name", "InsertionOrder", "Admin_Editable", "Version");

CREATE TABLE "IndivType" AS SELECT * FROM (VALUES
    (1, 'User', 0, 1), (2, 'Contact', 0, 1), (3, 'Customer', 1, 1), (4, 'Supplier', 1, 2), (9, 'System', 0, 1))
    AS t("IndivTypeID", "Name", "Admin_Editable", "Version");

CREATE TABLE "IntxType" AS SELECT * FROM (VALUES
    (0, 'Call', 0, 1), (1, 'Chat', 0, 1), (2, 'SMS', 0, 1), (4, 'Generic object', 0, 1), (5, 'E-mail', 0, 1),
    (6, 'Callback', 0, 1), (7, 'Instant question', 0, 1), (8, 'Web collaboration', 0, 1), (11, 'Monitor object', 0, 1),
    (21, 'Fax', 0, 1), (22, 'Work item', 0, 1), (30, 'Besuch vor Ort', 1, 1))
    AS t("IntxTypeID", "Name", "Admin_Editable", "Version");

CREATE TABLE "OrgType" AS SELECT * FROM (VALUES
    (1, 'Company', 0, 1), (2, 'Department', 0, 1), (3, 'Authority', 1, 1), (5, 'Škola', 1, 1))
    AS t("OrgTypeID", "Name", "Admin_Editable", "Version");

CREATE TABLE "Title" AS SELECT * FROM (VALUES
    (1, 'Mr.', 0, 1), (2, 'Ms.', 0, 1), (3, 'Dr.', 0, 1), (4, 'Mme', 1, 1), (5, 'Dña.', 1, 1), (6, 'श्री', 1, 1))
    AS t("TitleID", "Name", "Admin_Editable", "Version");

CREATE TABLE "RelationshipDescription" AS SELECT
    t.*, CASE WHEN t."RelDescID" = 4 THEN NULL ELSE at_milli(t."RelDescID" * 86400000 + 123) END AS "ModifyDateTime"
FROM (VALUES
    (1, 'Employer of', 'Employed by', 1, 0, 1, 2, NULL, 1, 1), (2, 'Parent of', 'Subsidiary of', 1, 0, 2, 2, NULL, 1, 1),
    (3, 'Assistant of', 'Assisted by', 1, 1, 1, 1, 'Used by the switchboard', 1, 2),
    (4, 'Ansprechpartner von', 'Betreut durch', 1, 1, 1, 2, NULL, 2, 1),
    (6, 'Former customer of', 'Formerly served', 0, 1, 3, 2, remark(1, 301), NULL, 5))
    AS t("RelDescID", "Name", "InverseName", "Active", "Admin_Editable", "EligibleSources", "EligibleDestinations",
         "Remarks", "SiteID", "Version");
