package org.cervicalcds.service.store.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The two databases; one PostgreSQL serves all tests, each in a database of its own. */
public enum TestDatabase {
    H2,
    POSTGRESQL;

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Started when a test first needs it. */
    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new and empty database. */
    public StoreSettings fresh(Path folder) {
        return switch (this) {
            case H2 -> StoreSettings.in(folder);
            case POSTGRESQL -> StoreSettings.in(folder).with(postgresPlace(postgresPort(), freshPostgres()));
        };
    }

    public static int postgresPort() {
        return Postgres.SERVER.getPort();
    }

    public static String freshPostgres() {
        String name = "store" + COUNT.incrementAndGet();
        try (Connection connection = Postgres.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    /** A database of the server, through this port. */
    public static StoreSettings.Place postgresPlace(int port, String name) {
        return new StoreSettings.Place("jdbc:postgresql://localhost:" + port + "/" + name, "postgres", "postgres");
    }

    /** A way in past the store; closing the last one does not close the database. */
    public static Connection connect(StoreSettings settings) {
        Address address = Address.of(settings);
        try {
            return DriverManager.getConnection(address.url(), address.driverProperties());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
