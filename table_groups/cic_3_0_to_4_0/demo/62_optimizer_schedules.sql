-- Optimizer: schedules, bids, preferences, trades, accruals, and a few working rows.
-- Times ending in UTC are UTC; those ending in SUT are days of the scheduling unit.

CREATE TABLE "IO_AcceptableTradeStart" AS
SELECT key22('acceptable trade start', i) AS "AcceptableTradeStartID",
       key22('agent trade request', rnd(i, 2001, rows_for(2, 15))) AS "AgentTradeRequestID",
       begun AS "EarliestStartUTC", plus(begun, 4 * 3600) AS "LatestStartUTC",
       CASE WHEN chance(i, 2002, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2003, 90) THEN modified END AS "ModifyDateTimeUTC", 1 + rnd(i, 2004, 5) AS "Version"
FROM _optimizer(rows_for(2, 15), 2006) AS r JOIN _agent AS a ON a.agent = rnd(i, 2007, getvariable('agents'));

CREATE TABLE "IO_AccrualPeriodDate" AS
SELECT rnd(i, 2009, 10) AS "AccrualPeriod", key22('accrual period date', i) AS "AccrualPeriodDateID",
       date_trunc('day', begun) AS "FirstDate",
       CASE WHEN chance(i, 2010, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2011, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       CASE WHEN chance(i, 2012, 80) THEN date_trunc('day', plus(begun, 15 * 86400)) END AS "SecondDate",
       1 + rnd(i, 2013, 5) AS "Version"
FROM _optimizer(24, 2015) AS r JOIN _agent AS a ON a.agent = rnd(i, 2016, getvariable('agents'));

CREATE TABLE "IO_AccrualPlanActivityCode" AS
SELECT key22('accrual plan activity code', i) AS "AccrualPlanActivityCodeID",
       key22('accrual plan', i % 4) AS "AccrualPlanID",
       CASE WHEN chance(i, 2018, 80) THEN key22('activity code', rnd(i, 2017, 20)) END AS "ActivityCodeID",
       CASE WHEN chance(i, 2019, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2020, 90) THEN modified END AS "ModifyDateTimeUTC", 1 + rnd(i, 2021, 5) AS "Version"
FROM _optimizer(24, 2023) AS r JOIN _agent AS a ON a.agent = rnd(i, 2024, getvariable('agents'));

CREATE TABLE "IO_AccrualPlanRate" AS
SELECT rnd(i, 2026, 10) AS "AccrualPeriod", key22('accrual plan', i % 4) AS "AccrualPlanID",
       key22('accrual plan rate', i) AS "AccrualPlanRateID",
       rnd(i, 2027, 480)::DECIMAL(18, 0) AS "AccrualRateHours",
       CASE WHEN chance(i, 2028, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2029, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2032, 80) THEN rnd(i, 2031, 10) END AS "UpToDuration",
       CASE WHEN chance(i, 2035, 80) THEN rnd(i, 2034, 10) END AS "UpToPeriod", 1 + rnd(i, 2036, 5) AS "Version"
FROM _optimizer(24, 2038) AS r JOIN _agent AS a ON a.agent = rnd(i, 2039, getvariable('agents'));

CREATE TABLE "IO_ActivityTradeRule" AS
SELECT rnd(i, 2084, 10) AS "ActivityTradeAction", key22('activity trade rule', i) AS "ActivityTradeRuleID",
       key22('activity type', rnd(i, 2085, 12)) AS "ActivityTypeID",
       CASE WHEN chance(i, 2086, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2087, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2088, 2) AS "RequireAdminReview", key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       rnd(i, 2089, 2) AS "ShowAgentWarning", 1 + rnd(i, 2090, 5) AS "Version",
       CASE WHEN chance(i, 2092, 50) THEN remark(i, 2091) END AS "WarningMessage"
FROM _optimizer(24, 2094) AS r JOIN _agent AS a ON a.agent = rnd(i, 2095, getvariable('agents'));

CREATE TABLE "IO_AgentAccrual" AS
SELECT CASE WHEN chance(i, 2127, 80) THEN rnd(i, 2126, 10) END AS "AccrualPeriodOverride",
       key22('accrual plan', i % 4) AS "AccrualPlanID",
       CASE WHEN chance(i, 2129, 80) THEN rnd(i, 2128, 480)::DECIMAL(18, 0) END AS "AccrualRateHoursOverride",
       rnd(i, 2130, 480)::DECIMAL(18, 0) AS "AccruedHours", key22('agent accrual', i) AS "AgentAccrualID",
       a.indiv_id AS "AgentID",
       CASE WHEN chance(i, 2132, 80) THEN rnd(i, 2131, 480)::DECIMAL(18, 0) END AS "MaxAccruedHoursCap",
       CASE WHEN chance(i, 2133, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2134, 90) THEN modified END AS "ModifyDateTimeUTC", 1 + rnd(i, 2135, 5) AS "Version"
FROM _optimizer(rows_for(1, 15), 2137) AS r JOIN _agent AS a ON a.agent = rnd(i, 2138, getvariable('agents'));

CREATE TABLE "IO_AgentDataVersion" AS
SELECT rnd(i, 2140, 10) AS "AccrualVersion", key22('agent data version', i) AS "AgentID",
       rnd(i, 2142, 10) AS "AllotmentVersion", rnd(i, 2144, 10) AS "ScheduleVersion",
       rnd(i, 2146, 10) AS "TimeOffRequestVersion", rnd(i, 2148, 10) AS "TradeRequestVersion"
FROM _optimizer(3, 2150) AS r;

CREATE TABLE "IO_AgentRankData" AS
SELECT key22('agent group data', rnd(i, 2186, 18)) AS "AgentGroupDataID", a.indiv_id AS "AgentID",
       key22('agent rank data', i) AS "AgentRankDataID",
       CASE WHEN chance(i, 2189, 80) THEN rnd(i, 2188, 10) END AS "CriterionRank",
       CASE WHEN chance(i, 2190, 80) THEN begun END AS "DateTimeUTCValue",
       CASE WHEN chance(i, 2191, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2192, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2194, 80) THEN rnd(i, 2193, 480)::DECIMAL(18, 0) END AS "NumericValue",
       1 + rnd(i, 2195, 5) AS "Version"
FROM _optimizer(rows_for(1, 15), 2197) AS r JOIN _agent AS a ON a.agent = rnd(i, 2198, getvariable('agents'));

CREATE TABLE "IO_AgentScheduleBid" AS
SELECT CASE WHEN chance(i, 2200, 80) THEN key22('agent group', rnd(i, 2199, 9)) END AS "AgentGroupID",
       a.indiv_id AS "AgentID", rnd(i, 2202, 10) AS "AgentRank",
       key22('agent schedule bid', i) AS "AgentScheduleBidID",
       CASE WHEN chance(i, 2203, 80) THEN plus(begun, 86400) END AS "LastSubmissionDateTimeUTC",
       CASE WHEN chance(i, 2204, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2205, 90) THEN modified END AS "ModifyDateTimeUTC", rnd(i, 2207, 10) AS "PeerCount",
       key22('schedule bid', rnd(i, 2208, 20)) AS "ScheduleBidID", rnd(i, 2210, 10) AS "SubmissionCount",
       1 + rnd(i, 2211, 5) AS "Version",
       CASE WHEN chance(i, 2212, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END) || '</Data>' END AS "XData"
FROM _optimizer(rows_for(2, 15), 2214) AS r JOIN _agent AS a ON a.agent = rnd(i, 2215, getvariable('agents'));

CREATE TABLE "IO_AgentTradeMatch" AS
SELECT key22('agent trade match', i) AS "AgentTradeMatchID", plus(begun, 7 * 86400) AS "GainedEndTimeUTC",
       begun AS "GainedStartTimeUTC", CASE WHEN chance(i, 2216, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2217, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('agent trade request', rnd(i, 2218, rows_for(2, 15))) AS "TiedTradeRequestID",
       plus(begun, 7 * 86400) AS "TradedAwayEndTimeUTC", begun AS "TradedAwayStartTimeUTC",
       CASE WHEN chance(i, 2221, 80) THEN rnd(i, 2220, 10) END AS "TradeDenyReason",
       rnd(i, 2223, 10) AS "TradeMatchState", a.indiv_id AS "TradingAgentID", 1 + rnd(i, 2224, 5) AS "Version"
FROM _optimizer(rows_for(1, 12), 2226) AS r JOIN _agent AS a ON a.agent = rnd(i, 2227, getvariable('agents'));

CREATE TABLE "IO_AgentTradeRequest" AS
SELECT a.indiv_id AS "AgentID", key22('agent trade request', i) AS "AgentTradeRequestID",
       plus(begun, 14 * 86400) AS "ExpirationTimeUTC", plus(begun, 9 * 3600) AS "MaxEndTimeOfferedUTC",
       plus(begun, 3600) AS "MaxStartTimeOfferedUTC", plus(begun, 8 * 3600) AS "MinEndTimeOfferedUTC",
       begun AS "MinStartTimeOfferedUTC", CASE WHEN chance(i, 2228, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2229, 90) THEN modified END AS "ModifyDateTimeUTC", begun AS "SubmittedDateTimeUTC",
       rnd(i, 2231, 10) AS "TradeRequestState", 1 + rnd(i, 2232, 5) AS "Version"
FROM _optimizer(rows_for(2, 15), 2234) AS r JOIN _agent AS a ON a.agent = rnd(i, 2235, getvariable('agents'));

CREATE TABLE "IO_BaseSchedule" AS
SELECT rnd(i, 2245, 2) AS "ActivityBidding", a.indiv_id AS "AgentID",
       key22('base schedule', i) AS "BaseScheduleID", begun AS "EffectiveStartDateTimeUTC",
       CASE WHEN chance(i, 2246, 80) THEN plus(begun, 8 * 3600) END AS "EffectiveStopDateTimeUTC",
       CASE WHEN chance(i, 2247, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2248, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2250, 80) THEN key22('schedule bid', rnd(i, 2249, 20)) END AS "ScheduleBidID",
       1 + rnd(i, 2251, 5) AS "Version",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "XData"
FROM _optimizer(rows_for(1, 15), 2253) AS r JOIN _agent AS a ON a.agent = rnd(i, 2254, getvariable('agents'));

CREATE TABLE "IO_ChangeEntry" AS
SELECT key22('change entry', i) AS "ChangeEntryID", rnd(i, 2256, 10) AS "ChangeType",
       key22('changed object', i) AS "ObjectID", a.user_id AS "ObjectModifierUserID",
       modified AS "ObjectModifyDateTimeUTC", rnd(i, 2258, 10) AS "ObjectType",
       rnd(i, 2260, 10) AS "ObjectVersion", key22('changed object', i) AS "ScopeID"
FROM _optimizer(3, 2262) AS r JOIN _agent AS a ON a.agent = rnd(i, 2263, getvariable('agents'));

CREATE TABLE "IO_Changes" AS
SELECT '<Changes></Changes>' AS "ChangeSet", CASE WHEN chance(i, 2264, 30) THEN key22('m', i) END AS "MID",
       i AS "PK"
FROM _optimizer(2, 2268) AS r;

CREATE TABLE "IO_ExcusedException" AS
SELECT a.indiv_id AS "AgentID", CASE WHEN chance(i, 2314, 50) THEN remark(i, 2313) END AS "Description",
       60 * (1 + rnd(i, 2315, 60)) AS "DurationSecs", begun AS "ExceptionStartUTC",
       key22('excused exception', i) AS "ExcusedExceptionID",
       CASE WHEN chance(i, 2317, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2318, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('named schedule', rnd(i, 2319, 60)) AS "NamedScheduleID", 1 + rnd(i, 2320, 5) AS "Version"
FROM _optimizer(rows_for(2, 15), 2322) AS r JOIN _agent AS a ON a.agent = rnd(i, 2323, getvariable('agents'));

CREATE TABLE "IO_Metadata" AS
SELECT ['SchemaLevel', 'Installed', 'Region'][i + 1] AS "key", ['30', '2009-11-02', NULL][i + 1] AS "value"
FROM _optimizer(3, 2446) AS r;

CREATE TABLE "IO_NamedSchedule" AS
SELECT CASE WHEN chance(i, 2448, 80) THEN rnd(i, 2447, 2) END AS "Biddable",
       key22('forecast schedule entry', rnd(i, 2449, 60)) AS "ForecastScheduleEntryID",
       CASE WHEN chance(i, 2451, 80) THEN key22('headcount forecast', rnd(i, 2450, 60)) END AS "HeadcountForecastID",
       rnd(i, 2452, 2) AS "IsEditPublish", CASE WHEN chance(i, 2453, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2454, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('named schedule', i) AS "NamedScheduleID", rnd(i, 2455, 2) AS "Published",
       CASE WHEN chance(i, 2456, 80) THEN begun END AS "PublishedDateTimeUTC",
       CASE WHEN chance(i, 2458, 50) THEN remark(i, 2457) END AS "PublishNotes",
       pick(['Schedule', 'Dienstplan', 'Planning'], i, 2459) || ' ' || i AS "ScheduleName",
       1 + rnd(i, 2460, 5) AS "Version"
FROM _optimizer(60, 2462) AS r JOIN _agent AS a ON a.agent = rnd(i, 2463, getvariable('agents'));

CREATE TABLE "IO_Schedule" AS
SELECT a.indiv_id AS "AgentID", CASE WHEN chance(i, 2475, 80) THEN rnd(i, 2474, 2) END AS "Biddable",
       CASE WHEN chance(i, 2476, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2477, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('named schedule', rnd(i, 2478, 60)) AS "NamedScheduleID",
       CASE WHEN chance(i, 2481, 80) THEN rnd(i, 2480, 10) END AS "PeriodScheduleID",
       key22('schedule', i) AS "ScheduleID",
       CASE WHEN chance(i, 2483, 80) THEN key22('shift definition', rnd(i, 2482, 24)) END AS "ShiftDefinitionID",
       begun AS "StartDateTimeUTC", plus(begun, 8 * 3600) AS "StopDateTimeUTC", 1 + rnd(i, 2484, 5) AS "Version"
FROM _optimizer(rows_for(6, 24), 2486) AS r JOIN _agent AS a ON a.agent = rnd(i, 2487, getvariable('agents'));

CREATE TABLE "IO_ScheduleBid" AS
SELECT begun AS "BidStartDateTimeUTC", rnd(i, 2489, 10) AS "BidStatus",
       plus(begun, 8 * 3600) AS "BidStopDateTimeUTC", begun AS "EffectiveStartDateTimeUTC",
       CASE WHEN chance(i, 2490, 80) THEN plus(begun, 8 * 3600) END AS "EffectiveStopDateTimeUTC",
       CASE WHEN chance(i, 2491, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2492, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('named schedule', rnd(i, 2493, 60)) AS "NamedScheduleID",
       key22('schedule bid', i) AS "ScheduleBidID",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "ScheduleGenerationOptions",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", 1 + rnd(i, 2494, 5) AS "Version",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "XData"
FROM _optimizer(20, 2496) AS r JOIN _agent AS a ON a.agent = rnd(i, 2497, getvariable('agents'));

CREATE TABLE "IO_ScheduleInterval" AS
SELECT CASE WHEN chance(i, 2499, 80) THEN key22('activity code', rnd(i, 2498, 20)) END AS "ActivityCodeID",
       CASE WHEN chance(i, 2501, 80) THEN key22('activity', rnd(i, 2500, rows_for(1, 20))) END AS "ActivityID",
       key22('activity type', rnd(i, 2502, 12)) AS "ActivityTypeID",
       CASE WHEN chance(i, 2504, 80) THEN rnd(i, 2503, 2) END AS "ContiguousTime",
       CASE WHEN chance(i, 2506, 50) THEN remark(i, 2505) END AS "Description",
       CASE WHEN chance(i, 2508, 80) THEN rnd(i, 2507, 2) END AS "IsActual",
       CASE WHEN chance(i, 2510, 80) THEN rnd(i, 2509, 2) END AS "IsLoggedIn",
       CASE WHEN chance(i, 2512, 80) THEN rnd(i, 2511, 2) END AS "IsPlanned",
       CASE WHEN chance(i, 2513, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2514, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2516, 80) THEN rnd(i, 2515, 2) END AS "PaidTime",
       key22('schedule', rnd(i, 2517, rows_for(6, 24))) AS "ScheduleID",
       key22('schedule interval', i) AS "ScheduleIntervalID", i % 24 * 20 AS "StartOffset",
       i % 24 * 20 + 20 AS "StopOffset", 1 + rnd(i, 2522, 5) AS "Version"
FROM _optimizer(rows_for(20, 40), 2524) AS r JOIN _agent AS a ON a.agent = rnd(i, 2525, getvariable('agents'));

CREATE TABLE "IO_SchedulePreference" AS
SELECT CASE WHEN chance(i, 2527, 80) THEN key22('activity type', rnd(i, 2526, 12)) END AS "ActivityTypeID",
       15 * (1 + i % 16) AS "Length", CASE WHEN chance(i, 2530, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2531, 90) THEN modified END AS "ModifyDateTimeUTC", i % 6 AS "Rating",
       key22('schedule preference', i) AS "SchedulePreferenceID",
       key22('schedule preferences entry', rnd(i, 2534, rows_for(1, 12))) AS "SchedulePreferencesEntryID",
       begun AS "StartDateTimeUTC", 1 + rnd(i, 2535, 5) AS "Version"
FROM _optimizer(rows_for(3, 20), 2537) AS r JOIN _agent AS a ON a.agent = rnd(i, 2538, getvariable('agents'));

CREATE TABLE "IO_SchedulePreferencesEntry" AS
SELECT a.indiv_id AS "AgentID", pick(['Week plan', 'Woche', 'Semaine'], i, 2539) || ' ' || i AS "EntryName",
       rnd(i, 2540, 2) AS "IsDefault", CASE WHEN chance(i, 2541, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2542, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('schedule preferences entry', i) AS "SchedulePreferencesEntryID",
       CASE WHEN chance(i, 2543, 80) THEN begun END AS "StartDateTimeUTC",
       CASE WHEN chance(i, 2544, 80) THEN plus(begun, 8 * 3600) END AS "StopDateTimeUTC",
       1 + rnd(i, 2545, 5) AS "Version"
FROM _optimizer(rows_for(1, 12), 2547) AS r JOIN _agent AS a ON a.agent = rnd(i, 2548, getvariable('agents'));

CREATE TABLE "IO_TableVersion" AS
SELECT CASE WHEN chance(i, 2639, 30) THEN key22('m', i) END AS "MID", i AS "TableID",
       uid('table version', i) AS "Version"
FROM _optimizer(3, 2643) AS r;

CREATE TABLE "IO_Upgrade" AS
SELECT CASE WHEN chance(i, 2697, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2698, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('upgrade', i) AS "UpgradeID", 3000 + i AS "UpgradeVersion", 1 + rnd(i, 2701, 5) AS "Version"
FROM _optimizer(3, 2703) AS r JOIN _agent AS a ON a.agent = rnd(i, 2704, getvariable('agents'));

CREATE TABLE "IO_UpgradeNotes" AS
SELECT CASE WHEN chance(i, 2705, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2706, 90) THEN modified END AS "ModifyDateTimeUTC",
       'Étape ' || i || ': ' || remark(i, 2707) AS "Notes", key22('upgrade notes', i) AS "UpgradeNotesID",
       rnd(i, 2709, 10) AS "UpgradeNotesLevel", 3000 + i AS "UpgradeVersion", 1 + rnd(i, 2712, 5) AS "Version"
FROM _optimizer(4, 2714) AS r JOIN _agent AS a ON a.agent = rnd(i, 2715, getvariable('agents'));
