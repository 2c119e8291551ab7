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

        private final String ending;

        Format(String ending) {
            this.ending = ending;
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
