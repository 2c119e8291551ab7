-- Each index of hook_call is written with every call. What was read by time is read by day and id, which are in the order of time as well;
-- answers are found from the cards that were sent, which are few.
create index sent_card_at on sent_card (sent_at);
drop index hook_call_at;
drop index hook_call_of_first;
