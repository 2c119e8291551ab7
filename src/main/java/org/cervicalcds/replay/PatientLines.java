package org.cervicalcds.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What an export holds of a patient: the lines in the order they came, and how many more make no entry of the record. */
final class PatientLines {
    /** By the hash of the patient, then the id. */
    static final Comparator<PatientLines> ORDER =
            Comparator.comparingLong(PatientLines::hash).thenComparing(PatientLines::id);

    private final PatientKey patient;
    private final List<ResourceLine> lines = new ArrayList<>();
    private long unread;

    PatientLines(PatientKey patient) {
        this.patient = patient;
    }

    void add(ResourceLine line) {
        lines.add(line);
    }

    void addUnread(int more) {
        unread += more;
    }

    String id() {
        return patient.id();
    }

    private long hash() {
        return patient.hash();
    }

    List<ResourceLine> lines() {
        return lines;
    }

    /** With those that make no entry. */
    long all() {
        return lines.size() + unread;
    }
}
