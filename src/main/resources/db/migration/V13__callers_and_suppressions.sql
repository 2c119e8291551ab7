-- The tenant and the FHIR base address of a call are part of every key. Keys made before have neither: their snoozes end here.
alter table hook_call add column tenant varchar(200) default '' not null;
alter table hook_call add column fhir_server varchar(300) default '' not null;
alter table feedback add column tenant varchar(200) default '' not null;
alter table feedback alter column user_comment set data type varchar(4000);
-- Codes of override reasons that do not settle the card as it was sent, parted by a space.
alter table sent_card add column unsettled_by varchar(400) default '' not null;

-- What may keep a card away from a patient now: an override that settled it (reason_code), or that it was shown already. Look-ups read
-- this and no history. item_key is that of the feedback, or a hash over patient, card and encounter.
create table suppression (
    item_key      varchar(48)              not null primary key,
    patient_key   varchar(24)              not null,
    card          varchar(120)             not null,
    tier          varchar(8)               not null,
    reason_code   varchar(200),
    evidence      varchar(2600)            not null,
    encounter_key varchar(24),
    instance_key  varchar(24),
    since         timestamp with time zone not null,
    kept_at       timestamp with time zone not null
);
create index suppression_of_patient on suppression (patient_key);
create index suppression_kept on suppression (kept_at);

-- Overrides that came before their card was on record; matched within seconds.
create table early_feedback (
    item_key    varchar(48)              not null primary key,
    received_at timestamp with time zone not null
);
