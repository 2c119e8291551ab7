-- What each suggestion of a card says, for counting which are accepted: lines of uuid and label, with nothing of the record in them.
alter table sent_card add column suggestion_labels varchar(2000) default '' not null;

-- A card that is seen again in an encounter counts once from now on: all days are counted anew.
insert into changed_day (called_on) select distinct called_on from hook_call;
