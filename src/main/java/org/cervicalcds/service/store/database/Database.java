package org.cervicalcds.service.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cervicalcds.service.background.ThrottledLog;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database, opened and migrated in the background: a service whose database is away starts all the same and goes on trying. A failure is
 * looked into every few seconds until a row can be written again; an embedded database, which closes itself on a full disk, is opened anew.
 *
 * <p>Two pools, so that a hook call that asks which cards stay away never waits behind a purge or a statistic.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(20);
    private static final long FIRST_TRY_SECONDS = 10;

    /** Threads and connections for look-ups. */
    public static final int LOOK_UPS = 4;

    private final Address address;
    private final Duration lookUpBudget;
    private final Duration pause;
    private final Runnable whenOpen;
    private final ThrottledLog seldom = new ThrottledLog(log);
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread opener;
    private volatile @Nullable Access access;
    private volatile boolean open;
    private volatile @Nullable String problem;

    /**
     * @param pause between attempts to open it
     * @param whenOpen runs once, in the opening thread, before the database counts as open
     */
    public Database(Address address, Duration lookUpBudget, Duration pause, Runnable whenOpen) {
        this.address = address;
        this.lookUpBudget = lookUpBudget;
        this.pause = pause;
        this.whenOpen = whenOpen;
        this.opener = new Thread(this::watch, "store-opener");
        opener.setDaemon(true);
    }

    /** What there is to work with, once the database is open. */
    private record Access(HikariDataSource work, HikariDataSource lookUps, PlatformTransactionManager transactions) {}

    public void start() {
        opener.start();
    }

    /** Migrated once; whether it can be reached at this moment is another question. */
    public boolean isOpen() {
        return open;
    }

    /** Other processes may write to it, too. */
    public boolean isShared() {
        return address.isShared();
    }

    /** Why the database cannot be used or written right now, in words for operators; null where nothing is known to be wrong. */
    @Nullable
    public String problem() {
        return problem;
    }

    /** Whether the first attempt to open it is still under way. */
    public boolean isOpening() {
        return tried.getCount() > 0;
    }

    private void watch() {
        do {
            if (access == null) {
                open();
            } else if (problem != null) {
                mend();
            }
        } while (!isClosing(pause));
    }

    private void open() {
        try {
            closeFolder();
            if (address.h2() && isShared()) {
                migrateInTurn();
            } else {
                migrate();
            }
            access = access();
            writeProbe();
            closeFolder();
            whenOpen.run();
            open = true;
            problem = null;
            log.info("The store is open ({})", address);
        } catch (RuntimeException e) {
            problem = DatabaseErrors.onOpening(e);
            seldom.warn("Store unavailable; responding without it: " + problem);
            closePools();
            if (DatabaseErrors.isFileInUse(e)) {
                // H2 may leave the file locked where a full disk stopped it from opening: the lock goes with objects
                // that nobody holds.
                System.gc();
            }
        } finally {
            tried.countDown();
        }
    }

    private void closeFolder() {
        Path folder = address.folder();
        if (folder != null) {
            DataFolder.close(folder);
        }
    }

    /** A pool of connections mends itself; an embedded database that has closed itself does not. */
    private void mend() {
        try {
            writeProbe();
            problem = null;
            log.info("The store can be written again ({})", address);
        } catch (RuntimeException e) {
            problem = DatabaseErrors.of(e);
            if (address.embedded()) {
                seldom.warn("Store unavailable; reopening it: " + problem);
                closePools();
                stop("SHUTDOWN IMMEDIATELY");
                open();
            }
        }
    }

    /** A row that is written and taken away: a full disk or a file that is read only shows in nothing less. */
    private void writeProbe() {
        durably(() -> {
            client().sql("insert into early_feedback (item_key, received_at) values ('probe', current_timestamp)"
                            + " on conflict do nothing")
                    .update();
            return client().sql("delete from early_feedback where item_key = 'probe'")
                    .update();
        });
    }

    /** Notes a failure that does not lie in the data; the database is looked into soon. */
    private void failed(RuntimeException failure) {
        if (!DatabaseErrors.isInTheData(failure) && access != null) {
            problem = DatabaseErrors.of(failure);
        }
    }

    private boolean isClosing(Duration within) {
        try {
            return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private DriverManagerDataSource direct() {
        return new DriverManagerDataSource(address.url(), address.driverProperties());
    }

    /** Flyway has no lock on an empty H2: two that migrated it at once would leave it broken for good. Whoever waits too long tries again. */
    private void migrateInTurn() {
        DriverManagerDataSource source = direct();
        JdbcClient client = JdbcClient.create(source);
        // In a schema of its own: Flyway refuses one that has tables which are not its own.
        client.sql("create schema if not exists migration").update();
        client.sql("create table if not exists migration.turn (id int primary key)")
                .update();
        client.sql("insert into migration.turn (id) values (1) on conflict do nothing")
                .update();
        new TransactionTemplate(new JdbcTransactionManager(source)).executeWithoutResult(turn -> {
            client.sql("select id from migration.turn for update")
                    .query(Integer.class)
                    .single();
            migrate();
        });
    }

    private void migrate() {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(direct())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    private Access access() {
        HikariDataSource work = pool("store", 6, Duration.ofSeconds(2), LONGEST_STATEMENT);
        // Hikari waits 250 ms at the least; whoever looks something up waits no longer than the budget.
        HikariDataSource lookUps = pool("store-look-ups", LOOK_UPS, Duration.ofMillis(250), lookUpBudget);
        return new Access(work, lookUps, new JdbcTransactionManager(work));
    }

    private HikariDataSource pool(String name, int size, Duration longestWait, Duration longestStatement) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(address.url());
        Properties properties = address.driverProperties();
        config.setUsername(address.username());
        config.setPassword(address.password());
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(longestWait.toMillis());
        config.setValidationTimeout(Math.min(1000, longestWait.toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql(address.limit(longestStatement));
        return new HikariDataSource(config);
    }

    /** For everything but look-ups. */
    public JdbcClient client() {
        return JdbcClient.create(opened().work());
    }

    /** For batches. */
    public JdbcTemplate template() {
        return new JdbcTemplate(opened().work());
    }

    /** For look-ups, whose statements run no longer than the budget. */
    public JdbcClient lookUps() {
        return JdbcClient.create(opened().lookUps());
    }

    /** All or nothing. */
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        PlatformTransactionManager transactions = opened().transactions();
        TransactionStatus transaction;
        try {
            transaction = transactions.getTransaction(TransactionDefinition.withDefaults());
        } catch (RuntimeException e) {
            failed(e);
            throw e;
        }
        T result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            rollBack(transactions, transaction);
            failed(e);
            throw e;
        } catch (Error e) {
            rollBack(transactions, transaction);
            throw e;
        }
        try {
            transactions.commit(transaction);
        } catch (RuntimeException e) {
            failed(e);
            throw e;
        }
        return result;
    }

    /** By hand and not by Spring's template, which logs both failures with the messages of the database. */
    private static void rollBack(PlatformTransactionManager transactions, TransactionStatus transaction) {
        try {
            transactions.rollback(transaction);
        } catch (RuntimeException e) {
            log.debug("The connection is gone, and the transaction with it: {}", DatabaseErrors.of(e));
        }
    }

    /** All or nothing, and on the disk before it returns. */
    public <T extends @Nullable Object> T durably(Supplier<T> work) {
        T result = inTransaction(() -> {
            if (!address.h2()) {
                // Where the server is set to acknowledge before it has written, this transaction waits all the same.
                client().sql("select set_config('synchronous_commit', 'on', true)"
                                + " where current_setting('synchronous_commit') = 'off'")
                        .query(String.class)
                        .optional();
            }
            return work.get();
        });
        if (address.h2()) {
            // H2 has written the commit; this makes the operating system write it, too.
            template().execute("CHECKPOINT SYNC");
        }
        return result;
    }

    /** Writes the embedded database, as it is at one moment, into a zip file; takes as long as it takes. */
    void copyTo(Path file) {
        opened();
        new JdbcTemplate(direct()).update("backup to ?", file.toString());
    }

    private Access opened() {
        Access opened = access;
        if (opened == null) {
            throw new StoreUnavailableException("the store is not open yet");
        }
        return opened;
    }

    /**
     * Does some work and tells every failure of the database as one thing.
     *
     * @throws StoreUnavailableException where it cannot be done now
     */
    public <T extends @Nullable Object> T orUnavailable(Supplier<T> work) {
        awaitFirstTry();
        try {
            return work.get();
        } catch (NestedRuntimeException e) {
            failed(e);
            throw new StoreUnavailableException(DatabaseErrors.of(e));
        }
    }

    /** A moment after the start the first attempt may still be under way. */
    public void awaitFirstTry() {
        try {
            if (access == null && !tried.await(FIRST_TRY_SECONDS, TimeUnit.SECONDS)) {
                throw new StoreUnavailableException("the store is still being opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the store was being opened");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            opener.join(TimeUnit.SECONDS.toMillis(FIRST_TRY_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean opened = access != null;
        closePools();
        if (opened && address.embedded() && !stop("SHUTDOWN")) {
            log.warn("The database file was not closed cleanly; it recovers when it is opened");
        }
    }

    private void closePools() {
        Access opened = access;
        open = false;
        access = null;
        if (opened != null) {
            opened.lookUps().close();
            opened.work().close();
        }
    }

    private boolean stop(String how) {
        try {
            new JdbcTemplate(direct()).execute(how);
            return true;
        } catch (RuntimeException e) {
            log.debug("{}: {}", how, DatabaseErrors.of(e));
            return false;
        }
    }
}
