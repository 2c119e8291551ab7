package org.cervicalcds.fhir.reading;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cervicalcds.engine.CardContent;
import org.cervicalcds.engine.PatientRecord;
import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.fhir.json.JsonCursor;

/** Reads FHIR JSON into the record of one patient; made for one patient, used by one thread. */
public final class RecordReader {
    private final ChartBuilder entries;
    private final ChartReader reader;

    public RecordReader(CardContent content) {
        entries = new ChartBuilder(content.terminology());
        reader = new ChartReader(content.terminology(), content.zone(), entries);
    }

    /**
     * Reads a resource, a Bundle or a list of resources; what another patient owns is left out later.
     *
     * @throws tools.jackson.core.JacksonException where the text is no JSON
     */
    public SuppliedData read(byte[] json) {
        JsonCursor in = new JsonCursor(json);
        return in.nextToken() == null ? SuppliedData.UNUSABLE : reader.read(in);
    }

    /** Reads the value at hand of a text that is read already. */
    public SuppliedData read(JsonCursor in) {
        return reader.read(in);
    }

    /**
     * Reads an order that is being written, or a Bundle of them.
     *
     * @throws tools.jackson.core.JacksonException where the text is no JSON
     */
    public void readDraft(String json) {
        readDraft(json.getBytes(StandardCharsets.UTF_8));
    }

    /** As above, in UTF-8; the text must stay as it is while the order is used. */
    public void readDraft(byte[] json) {
        JsonCursor in = new JsonCursor(json);
        if (in.nextToken() != null) {
            reader.readDrafts(in);
        }
    }

    /** Reads the draft orders at hand of a text that is read already. */
    public void readDrafts(JsonCursor in) {
        reader.readDrafts(in);
    }

    /** Takes away the drafts that were read last, so that the same record can be looked at with others. */
    public void withoutDrafts() {
        entries.dropDrafts();
    }

    /** Says how much of a need came; of what nothing is said nothing is known. */
    public void supplied(Need need, Availability how) {
        entries.supplied(need, how);
    }

    /** The record, of which nothing is known that was not supplied. */
    public PatientRecord record() {
        return PatientRecord.of(entries);
    }

    /** The record, of which all of these needs came: what was not read of them is absent. */
    public PatientRecord complete(List<Need> needs) {
        needs.forEach(need -> entries.supplied(need, Availability.ALL));
        return record();
    }
}
