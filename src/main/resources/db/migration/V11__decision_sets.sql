-- What is decided about all cards of a call comes in few combinations: each is kept once, and a call names its own. Calls of before keep their
-- rows in card_decision.
create table decision_set (
    id      uuid not null primary key,
    -- The last day of which a call names it; it goes when the calls of that day have gone.
    used_on date not null
);
create index decision_set_used on decision_set (used_on);

create table decision_in_set (
    set_id    uuid         not null references decision_set (id) on delete cascade,
    card      varchar(120) not null,
    card_hash varchar(80)  not null,
    tier      varchar(8),
    outcome   varchar(12)  not null,
    reason    varchar(200) not null,
    primary key (set_id, card)
);

-- No foreign key: to remove a set would then read all calls.
alter table hook_call add column decision_set uuid;

-- What was decided about each card definition in a hook call, wherever it is kept.
create view call_decision as
select call_id, card, card_hash, tier, outcome, reason
from card_decision
union all
select h.id, d.card, d.card_hash, d.tier, d.outcome, d.reason
from hook_call h
join decision_in_set d on d.set_id = h.decision_set;

-- In place of first_call, by 64 bits of the hash: a number is the place of a row, so that a call costs no index. It holds an hour: to remove
-- the old reads all of it. first_call stays for replicas of the version before until they are gone.
create table first_of_instance (
    instance  bigint                   not null primary key,
    call_id   uuid                     not null,
    called_at timestamp with time zone not null
);

-- A day is read page by page.
drop index hook_call_on_day;
create index hook_call_on_day on hook_call (called_on, id);
