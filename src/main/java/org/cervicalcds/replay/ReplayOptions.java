package org.cervicalcds.replay;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is replayed and how.
 *
 * @param in folder of the export
 * @param out folder of the results
 * @param from first instant of the moments
 * @param to the instant behind the last
 * @param at one chart opening for each patient at this instant; null for the moments of the record
 * @param encounters a moment at the start of each encounter, and at its end where encounter-discharge is served
 * @param orders a moment at each order
 * @param live what the prefetch of the site would bring; else everything that the export holds
 * @param memory bytes that patients may take together while they are read
 * @param plainKeys ids stay as they are; else they are hashed
 * @param saltFile what the hashes are salted with; null for a salt made anew
 * @param resume goes on where an earlier run was ended
 * @param csv writes a row for each moment and decision as CSV
 * @param parquet the same as Parquet, for which its library must be there ({@link Replay#canWriteParquet})
 */
public record ReplayOptions(
        Path in,
        Path out,
        Instant from,
        Instant to,
        @Nullable Instant at,
        boolean encounters,
        boolean orders,
        boolean live,
        int threads,
        long memory,
        boolean plainKeys,
        @Nullable Path saltFile,
        boolean resume,
        boolean csv,
        boolean parquet) {

    /** How the tables are written; empty for no tables. */
    List<TableWriter.Format> formats() {
        List<TableWriter.Format> formats = new ArrayList<>();
        if (parquet) {
            formats.add(TableWriter.Format.PARQUET);
        }
        if (csv) {
            formats.add(TableWriter.Format.CSV);
        }
        return formats;
    }

    /** What two runs have in common that give the same rows. */
    String fingerprint(String contentHash) {
        return String.join(
                "\t",
                contentHash,
                in.toAbsolutePath().toString(),
                from.toString(),
                to.toString(),
                String.valueOf(at),
                "encounters=" + encounters,
                "orders=" + orders,
                "live=" + live,
                "plain=" + plainKeys,
                "salt=" + saltFile);
    }
}
