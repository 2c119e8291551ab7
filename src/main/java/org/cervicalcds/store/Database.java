package org.cervicalcds.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/**
 * The database, opened and migrated in the background: a service whose database is away starts all the same and goes on trying.
 *
 * <p>Two pools, so that a hook call that asks which cards stay away never waits behind a purge or a statistic.
 */
final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(20);
    private static final long FIRST_TRY_SECONDS = 10;

    /** Threads and connections for look-ups. */
    static final int LOOK_UPS = 4;

    private final Address address;
    private final Duration lookUpBudget;
    private final Duration pause;
    private final Runnable whenOpen;
    private final SeldomLog seldom = new SeldomLog(log);
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread opener;
    private volatile @Nullable Access access;

    /**
     * @param pause between attempts to open it
     * @param whenOpen runs once, in the opening thread
     */
    Database(Address address, Duration lookUpBudget, Duration pause, Runnable whenOpen) {
        this.address = address;
        this.lookUpBudget = lookUpBudget;
        this.pause = pause;
        this.whenOpen = whenOpen;
        this.opener = new Thread(this::open, "store-opener");
        opener.setDaemon(true);
    }

    /** What there is to work with, once the database is open. */
    private record Access(HikariDataSource work, HikariDataSource lookUps, PlatformTransactionManager transactions) {}

    void start() {
        opener.start();
    }

    /** Migrated once; whether it can be reached at this moment is another question. */
    boolean isOpen() {
        return access != null;
    }

    /** Other processes may write to it, too. */
    boolean isShared() {
        return address.isShared();
    }

    private void open() {
        do {
            try {
                migrate();
                Access opened = access();
                access = opened;
                log.info("The store is open ({})", address);
                whenOpen.run();
            } catch (RuntimeException e) {
                seldom.warn("The store is not open, answers go on without it: " + Trouble.onOpening(e));
            } finally {
                tried.countDown();
            }
        } while (access == null && !isClosing(pause));
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
    JdbcClient client() {
        return JdbcClient.create(opened().work());
    }

    /** For batches. */
    JdbcTemplate template() {
        return new JdbcTemplate(opened().work());
    }

    /** For look-ups, whose statements run no longer than the budget. */
    JdbcClient lookUps() {
        return JdbcClient.create(opened().lookUps());
    }

    /** All or nothing. */
    <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        PlatformTransactionManager transactions = opened().transactions();
        TransactionStatus transaction = transactions.getTransaction(TransactionDefinition.withDefaults());
        T result;
        try {
            result = work.get();
        } catch (RuntimeException | Error e) {
            rollBack(transactions, transaction);
            throw e;
        }
        transactions.commit(transaction);
        return result;
    }

    /** By hand and not by Spring's template, which logs both failures with the messages of the database. */
    private static void rollBack(PlatformTransactionManager transactions, TransactionStatus transaction) {
        try {
            transactions.rollback(transaction);
        } catch (RuntimeException e) {
            log.debug("The connection is gone, and the transaction with it: {}", Trouble.of(e));
        }
    }

    /** All or nothing, and on the disk before it returns. */
    <T extends @Nullable Object> T durably(Supplier<T> work) {
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
    <T extends @Nullable Object> T orUnavailable(Supplier<T> work) {
        awaitFirstTry();
        try {
            return work.get();
        } catch (NestedRuntimeException e) {
            throw new StoreUnavailableException(Trouble.of(e));
        }
    }

    /** A moment after the start the first attempt may still be under way. */
    void awaitFirstTry() {
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
        Access opened = access;
        access = null;
        if (opened == null) {
            return;
        }
        opened.lookUps().close();
        opened.work().close();
        if (address.embedded()) {
            shutDown();
        }
    }

    private void shutDown() {
        try {
            new JdbcTemplate(direct()).execute("SHUTDOWN");
        } catch (NestedRuntimeException e) {
            log.warn("The database file was not closed in good order, it recovers when opened: {}", Trouble.of(e));
        }
    }
}
