package org.cervicalcds.fhir;

import static org.cervicalcds.fhir.DataTypes.each;
import static org.cervicalcds.fhir.DataTypes.opens;
import static org.cervicalcds.fhir.DataTypes.string;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.chart.ChartBuilder;
import org.cervicalcds.chart.ImagingWords;
import org.cervicalcds.terminology.Terminology;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Streams FHIR JSON into the entries of one chart: prefetch values, answers of a FHIR server, draft orders. Made for one request, used by
 * one thread.
 *
 * <p>Only JSON that is not well formed is an error ({@link tools.jackson.core.JacksonException}); every other fault costs at most the
 * resource it is in (CDSH-PFD-8, CDSH-PFD-9).
 */
public final class ChartReader {
    private static final int DEEPEST_BUNDLE = 4;

    /** What repeats is remembered in tables of so many places: a table costs the more the shorter the text is. */
    private static final int FEWEST_PLACES = 32;

    private static final int MOST_PLACES = 512;
    private static final int BYTES_A_PLACE = 200;

    private final CommonMembers members;
    private final Entries entries;
    private final List<ResourceFields> levels = new ArrayList<>(2);
    private byte @Nullable [] drafts;
    private int entriesRead;

    /** For a text of any length. */
    public ChartReader(Terminology terminology, ZoneId zone, ChartBuilder chart) {
        this(terminology, zone, chart, MOST_PLACES * BYTES_A_PLACE);
    }

    /** @param length bytes of the longest text that is likely to be read */
    public ChartReader(Terminology terminology, ZoneId zone, ChartBuilder chart, int length) {
        int places = Math.max(FEWEST_PLACES, Math.min(MOST_PLACES, Integer.highestOneBit(length / BYTES_A_PLACE)));
        this.members = new CommonMembers(new DataTypes(terminology, zone, places));
        this.entries = new Entries(chart);
    }

    /** Reads the value at the current token into the record and leaves the parser on its last token. */
    public Supplied read(JsonCursor in) {
        drafts = null;
        entriesRead = 0;
        return value(in);
    }

    /** How many entries of Bundles the value held that was read last, whatever they were. */
    public int entriesRead() {
        return entriesRead;
    }

    /** Reads {@code context.draftOrders} in any of the shapes it comes in (CDSH-HOS-3). */
    public void readDrafts(JsonCursor in) {
        drafts = in.text();
        value(in);
        drafts = null;
    }

    private Supplied value(JsonCursor in) {
        return switch (in.currentToken()) {
            case VALUE_NULL -> Supplied.EMPTY;
            case START_OBJECT -> finished(resource(in, 0));
            case START_ARRAY -> {
                each(in, element -> value(element, 0));
                yield Supplied.UNUSABLE;
            }
            default -> Supplied.UNUSABLE;
        };
    }

    private void value(JsonCursor in, int level) {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            finished(resource(in, level));
        } else {
            in.skipChildren();
        }
    }

    /** Reads one object, of which only its members can tell whether it is a resource, a Bundle or a wrapper around one. */
    private ResourceFields resource(JsonCursor in, int level) {
        ResourceFields fields = level(level);
        if (drafts != null) {
            fields.from = in.openedAt();
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("resourceType")) {
                type(word(in), fields);
            } else {
                read(name, in, fields, level);
            }
            if (!isOfInterest(fields)) {
                in.skipMembers();
                break;
            }
        }
        if (drafts != null) {
            fields.to = in.offset();
        }
        return fields;
    }

    /** A string of a few that come again and again. */
    private static @Nullable String word(JsonCursor in) {
        if (in.currentToken() != JsonToken.VALUE_STRING || !in.isPlain()) {
            return string(in);
        }
        String word = JsonNames.of(in.text(), in.from(), in.to());
        return word.isBlank() ? null : word;
    }

    private ResourceFields level(int level) {
        if (levels.size() == level) {
            levels.add(new ResourceFields());
            return levels.get(level);
        }
        return levels.get(level).cleared();
    }

    private static void type(@Nullable String type, ResourceFields fields) {
        if (type != null) {
            fields.type = type;
            fields.kind = ResourceKind.of(type);
        }
    }

    private boolean isOfInterest(ResourceFields fields) {
        if (drafts != null) {
            return fields.kind.isOfDrafts();
        }
        return fields.kind.isOfRecord() && !isNamedInVain(fields);
    }

    /** Says that the code has been read, and that no finding can be about it. */
    private static boolean isNamedInVain(ResourceFields fields) {
        return switch (fields.kind) {
            case OBSERVATION -> fields.hasUnknownCode();
            case PROCEDURE, DIAGNOSTIC_REPORT -> {
                if (fields.hasUnknownCode() && fields.imaging == null) {
                    fields.imaging = fields.code.imaging();
                }
                yield fields.imaging == ImagingWords.NONE;
            }
            default -> false;
        };
    }

    private void read(String name, JsonCursor in, ResourceFields fields, int level) {
        boolean maybeBundle = fields.kind == ResourceKind.UNSTATED || fields.kind == ResourceKind.BUNDLE;
        if (maybeBundle) {
            switch (name) {
                case "entry" -> {
                    fields.hasEntry = true;
                    each(in, entry -> entry(entry, fields, level + 1));
                    return;
                }
                case "link" -> {
                    each(in, link -> link(link, fields));
                    return;
                }
                case "resource" -> {
                    wrapped(in, fields, level + 1);
                    return;
                }
                case "response" -> {
                    String status = DataTypes.member(in, "status");
                    fields.failed |= status != null && (status.startsWith("4") || status.startsWith("5"));
                    return;
                }
                default -> {}
            }
        }
        if (name.equals("issue") && fields.kind.isOutcomeOrUnstated()) {
            each(in, issue -> issue(issue, fields));
        } else if (fields.kind == ResourceKind.BUNDLE) {
            in.skipChildren();
        } else {
            members.read(name, in, fields);
        }
    }

    private void entry(JsonCursor in, ResourceFields bundle, int level) {
        entriesRead++;
        if (level > DEEPEST_BUNDLE || !opens(in)) {
            in.skipChildren();
            return;
        }
        bundle.entryUrl.clear();
        ResourceFields resource = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            if (name.equals("fullUrl")) {
                bundle.entryUrl.read(in);
            } else if (name.equals("resource") && token == JsonToken.START_OBJECT) {
                resource = resource(in, level);
            } else {
                in.skipChildren();
            }
        }
        if (resource != null) {
            resource.fullUrl = bundle.entryUrl;
            bundle.hasData |= finished(resource).state() == Supplied.State.DATA;
        }
    }

    private void wrapped(JsonCursor in, ResourceFields fields, int level) {
        fields.hasResource = true;
        if (level > DEEPEST_BUNDLE || in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
        } else {
            fields.wrapped = finished(resource(in, level));
        }
    }

    private static void link(JsonCursor in, ResourceFields fields) {
        if (!opens(in)) {
            return;
        }
        String relation = null;
        Slice url = new Slice();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "relation" -> relation = word(in);
                case "url" -> url.read(in);
                default -> in.skipChildren();
            }
        }
        if ("next".equals(relation) && url.text() != null) {
            fields.next = url.text();
        }
    }

    private static void issue(JsonCursor in, ResourceFields fields) {
        String severity = in.currentToken() == JsonToken.START_OBJECT ? DataTypes.member(in, "severity") : null;
        fields.failed |= "error".equals(severity) || "fatal".equals(severity);
        in.skipChildren();
    }

    private Supplied finished(ResourceFields fields) {
        if (fields.kind == ResourceKind.BUNDLE || (fields.kind == ResourceKind.UNSTATED && fields.hasEntry)) {
            if (fields.failed) {
                return Supplied.FAILED;
            }
            return new Supplied(fields.hasData ? Supplied.State.DATA : Supplied.State.EMPTY, fields.next);
        }
        if (fields.kind == ResourceKind.OPERATION_OUTCOME) {
            return fields.failed ? Supplied.FAILED : Supplied.EMPTY;
        }
        if (fields.kind == ResourceKind.UNSTATED) {
            return unwrapped(fields);
        }
        if (drafts != null) {
            entries.ofDrafts(fields, drafts);
        } else {
            entries.ofRecord(fields);
        }
        return Supplied.DATA;
    }

    private static Supplied unwrapped(ResourceFields fields) {
        if (!fields.hasResource) {
            return Supplied.UNUSABLE;
        }
        return fields.wrapped != null ? fields.wrapped : fields.failed ? Supplied.FAILED : Supplied.EMPTY;
    }
}
