-- Optimizer: forecasts of volume and headcount, long-term plans, time off.
-- Times ending in UTC are UTC; those ending in SUT are days of the scheduling unit.

CREATE TABLE "IO_AIForecastRpt" AS
SELECT key22('aiforecast rpt', i) AS "AIForecastRptID", '{"anomalies": [' || i || ']}' AS "DataAnomalies",
       '{"anomalies": [' || i || ']}' AS "Metadata", pick(['Volume', 'Talk time', 'ACW'], i, 2236) AS "Metric",
       CASE WHEN chance(i, 2237, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2238, 90) THEN modified END AS "ModifyDateTimeUTC",
       pick(['Sales|Call|*', 'Kundendienst Süd|E-Mail|*'], i, 2239) AS "RouteGroup",
       1 + rnd(i, 2240, 5) AS "Version", key22('volume forecast', rnd(i, 2241, 60)) AS "VolumeForecastID"
FROM _optimizer(24, 2243) AS r JOIN _agent AS a ON a.agent = rnd(i, 2244, getvariable('agents'));

CREATE TABLE "IO_DaySelection" AS
SELECT key22('day selection', i) AS "DaySelectionID", begun AS "ForecastDateUTC",
       date_trunc('day', begun) AS "HistoryDate",
       CASE WHEN chance(i, 2302, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2303, 90) THEN modified END AS "ModifyDateTimeUTC",
       [-300, 60, 330][1 + i % 3] AS "UTCMinutesOffset", 1 + rnd(i, 2306, 5) AS "Version",
       key22('volume forecast', rnd(i, 2307, 60)) AS "VolumeForecastID", 1 + i % 4 AS "Weight"
FROM _optimizer(rows_for(1, 15), 2311) AS r JOIN _agent AS a ON a.agent = rnd(i, 2312, getvariable('agents'));

CREATE TABLE "IO_ForecastDataModification" AS
SELECT rnd(i, 2325, 10) AS "DaysApplicable", rnd(i, 2327, 10) AS "DurationInMinutes",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "FilteredRouteGroups",
       key22('forecast data modification', i) AS "ForecastDataModificationID", rnd(i, 2329, 10) AS "Metric",
       CASE WHEN chance(i, 2330, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2331, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2332, 2) AS "OperationEnabled", rnd(i, 2334, 10) AS "OperationOrder",
       rnd(i, 2336, 10) AS "OperationType", rnd(i, 2338, 10) AS "StartOffsetInMinutes",
       rnd(i, 2339, 4000) / 16.0::DOUBLE AS "Value", 1 + rnd(i, 2340, 5) AS "Version",
       key22('volume forecast', rnd(i, 2341, 60)) AS "VolumeForecastID"
FROM _optimizer(40, 2343) AS r JOIN _agent AS a ON a.agent = rnd(i, 2344, getvariable('agents'));

CREATE TABLE "IO_ForecastScheduleEntry" AS
SELECT pick(['Week plan', 'Woche', 'Semaine'], i, 2345) || ' ' || i AS "EntryName",
       key22('forecast schedule entry', i) AS "ForecastScheduleEntryID",
       CASE WHEN chance(i, 2346, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2347, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2349, 10) AS "ProcessCompletionLevel", key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       begun AS "StartDateUTC", plus(begun, 8 * 3600) AS "StopDateUTC",
       CASE WHEN chance(i, 2351, 80)
           THEN pick(['Eastern Standard Time', 'Romance Standard Time', 'India Standard Time'], i, 2350) END AS "TimeZoneID",
       1 + rnd(i, 2352, 5) AS "Version"
FROM _optimizer(60, 2354) AS r JOIN _agent AS a ON a.agent = rnd(i, 2355, getvariable('agents'));

CREATE TABLE "IO_ForecastSourceData" AS
SELECT CASE WHEN chance(i, 2357, 80) THEN pick(['calls_2010.csv', 'Anrufe_ä.csv'], i, 2356) END AS "FileName",
       i % 7 AS "ForecastDay", key22('forecast source data', i) AS "ForecastSourceDataID",
       CASE WHEN chance(i, 2360, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2361, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2362, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "SerializedSourceData",
       CASE WHEN chance(i, 2363, 80) THEN begun END AS "SourceDateUTC", 1 + rnd(i, 2364, 5) AS "Version",
       key22('volume forecast', rnd(i, 2365, 60)) AS "VolumeForecastID",
       rnd(i, 2366, 4000) / 16.0::DOUBLE AS "Weight"
FROM _optimizer(80, 2368) AS r JOIN _agent AS a ON a.agent = rnd(i, 2369, getvariable('agents'));

CREATE TABLE "IO_HeadcountForecast" AS
SELECT key22('forecast schedule entry', rnd(i, 2370, 60)) AS "ForecastScheduleEntryID",
       rnd(i, 2372, 10) AS "GenerationMethod", key22('headcount forecast', i) AS "HeadcountForecastID",
       pick(['Headcount', 'Kopfzahl'], i, 2373) || ' ' || i AS "HeadcountForecastName",
       CASE WHEN chance(i, 2374, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2375, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2377, 10) AS "ProcessCompletionLevel",
       CASE WHEN chance(i, 2378, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "SLCalibration",
       rnd(i, 2379, 2) AS "UsesNewSkillsetBehavior", 1 + rnd(i, 2380, 5) AS "Version",
       key22('volume forecast', rnd(i, 2381, 60)) AS "VolumeForecastID"
FROM _optimizer(60, 2383) AS r JOIN _agent AS a ON a.agent = rnd(i, 2384, getvariable('agents'));

CREATE TABLE "IO_LongTermForecast" AS
SELECT CASE WHEN chance(i, 2386, 50) THEN remark(i, 2385) END AS "Description",
       date_trunc('day', plus(begun, 7 * 86400)) AS "EndDateSUT",
       CASE WHEN chance(i, 2387, 80) THEN begun END AS "HeadcountGenerationTimeUTC",
       key22('long term forecast', i) AS "LongTermForecastID",
       CASE WHEN chance(i, 2388, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2389, 90) THEN modified END AS "ModifyDateTimeUTC",
       pick(['Plan', 'Jahresplan', 'Prévision'], i, 2390) || ' ' || i AS "Name",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID",
       date_trunc('day', plus(begun, 7 * 86400)) AS "SourceDataEndSUT",
       date_trunc('day', begun) AS "SourceDataStartSUT",
       CASE WHEN chance(i, 2392, 80) THEN pick(['history.xlsx', 'Geschäftsjahr.xlsx'], i, 2391) END AS "SourceExcelFileName",
       date_trunc('day', begun) AS "StartDateSUT", 1 + rnd(i, 2393, 5) AS "Version",
       begun AS "VolumeDataGenerationTimeUTC"
FROM _optimizer(12, 2395) AS r JOIN _agent AS a ON a.agent = rnd(i, 2396, getvariable('agents'));

CREATE TABLE "IO_LTFData" AS
SELECT CASE WHEN chance(i, 2397, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "ForecastData",
       key22('long term forecast', rnd(i, 2398, 12)) AS "LongTermForecastID",
       key22('ltfdata', i) AS "LTFDataID", CASE WHEN chance(i, 2399, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2400, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2401, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "RepresentativeWeek",
       CASE WHEN chance(i, 2402, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "SourceData",
       1 + rnd(i, 2403, 5) AS "Version"
FROM _optimizer(24, 2405) AS r JOIN _agent AS a ON a.agent = rnd(i, 2406, getvariable('agents'));

CREATE TABLE "IO_LTFModification" AS
SELECT CASE WHEN chance(i, 2408, 50) THEN remark(i, 2407) END AS "Description",
       CASE WHEN chance(i, 2409, 80) THEN date_trunc('day', plus(begun, 7 * 86400)) END AS "EndDateSUT",
       CASE WHEN chance(i, 2410, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "FilterSet",
       CASE WHEN chance(i, 2411, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "GridModificationDataSet",
       rnd(i, 2412, 2) AS "IsSelected", key22('long term forecast', rnd(i, 2413, 12)) AS "LongTermForecastID",
       key22('ltfmodification', i) AS "LTFModificationID",
       CASE WHEN chance(i, 2415, 80) THEN pick(['Volume', 'Talk time', 'ACW'], i, 2414) END AS "Metric",
       rnd(i, 2417, 10) AS "ModificationOrder",
       CASE WHEN chance(i, 2419, 80) THEN rnd(i, 2418, 480)::DECIMAL(18, 0) END AS "ModificationValue",
       CASE WHEN chance(i, 2420, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2421, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2422, 80) THEN date_trunc('day', begun) END AS "StartDateSUT",
       rnd(i, 2424, 10) AS "Type", 1 + rnd(i, 2425, 5) AS "Version"
FROM _optimizer(40, 2427) AS r JOIN _agent AS a ON a.agent = rnd(i, 2428, getvariable('agents'));

CREATE TABLE "IO_LTFSRStatGroup" AS
SELECT key22('coverage group', rnd(i, 2429, 9)) AS "CoverageGroupID",
       key22('ltfsrstat group', i) AS "LTFSRStatGroupID",
       CASE WHEN chance(i, 2430, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2431, 90) THEN modified END AS "ModifyDateTimeUTC",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "PerDayStaffingReqStats",
       key22('ltfstaffing requirement', rnd(i, 2432, 12)) AS "StaffingRequirementID",
       1 + rnd(i, 2433, 5) AS "Version"
FROM _optimizer(24, 2435) AS r JOIN _agent AS a ON a.agent = rnd(i, 2436, getvariable('agents'));

CREATE TABLE "IO_LTFStaffingRequirement" AS
SELECT date_trunc('day', plus(begun, 7 * 86400)) AS "EndDateSUT",
       CASE WHEN chance(i, 2437, 80) THEN plus(begun, 86400) END AS "LastStatUpdateTimeUTC",
       key22('long term forecast', rnd(i, 2438, 12)) AS "LongTermForecastID",
       key22('ltfstaffing requirement', i) AS "LTFStaffingRequirementID",
       CASE WHEN chance(i, 2439, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2440, 90) THEN modified END AS "ModifyDateTimeUTC",
       '<Data Id="' || i || '">' || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' AS "PerDayShrinkage",
       date_trunc('day', begun) AS "StartDateSUT", 1 + rnd(i, 2441, 5) AS "Version"
FROM _optimizer(12, 2443) AS r JOIN _agent AS a ON a.agent = rnd(i, 2444, getvariable('agents'));

CREATE TABLE "IO_TimeOffAvailability" AS
SELECT date_trunc('day', begun) AS "AvailabilityDateSUT",
       rnd(i, 2654, 480)::DECIMAL(18, 0) AS "AvailableMinutes",
       key22('coverage group', rnd(i, 2655, 9)) AS "CoverageGroupID", rnd(i, 2656, 2) AS "IsBlackout",
       CASE WHEN chance(i, 2657, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2658, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('time off availability', i) AS "TimeOffAvailabilityID", 1 + rnd(i, 2659, 5) AS "Version",
       rnd(i, 2660, 480)::DECIMAL(18, 0) AS "WaitlistedMinutes"
FROM _optimizer(rows_for(3, 20), 2662) AS r JOIN _agent AS a ON a.agent = rnd(i, 2663, getvariable('agents'));

CREATE TABLE "IO_TimeOffPlan" AS
SELECT CASE WHEN chance(i, 2664, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "AllotmentDistributions",
       CASE WHEN chance(i, 2666, 50) THEN remark(i, 2665) END AS "Description",
       date_trunc('day', plus(begun, 7 * 86400)) AS "EndDateSUT", rnd(i, 2667, 2) AS "IsActive",
       rnd(i, 2668, 2) AS "IsPlanActive",
       CASE WHEN chance(i, 2669, 80) THEN plus(begun, 86400) END AS "LastLTFImportTimeUTC",
       CASE WHEN chance(i, 2671, 80) THEN key22('ltfstaffing requirement', rnd(i, 2670, 12)) END AS "LTFStaffingRequirementID",
       CASE WHEN chance(i, 2672, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2673, 90) THEN modified END AS "ModifyDateTimeUTC",
       key22('scheduling unit', 1 + i % 3) AS "SchedulingUnitID", date_trunc('day', begun) AS "StartDateSUT",
       key22('time off plan', i) AS "TimeOffPlanID",
       pick(['Time off', 'Urlaub', 'Congés'], i, 2674) || ' ' || i AS "TimeOffPlanName",
       1 + rnd(i, 2675, 5) AS "Version"
FROM _optimizer(12, 2677) AS r JOIN _agent AS a ON a.agent = rnd(i, 2678, getvariable('agents'));

CREATE TABLE "IO_TimeOffPlanAllotment" AS
SELECT rnd(i, 2680, 10) AS "AllotmentDayOffset", rnd(i, 2681, 480)::DECIMAL(18, 0) AS "AllottedHours",
       CASE WHEN chance(i, 2683, 80) THEN rnd(i, 2682, 480)::DECIMAL(18, 0) END AS "AllottedHoursCap",
       key22('coverage group', rnd(i, 2684, 9)) AS "CoverageGroupID", rnd(i, 2685, 2) AS "IsBlackedOut",
       CASE WHEN chance(i, 2686, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2687, 90) THEN modified END AS "ModifyDateTimeUTC",
       CASE WHEN chance(i, 2689, 80) THEN rnd(i, 2688, 480)::DECIMAL(18, 0) END AS "PredictedStaffHours",
       CASE WHEN chance(i, 2691, 80) THEN rnd(i, 2690, 480)::DECIMAL(18, 0) END AS "RequiredStaffHours",
       key22('time off plan allotment', i) AS "TimeOffPlanAllotmentID",
       key22('time off plan', rnd(i, 2692, 12)) AS "TimeOffPlanID", 1 + rnd(i, 2693, 5) AS "Version"
FROM _optimizer(rows_for(2, 20), 2695) AS r JOIN _agent AS a ON a.agent = rnd(i, 2696, getvariable('agents'));

CREATE TABLE "IO_VolumeForecast" AS
SELECT CASE WHEN chance(i, 2728, 50) THEN remark(i, 2727) END AS "Description",
       key22('forecast schedule entry', rnd(i, 2729, 60)) AS "ForecastScheduleEntryID",
       rnd(i, 2731, 10) AS "ForecastStatus", rnd(i, 2733, 10) AS "ForecastType",
       CASE WHEN chance(i, 2734, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2735, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2737, 10) AS "ProcessCompletionLevel", NULL::VARCHAR AS "PureCloudID",
       CASE WHEN chance(i, 2738, 75) THEN '<Data Id="' || i || '">'
           || repeat('<Day>0 12 40 38 7</Day>', CASE WHEN i = 5 THEN 4000 ELSE 3 + i % 20 END)
           || '</Data>' END AS "RouteGroupMap",
       1 + rnd(i, 2739, 5) AS "Version", key22('volume forecast', i) AS "VolumeForecastID",
       pick(['Forecast', 'Prognose', 'Prévision'], i, 2740) || ' ' || i AS "VolumeForecastName"
FROM _optimizer(60, 2742) AS r JOIN _agent AS a ON a.agent = rnd(i, 2743, getvariable('agents'));

CREATE TABLE "IO_VolumeForecastStats" AS
SELECT rnd(i, 2745, 1000) AS "ACWComplete",
       CASE WHEN chance(i, 2747, 80) THEN rnd(i, 2746, 4000) / 16.0::DOUBLE END AS "AverageACWTimeInSeconds",
       CASE WHEN chance(i, 2749, 80) THEN rnd(i, 2748, 4000) / 16.0::DOUBLE END AS "AverageTalkTimeInSeconds",
       rnd(i, 2751, 1000) AS "Completed", 15 AS "Duration", i % 8 AS "InteractionType",
       begun AS "IntervalStartUTC", CASE WHEN chance(i, 2756, 90) THEN a.user_id END AS "ModifierUserID",
       CASE WHEN chance(i, 2757, 90) THEN modified END AS "ModifyDateTimeUTC",
       rnd(i, 2759, 1000) AS "NumberACW",
       CASE WHEN chance(i, 2761, 80) THEN rnd(i, 2760, 4000) / 16.0::DOUBLE END AS "NumberOfInteractions",
       rnd(i, 2763, 1000) AS "Offered", CASE WHEN chance(i, 2766, 80) THEN 1 + i % 3 END AS "SiteID",
       pick(['English', 'Français', 'हिन्दी'], i, 2767) AS "SkillSet", rnd(i, 2769, 1000) AS "TalkCompleteACD",
       1 + rnd(i, 2770, 5) AS "Version", key22('volume forecast', rnd(i, 2771, 60)) AS "VolumeForecastID",
       key22('volume forecast stats', i) AS "VolumeForecastStatsID", w.name AS "WorkgroupName"
FROM _optimizer(rows_for(12, 30), 2773) AS r JOIN _agent AS a ON a.agent = rnd(i, 2774, getvariable('agents'))
JOIN _workgroup AS w ON w.workgroup = i % 12;
