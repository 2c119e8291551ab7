-- Runs on H2 (PostgreSQL mode) and on PostgreSQL alike. Keys of patients, encounters, hook instances and evidence are keyed hashes.

-- One row for each hook call. A repeat is a call for the same hook instance, service and patient within a short time;
-- first_id names the call it repeats, and is the own id of all others.
create table hook_call (
    id            uuid                     not null primary key,
    first_id      uuid                     not null,
    is_repeat     boolean                  not null,
    called_at     timestamp with time zone not null,
    called_on     date                     not null,
    called_week   date                     not null,
    client        varchar(200)             not null,
    service       varchar(200)             not null,
    hook          varchar(60)              not null,
    instance_key  varchar(24),
    patient_key   varchar(24),
    encounter_key varchar(24),
    content       varchar(80)              not null,
    read_us       bigint                   not null,
    fetch_us      bigint                   not null,
    decide_us     bigint                   not null,
    write_us      bigint                   not null,
    total_us      bigint                   not null,
    status        integer                  not null
);
create index hook_call_on_day on hook_call (called_on);
create index hook_call_at on hook_call (called_at);

-- The first call for a hook instance, service and patient, by which repeats are told on every replica.
create table first_call (
    instance_key varchar(24)              not null primary key,
    call_id      uuid                     not null,
    called_at    timestamp with time zone not null
);
create index first_call_at on first_call (called_at);

-- What was decided about each card definition in a hook call.
create table card_decision (
    call_id   uuid         not null references hook_call (id) on delete cascade,
    card      varchar(120) not null,
    card_hash varchar(80)  not null,
    tier      varchar(8),
    outcome   varchar(12)  not null,
    reason    varchar(200) not null,
    primary key (call_id, card)
);

-- A card as it was sent, by the uuid that feedback names. Suggestions and evidence are lists parted by a space.
create table sent_card (
    uuid          varchar(64)              not null primary key,
    call_id       uuid                     not null references hook_call (id) on delete cascade,
    sent_at       timestamp with time zone not null,
    client        varchar(200)             not null,
    instance_key  varchar(24),
    patient_key   varchar(24),
    encounter_key varchar(24),
    card          varchar(120)             not null,
    tier          varchar(8)               not null,
    suggestions   varchar(2000)            not null,
    evidence      varchar(2600)            not null
);
create index sent_card_of_patient on sent_card (patient_key, card);
create index sent_card_of_call on sent_card (call_id);

-- One row for each accepted suggestion, or for each override. item_key is a hash over what makes two items the same.
create table feedback (
    item_key       varchar(48)              not null primary key,
    received_at    timestamp with time zone not null,
    happened_at    timestamp with time zone not null,
    time_source    varchar(10)              not null,
    client         varchar(200)             not null,
    service        varchar(200)             not null,
    card           varchar(200)             not null,
    outcome        varchar(10)              not null,
    suggestion     varchar(200)             not null,
    reason_system  varchar(300),
    reason_code    varchar(200),
    reason_display varchar(300),
    user_comment   varchar(2000)
);
create index feedback_of_card on feedback (card);
create index feedback_received on feedback (received_at);

-- Ids of client tokens that were used.
create table used_token (
    token_key  varchar(48)              not null primary key,
    expires_at timestamp with time zone not null
);
create index used_token_expiry on used_token (expires_at);
