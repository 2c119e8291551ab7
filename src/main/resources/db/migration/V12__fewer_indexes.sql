-- Each index of hook_call is written with every call. What was read by time is read by day and id, which are in the order of time as well;
-- repeats of a day's calls are found among the calls of that day and the next.
drop index hook_call_at;
drop index hook_call_of_first;
