package org.cervicalcds.engine.words;

import java.util.List;
import java.util.Map;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.entries.Concept;
import org.cervicalcds.engine.entries.Entry;
import org.cervicalcds.engine.entries.Order;
import org.cervicalcds.engine.terminology.Coding;
import org.cervicalcds.engine.terminology.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Our own short names for what the record holds; the first that fits an entry names it.
 *
 * @param names in the order in which they are tried
 * @param labels our labels of codes in the language of the names, by the English label; null for English
 */
public record PlainNames(List<PlainName> names, @Nullable Map<String, String> labels) {
    /** The longest a plain name may be, in characters. */
    public static final int LONGEST = 28;

    public static final PlainNames NONE = new PlainNames(List.of());

    /** English names. */
    public PlainNames(List<PlainName> names) {
        this(names, null);
    }

    /**
     * A name for the entries of a value set.
     *
     * @param codes narrows the codes
     */
    public record PlainName(ValueSet set, CodeFilter codes, String name) {}

    /** The name of an entry; where none fits, our label of its code or what the record calls it, cut at a word. */
    public String of(@Nullable Entry entry) {
        if (entry == null) {
            return "";
        }
        String name = plain(entry);
        if (name != null) {
            return name;
        }
        for (Coding coding : entry.code().codings()) {
            String label = ours(coding);
            if (label != null && label.length() <= LONGEST && !(entry instanceof Order)) {
                return label;
            }
        }
        return Markdown.cut(Markdown.oneLine(asRecorded(entry)), LONGEST);
    }

    private @Nullable String plain(Entry entry) {
        for (PlainName candidate : names) {
            if (candidate.codes().passes(entry.code(), candidate.set())) {
                return candidate.name();
            }
        }
        return null;
    }

    private @Nullable String ours(Coding coding) {
        String label = coding.label();
        return label == null || labels == null ? label : labels.get(label);
    }

    /** What the record calls an entry: in its own words, else in ours, else by its code; empty where there is nothing. */
    public String asRecorded(Entry entry) {
        Concept code = entry.code();
        String written = code.written();
        if (written != null) {
            return written;
        }
        for (Coding coding : code.codings()) {
            String label = ours(coding);
            if (label != null) {
                return label;
            }
        }
        String name = labels == null ? null : plain(entry);
        return name != null
                ? name
                : code.codings().isEmpty() ? "" : code.codings().get(0).code();
    }
}
