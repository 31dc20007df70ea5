-- Optimizer: activities, shifts, teams, goals and other settings.
-- Times ending in UTC are UTC; those ending in SUT are days of the scheduling unit.

-- Numbered rows with two moments: when the row was changed last, and a quarter of an hour of which it speaks.
CREATE MACRO _optimizer(n, salt) AS TABLE
    SELECT range AS i, with_fraction(at_second(rnd(range, salt, 157000000)), range, salt + 1000) AS modified,
           at_second(rnd(range, salt + 2000, 175000) * 900) AS begun
    FROM range(n);

CREATE TABLE "IO_Activity" AS
SELECT CASE WHEN chance(i, 2041, 80) THEN key22('activity code', rnd(i, 2040, 20)) END AS "ActivityCodeID",
       key22('activity', i) AS "ActivityID", key22('activity type', rnd(i, 2042, 12)) AS "ActivityTypeID",
       a.indiv_id AS "AgentID", CASE WHEN chance(i, 2045, 80) THEN rnd(i, 2044, 10) END AS "AttendanceReqType",
       rnd(i, 2046, 2) AS "ContiguousTime",
       CASE WHEN chance(i, 2047, 30) THEN key22('daily constraints', i) END AS "DailyConstraintsID",
       CASE WHEN chance(i, 2049, 50) THEN remark(i, 2048) END AS "Description", begun AS "EarliestStartTimeUTC",
       CASE WHEN chance(i, 2051, 80) THEN rnd(i, 2050, 2) END AS "IsPlanned",
       plus(begun, 4 * 3600) AS "LatestStartTimeUTC", 15 * (1 + i % 16) AS "Length",
       CASE WHEN chance(i, 2054, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2055, 90) THEN modified END AS "ModifyDateTimeUTC", rnd(i, 2056, 2) AS "PaidTime",
       rnd(i, 2057, 2) AS "RelativeTimes", rnd(i, 2058, 2) AS "ReplaceShiftActivity",
       rnd(i, 2060, 10) AS "StartTimeIncrement",
       CASE WHEN chance(i, 2061, 30) THEN key22('time off request', i) END AS "TimeOffRequestID",
       1 + rnd(i, 2062, 5) AS "Version"
FROM _optimizer(rows_for(1, 20), 2064) AS r JOIN _agent AS a ON a.agent = rnd(i, 2065, getvariable('agents'));

CREATE TABLE "IO_ActivityCode" AS
SELECT key22('activity code', i) AS "ActivityCodeID",
       pick(['Break', 'Mittagspause', 'Formation', 'Team meeting', 'प्रशिक्षण'], i, 2066) || ' ' || i AS "ActivityCodeName",
       key22('activity type', rnd(i, 2067, 12)) AS "ActivityTypeID", rnd(i, 2068, 2) AS "IgnoreForAdherence",
       rnd(i, 2069, 2) AS "IsActive", rnd(i, 2070, 2) AS "IsContiguous", rnd(i, 2071, 2) AS "IsPaid",
       rnd(i, 2072, 2) AS "IsPlanned", 15 * (1 + i % 16) AS "LengthInMinutes",
       CASE WHEN chance(i, 2075, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2076, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2078, 80) THEN pick(['BRK', 'MTG', 'ÜBG'], i, 2077) END AS "ShortName",
       1 + rnd(i, 2079, 5) AS "Version"
FROM _optimizer(20, 2081) AS r JOIN _agent AS a ON a.agent = rnd(i, 2082, getvariable('agents'));

CREATE TABLE "IO_ActivityType" AS
SELECT key22('activity type', i) AS "ActivityTypeID",
       pick(['On queue', 'Pause', 'Meeting', 'Urlaub', 'Formation'], i, 2096) || ' ' || i AS "ActivityTypeName",
       rnd(i, 2097, 2) AS "IgnoreForAdherence",
       CASE WHEN chance(i, 2099, 80) THEN rnd(i, 2098, 2) END AS "IsContiguous",
       CASE WHEN chance(i, 2101, 80) THEN rnd(i, 2100, 2) END AS "IsPaid",
       CASE WHEN chance(i, 2103, 80) THEN rnd(i, 2102, 2) END AS "IsPlanned",
       CASE WHEN chance(i, 2106, 80) THEN 15 * (1 + i % 16) END AS "LengthInMinutes",
       CASE WHEN chance(i, 2107, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2108, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2110, 80) THEN pick(['BRK', 'MTG', 'ÜBG'], i, 2109) END AS "ShortName",
       1 + rnd(i, 2111, 5) AS "Version"
FROM _optimizer(12, 2113) AS r JOIN _agent AS a ON a.agent = rnd(i, 2114, getvariable('agents'));

CREATE TABLE "IO_AdvancedConfig" AS
SELECT key22('advanced config', i) AS "AdvancedConfigID",
       pick(['MaxShiftLength', 'Zeitzone', 'AllowTrades'], i, 2115) || ' ' || i AS "ConfigKey",
       CASE WHEN i = 7 THEN repeat('Wert=1;', 2000) ELSE remark(i, 2116) END AS "ConfigValue",
       rnd(i, 2117, 2) AS "IsConfigurable",
       CASE WHEN chance(i, 2118, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2119, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2120, 80) THEN key22('scheduling unit', 1 + i % 3) END AS "SchedulingUnitID",
       1 + rnd(i, 2121, 5) AS "Version"
FROM _optimizer(30, 2123) AS r JOIN _agent AS a ON a.agent = rnd(i, 2124, getvariable('agents'));

CREATE TABLE "IO_AgentGroup" AS
SELECT CASE WHEN chance(i, 2152, 80) THEN rnd(i, 2151, 2) END AS "ActivityBidding",
       key22('agent group', i) AS "AgentGroupID",
       pick(['Early shift', 'Spätschicht', 'Équipe de nuit'], i, 2153) || ' ' || i AS "AgentGroupName",
       CASE WHEN chance(i, 2156, 80) THEN rnd(i, 2155, 10) END AS "AgentGroupRank",
       CASE WHEN chance(i, 2158, 80) THEN rnd(i, 2157, 2) END AS "EvaluationStrategy",
       CASE WHEN chance(i, 2159, 80) THEN plus(begun, 86400) END AS "LastRankingDateTimeUTC",
       CASE WHEN chance(i, 2160, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2161, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2163, 80) THEN rnd(i, 2162, 2) END AS "NewRandomNumberOnSave",
       CASE WHEN chance(i, 2165, 80) THEN rnd(i, 2164, 2) END AS "PreferenceToCoverage",
       CASE WHEN chance(i, 2167, 80) THEN rnd(i, 2166, 2) END AS "RankAgentsOnSave",
       CASE WHEN chance(i, 2169, 80) THEN rnd(i, 2168, 2) END AS "ScheduleBidding",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", 1 + rnd(i, 2170, 5) AS "Version"
FROM _optimizer(9, 2172) AS r JOIN _agent AS a ON a.agent = rnd(i, 2173, getvariable('agents'));

CREATE TABLE "IO_AgentGroupData" AS
SELECT key22('agent group data', i) AS "AgentGroupDataID",
       key22('agent group', rnd(i, 2174, 9)) AS "AgentGroupID", rnd(i, 2175, 2) AS "Ascending",
       rnd(i, 2177, 10) AS "CriterionFormat",
       pick(['Seniority', 'Qualität', 'Rendement'], i, 2178) || ' ' || i AS "CriterionName",
       CASE WHEN chance(i, 2179, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2180, 90) THEN modified END AS "ModifyDateTimeUTC", 1 + rnd(i, 2181, 5) AS "Version",
       i % 101 AS "Weight"
FROM _optimizer(18, 2184) AS r JOIN _agent AS a ON a.agent = rnd(i, 2185, getvariable('agents'));

CREATE TABLE "IO_CoverageGroup" AS
SELECT key22('coverage group', i) AS "CoverageGroupID",
       pick(['Voice', 'E-Mail', 'Chat français'], i, 2269) || ' ' || i AS "CoverageGroupName",
       rnd(i, 2270, 2) AS "IsActive", CASE WHEN chance(i, 2271, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2272, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('staff type', rnd(i, 2273, 9)) AS "StaffTypeID", 1 + rnd(i, 2274, 5) AS "Version"
FROM _optimizer(9, 2276) AS r JOIN _agent AS a ON a.agent = rnd(i, 2277, getvariable('agents'));

CREATE TABLE "IO_DayClassification" AS
SELECT key22('day classification', i) AS "DayClassificationID",
       pick(['Normal day', 'Feiertag', 'Diwali', 'Pont'], i, 2278) || ' ' || i AS "DayClassificationName",
       rnd(i, 2280, 10) AS "DayType", CASE WHEN chance(i, 2282, 50) THEN remark(i, 2281) END AS "Description",
       CASE WHEN chance(i, 2284, 80) THEN rnd(i, 2283, 2) END AS "IgnoreACDData",
       CASE WHEN chance(i, 2286, 80) THEN rnd(i, 2285, 2) END AS "IgnoreACDDataForLTF",
       CASE WHEN chance(i, 2287, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2288, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2290, 10) AS "SpecialDayType", 1 + rnd(i, 2291, 5) AS "Version"
FROM _optimizer(8, 2293) AS r JOIN _agent AS a ON a.agent = rnd(i, 2294, getvariable('agents'));

CREATE TABLE "IO_DayClassOverride" AS
SELECT key22('day classification', rnd(i, 2295, 8)) AS "DayClassificationID",
       key22('day class override', i) AS "DayClassOverrideID", date_trunc('day', begun) AS "IntervalStart",
       CASE WHEN chance(i, 2296, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2297, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", 1 + rnd(i, 2298, 5) AS "Version"
FROM _optimizer(24, 2300) AS r JOIN _agent AS a ON a.agent = rnd(i, 2301, getvariable('agents'));

CREATE TABLE "IO_RotationShiftDefinition" AS
SELECT CASE WHEN chance(i, 2464, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2465, 90) THEN modified END AS "ModifyDateTimeUTC", i % 4 AS "RotationIndex",
       key22('rotation shift definition', i) AS "RotationShiftDefinitionID",
       key22('shift definition', rnd(i, 2468, 24)) AS "ShiftDefinitionID",
       key22('shift rotation', rnd(i, 2469, 24)) AS "ShiftRotationID", 1 + rnd(i, 2470, 5) AS "Version"
FROM _optimizer(24, 2472) AS r JOIN _agent AS a ON a.agent = rnd(i, 2473, getvariable('agents'));

CREATE TABLE "IO_ServiceGoalGroup" AS
SELECT 30 AS "AverageSpeedOfAnswerSecs", CASE WHEN chance(i, 2551, 90) THEN a.user_id END AS "ModifierUserID",
       modified AS "ModifyDateTimeUTC",
       pick(['Plan', 'Jahresplan', 'Prévision'], i, 2552) || ' ' || i AS "Name",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       key22('service goal group', i) AS "ServiceGoalGroupID", 80 AS "ServiceLevelPercent",
       20 AS "ServiceLevelSecs", rnd(i, 2557, 2) AS "UseAverageSpeedOfAnswer",
       rnd(i, 2558, 2) AS "UseServiceLevel", 1 + rnd(i, 2559, 5) AS "Version"
FROM _optimizer(9, 2561) AS r JOIN _agent AS a ON a.agent = rnd(i, 2562, getvariable('agents'));

CREATE TABLE "IO_ServiceGoalGroupData" AS
SELECT i % 8 AS "InteractionType", CASE WHEN chance(i, 2565, 90) THEN a.user_id END AS "ModifierUserID",
       modified AS "ModifyDateTimeUTC", key22('service goal group data', i) AS "ServiceGoalGroupDataID",
       key22('service goal group', rnd(i, 2566, 9)) AS "ServiceGoalGroupID", 1 + rnd(i, 2567, 5) AS "Version",
       key22('workgroup', rnd(i, 2568, 12)) AS "WorkgroupID"
FROM _optimizer(24, 2570) AS r JOIN _agent AS a ON a.agent = rnd(i, 2571, getvariable('agents'));

CREATE TABLE "IO_ServiceLevelSettings" AS
SELECT 30 AS "AverageSpeedOfAnswer", rnd(i, 2574, 2) AS "DefaultSettings",
       CASE WHEN chance(i, 2575, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2576, 90) THEN modified END AS "ModifyDateTimeUTC", 80 AS "ServiceLevel",
       20 AS "ServiceLevelObjective", key22('service level settings', i) AS "ServiceLevelSettingsID",
       begun AS "StartTimeUTC", plus(begun, 8 * 3600) AS "StopTimeUTC",
       rnd(i, 2580, 2) AS "UseAverageSpeedOfAnswer", rnd(i, 2581, 2) AS "UseServiceLevel",
       1 + rnd(i, 2582, 5) AS "Version", key22('workgroup', rnd(i, 2583, 12)) AS "WorkgroupID"
FROM _optimizer(24, 2585) AS r JOIN _agent AS a ON a.agent = rnd(i, 2586, getvariable('agents'));

CREATE TABLE "IO_ShiftDefinition" AS
SELECT rnd(i, 2588, 10) AS "DesiredMaximumPaidTime", rnd(i, 2590, 10) AS "MaximumDays",
       rnd(i, 2592, 10) AS "MaximumPaidTime", rnd(i, 2594, 10) AS "MinimumInterShiftTime",
       rnd(i, 2596, 10) AS "MinimumPaidTime",
       CASE WHEN chance(i, 2597, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2598, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2600, 80) THEN rnd(i, 2599, 2) END AS "ScheduleBidding",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       key22('shift definition', i) AS "ShiftDefinitionID",
       pick(['Early', 'Spät', 'Nuit'], i, 2601) || ' ' || i AS "ShiftDefinitionName",
       rnd(i, 2602, 2) AS "UseDesiredMaximumPaidTime", rnd(i, 2603, 2) AS "UseMaximumDays",
       rnd(i, 2604, 2) AS "UseMaximumPaidTime", rnd(i, 2605, 2) AS "UseMinimumInterShiftTime",
       rnd(i, 2606, 2) AS "UseMinimumPaidTime", 1 + rnd(i, 2607, 5) AS "Version"
FROM _optimizer(24, 2609) AS r JOIN _agent AS a ON a.agent = rnd(i, 2610, getvariable('agents'));

CREATE TABLE "IO_ShiftRotation" AS
SELECT CASE WHEN chance(i, 2611, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2612, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2613, 80) THEN begun END AS "RotationStartDateUTC",
       CASE WHEN chance(i, 2614, 80) THEN plus(begun, 8 * 3600) END AS "RotationStopDateUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       key22('shift rotation', i) AS "ShiftRotationID",
       pick(['Two weeks', 'Wechsel', 'Rotation'], i, 2615) || ' ' || i AS "ShiftRotationName",
       1 + rnd(i, 2616, 5) AS "Version"
FROM _optimizer(24, 2618) AS r JOIN _agent AS a ON a.agent = rnd(i, 2619, getvariable('agents'));

CREATE TABLE "IO_StaffType" AS
SELECT rnd(i, 2620, 2) AS "IsActive", CASE WHEN chance(i, 2621, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2622, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", key22('staff type', i) AS "StaffTypeID",
       pick(['Full time', 'Teilzeit', 'Stagiaire'], i, 2623) || ' ' || i AS "StaffTypeName",
       1 + rnd(i, 2624, 5) AS "Version"
FROM _optimizer(9, 2626) AS r JOIN _agent AS a ON a.agent = rnd(i, 2627, getvariable('agents'));

CREATE TABLE "IO_Status" AS
SELECT key22('activity type', rnd(i, 2628, 12)) AS "ActivityTypeID",
       CASE WHEN chance(i, 2629, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2630, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2633, 80) THEN 1 + i % 3 END AS "SiteID", key22('status', i) AS "StatusID",
       pick(['Available', 'At Lunch', 'In a meeting', 'Do Not Disturb'], i, 2634) AS "StatusKey",
       1 + rnd(i, 2635, 5) AS "Version"
FROM _optimizer(36, 2637) AS r JOIN _agent AS a ON a.agent = rnd(i, 2638, getvariable('agents'));

CREATE TABLE "IO_Team" AS
SELECT CASE WHEN chance(i, 2645, 50) THEN remark(i, 2644) END AS "Description", rnd(i, 2646, 2) AS "IsActive",
       CASE WHEN chance(i, 2647, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2648, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", key22('team', i) AS "TeamID",
       pick(['Team Blue', 'Team Grün', 'Équipe Océan'], i, 2649) || ' ' || i AS "TeamName",
       1 + rnd(i, 2650, 5) AS "Version"
FROM _optimizer(18, 2652) AS r JOIN _agent AS a ON a.agent = rnd(i, 2653, getvariable('agents'));

CREATE TABLE "IO_UtilizationSettings" AS
SELECT i % 8 AS "InteractionType", 1 + i % 8 AS "MaximumAssignable",
       CASE WHEN chance(i, 2719, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2720, 90) THEN modified END AS "ModifyDateTimeUTC",
       25 * (1 + i % 4) AS "PercentUtilization", key22('utilization settings', i) AS "UtilizationSettingsID",
       1 + rnd(i, 2722, 5) AS "Version", key22('workgroup', rnd(i, 2723, 12)) AS "WorkgroupID"
FROM _optimizer(24, 2725) AS r JOIN _agent AS a ON a.agent = rnd(i, 2726, getvariable('agents'));

CREATE TABLE "IO_Workgroup" AS
SELECT CASE WHEN chance(i, 2775, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2776, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       CASE WHEN chance(i, 2779, 80) THEN 1 + i % 3 END AS "SiteID", rnd(i, 2780, 2) AS "UsesSkills",
       1 + rnd(i, 2781, 5) AS "Version", key22('workgroup', i) AS "WorkgroupID", w.name AS "WorkgroupName"
FROM _optimizer(12, 2783) AS r JOIN _agent AS a ON a.agent = rnd(i, 2784, getvariable('agents'))
JOIN _workgroup AS w ON w.workgroup = i % 12;
