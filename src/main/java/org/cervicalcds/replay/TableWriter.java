package org.cervicalcds.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes rows of one table to one file, in one format. */
interface TableWriter extends AutoCloseable {
    void write(String... columns) throws IOException;

    @Override
    void close() throws IOException;

    /** What a table can be written as. */
    enum Format {
        /** With a library that lies beside the service ({@link ParquetTable}). */
        PARQUET(".parquet"),
        /** As RFC 4180 has it. */
        CSV(".csv");

        /** Names only: whatever names the types themselves cannot even be loaded without them. */
        private static final List<String> LIBRARY = List.of(
                "org.apache.parquet.hadoop.ParquetWriter",
                "org.apache.hadoop.conf.Configuration",
                "org.locationtech.jts.io.ParseException");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** Says that the library that it takes is on the class path: that of Parquet is not inside of the service's jar (docs/replay.md). */
        boolean isPossible() {
            if (this == CSV) {
                return true;
            }
            try {
                for (String type : LIBRARY) {
                    Class.forName(type, false, TableWriter.class.getClassLoader());
                }
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        }

        String fileOf(Table table) {
            return table.fileName() + ending;
        }

        TableWriter open(Table table, Path file) throws IOException {
            return this == PARQUET ? new ParquetTable(table, file) : new CsvTable(file);
        }

        /** Puts the files of the parts one behind the other. */
        void join(Table table, List<Path> parts, Path file) throws IOException {
            if (this == PARQUET) {
                ParquetTable.join(table, parts, file);
            } else {
                CsvTable.join(table, parts, file);
            }
        }
    }
}
