package org.cervicalcds.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A table as Apache Parquet, written by its own library: {@code time} is a time stamp in UTC, {@code cards} a number, all else text. Not
 * compressed, since that takes native code; columns of few values are small all the same. Of Hadoop only types are used.
 */
final class ParquetTable implements TableWriter {
    private static final long ROW_GROUP = 8 << 20;

    private final ParquetWriter<String[]> writer;

    ParquetTable(Table table, Path file) throws IOException {
        Files.deleteIfExists(file);
        writer = new Rows(new LocalOutputFile(file), schema(table))
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withRowGroupSize(ROW_GROUP)
                .build();
    }

    /** Takes over the row groups of the parts as they are. */
    static void join(Table table, List<Path> parts, Path file) throws IOException {
        Files.deleteIfExists(file);
        try (ParquetFileWriter joined = new ParquetFileWriter(
                new LocalOutputFile(file), schema(table), ParquetFileWriter.Mode.CREATE, ROW_GROUP, 0)) {
            joined.start();
            for (Path part : parts) {
                try (ParquetFileReader reader = ParquetFileReader.open(
                        new LocalInputFile(part),
                        ParquetReadOptions.builder(new PlainParquetConfiguration())
                                .build())) {
                    reader.appendTo(joined);
                }
            }
            joined.end(Map.of());
        }
    }

    @Override
    public void write(String... columns) throws IOException {
        writer.write(columns);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static MessageType schema(Table table) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (String column : table.columns()) {
            switch (column) {
                case "time" ->
                    message.required(PrimitiveType.PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS))
                            .named(column);
                case "cards" ->
                    message.required(PrimitiveType.PrimitiveTypeName.INT32).named(column);
                default ->
                    message.required(PrimitiveType.PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(column);
            }
        }
        return message.named(table.fileName());
    }

    /** What the library asks for to make its writer. */
    private static final class Rows extends ParquetWriter.Builder<String[], Rows> {
        private final MessageType schema;

        Rows(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Rows self() {
            return this;
        }

        @Override
        protected WriteSupport<String[]> getWriteSupport(Configuration hadoop) {
            return new RowSupport(schema);
        }

        @Override
        protected WriteSupport<String[]> getWriteSupport(ParquetConfiguration settings) {
            return new RowSupport(schema);
        }
    }

    /** Writes one row. */
    private static final class RowSupport extends WriteSupport<String[]> {
        private final MessageType schema;
        private final PrimitiveType.PrimitiveTypeName[] types;
        private @Nullable RecordConsumer consumer;

        /** What stood in each column of the row before: one moment's rows share most of theirs. */
        private final String[] lastText;

        private final Binary[] lastBytes;
        private long lastTime;

        RowSupport(MessageType schema) {
            this.schema = schema;
            this.lastText = new String[schema.getFieldCount()];
            this.lastBytes = new Binary[schema.getFieldCount()];
            Arrays.fill(lastText, "");
            Arrays.fill(lastBytes, Binary.EMPTY);
            this.types = schema.getFields().stream()
                    .map(field -> field.asPrimitiveType().getPrimitiveTypeName())
                    .toArray(PrimitiveType.PrimitiveTypeName[]::new);
        }

        @Override
        public WriteContext init(Configuration hadoop) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration settings) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer to) {
            consumer = to;
        }

        @Override
        public void write(String[] columns) {
            RecordConsumer out = Objects.requireNonNull(consumer, "prepareForWrite comes first");
            out.startMessage();
            for (int i = 0; i < types.length; i++) {
                String name = schema.getFieldName(i);
                out.startField(name, i);
                if (types[i] == PrimitiveType.PrimitiveTypeName.INT64) {
                    out.addLong(time(columns[i], i));
                } else if (types[i] == PrimitiveType.PrimitiveTypeName.INT32) {
                    out.addInteger(Integer.parseInt(columns[i]));
                } else {
                    out.addBinary(text(columns[i], i));
                }
                out.endField(name, i);
            }
            out.endMessage();
        }

        private long time(String text, int column) {
            if (!text.equals(lastText[column])) {
                lastTime = Instant.parse(text).toEpochMilli();
                lastText[column] = text;
            }
            return lastTime;
        }

        private Binary text(String text, int column) {
            if (!text.equals(lastText[column])) {
                lastBytes[column] = Binary.fromString(text);
                lastText[column] = text;
            }
            return lastBytes[column];
        }
    }
}
