-- What the statistics read: counts for each day, made from the rows of that day and made anew when they change.

-- Cards by what became of them. A tier, reason or answer that there is not is empty. Feedback counts on the day of the call it answers.
create table card_day (
    called_on   date         not null,
    called_week date         not null,
    client      varchar(200) not null,
    card        varchar(120) not null,
    tier        varchar(8)   not null,
    card_hash   varchar(80)  not null,
    outcome     varchar(12)  not null,
    why         varchar(200) not null,
    cards       bigint       not null,
    primary key (called_on, client, card, tier, card_hash, outcome, why)
);

-- Times as histograms: of the parts of hook calls, by service, in microseconds; from card to answer, by card, in milliseconds.
create table time_day (
    called_on date           not null,
    client    varchar(200)   not null,
    kind      varchar(10)    not null,
    name      varchar(200)   not null,
    histogram varchar(50000) not null,
    primary key (called_on, client, kind, name)
);

-- Days that were counted; a row is locked while its day is counted anew.
create table counted_day (
    called_on date not null primary key
);

-- What changed since: a day, or a card that was answered, of which the day is found later. Rows are only added and removed, so that no
-- writer waits for another.
create table changed_day (
    id        bigint generated always as identity primary key,
    called_on date,
    card      varchar(200),
    client    varchar(200)
);

-- Repeats of a call count on the day of the first one.
create index hook_call_of_first on hook_call (first_id);

insert into changed_day (called_on) select distinct called_on from hook_call;
