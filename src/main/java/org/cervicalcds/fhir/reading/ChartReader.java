package org.cervicalcds.fhir.reading;

import static org.cervicalcds.fhir.reading.DataTypes.each;
import static org.cervicalcds.fhir.reading.DataTypes.opens;
import static org.cervicalcds.fhir.reading.DataTypes.string;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.entries.ImagingWords;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.json.JsonNames;
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
    private static final BigDecimal MOST_COUNTED = BigDecimal.valueOf(999_999_999);
    private static final byte[] COMPONENT = "component".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WORDS = "valueString".getBytes(StandardCharsets.US_ASCII);
    private static final int HAS_COMPONENT = 1;
    private static final int HAS_WORDS = 2;

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
    public SuppliedData read(JsonCursor in) {
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

    private SuppliedData value(JsonCursor in) {
        return switch (in.currentToken()) {
            case VALUE_NULL -> SuppliedData.EMPTY;
            case START_OBJECT -> finished(resource(in, 0));
            case START_ARRAY -> {
                each(in, element -> value(element, 0));
                yield SuppliedData.UNUSABLE;
            }
            default -> SuppliedData.UNUSABLE;
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
        int opened = in.openedAt();
        fields.from = opened;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("resourceType")) {
                type(word(in), fields);
            } else {
                read(name, in, fields, level);
            }
            if (!isOfInterest(fields)) {
                int passed = in.skipMembersPast(COMPONENT, WORDS);
                if (passed != 0 && fields.kind == ResourceKind.OBSERVATION && drafts == null) {
                    return onceMore(in, fields, level, opened, passed);
                }
                break;
            }
        }
        if (drafts != null) {
            fields.to = in.offset();
        }
        return fields;
    }

    /**
     * An observation of a code that is not known here may have components that are, or be a result of a report that says something in words;
     * then it is read once more, and whole.
     */
    private ResourceFields onceMore(JsonCursor in, ResourceFields first, int level, int opened, int passed) {
        if ((passed & HAS_COMPONENT) != 0) {
            readComponents(in, first, opened);
        }
        boolean hasKnownComponent = !first.components.isEmpty();
        if (!hasKnownComponent && (passed & HAS_WORDS) == 0) {
            return first;
        }
        in.reopen(opened);
        ResourceFields fields = level(level);
        fields.hasKnownComponent = hasKnownComponent;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("resourceType")) {
                type(word(in), fields);
            } else {
                read(name, in, fields, level);
            }
        }
        return fields;
    }

    private void readComponents(JsonCursor in, ResourceFields first, int opened) {
        in.reopen(opened);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("component")) {
                members.read(name, in, first);
                in.skipMembers();
                break;
            }
            in.skipChildren();
        }
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
            case OBSERVATION -> fields.hasUnknownCode() && fields.valueWords == null;
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
                case "total" -> {
                    fields.total = number(in);
                    return;
                }
                case "response" -> {
                    Cause cause = failure(DataTypes.member(in, "status"));
                    if (cause != Cause.NONE) {
                        fields.failed = true;
                        fields.cause = cause;
                    }
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
        if (level > DEEPEST_BUNDLE) {
            bundle.note(Cause.UNREADABLE);
            in.skipChildren();
            return;
        }
        if (!opens(in)) {
            return;
        }
        bundle.entryUrl.clear();
        ResourceFields resource = null;
        boolean matches = true;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            JsonToken token = in.nextToken();
            switch (name) {
                case "fullUrl" -> bundle.entryUrl.read(in);
                case "search" -> matches = isMatch(in);
                case "response" -> bundle.note(failure(DataTypes.member(in, "status")));
                case "resource" -> {
                    if (token == JsonToken.START_OBJECT) {
                        resource = resource(in, level);
                    } else {
                        in.skipChildren();
                    }
                }
                default -> in.skipChildren();
            }
        }
        if (resource == null && matches && !bundle.entryUrl.isEmpty()) {
            bundle.named++;
        }
        if (resource != null) {
            resource.fullUrl = bundle.entryUrl;
            ResourceKind kind = resource.kind;
            if (!matches && kind == ResourceKind.OBSERVATION) {
                entries.included(resource);
            }
            bundle.entry(finished(resource), kind, matches);
        }
    }

    /** Says that a search found an entry, and did not merely include it. */
    private static boolean isMatch(JsonCursor in) {
        if (!opens(in)) {
            return true;
        }
        boolean matches = true;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            if (name.equals("mode")) {
                String mode = word(in);
                matches = !"include".equals(mode) && !"outcome".equals(mode);
            } else {
                in.skipChildren();
            }
        }
        return matches;
    }

    /** What a status of HTTP says that went wrong. */
    private static Cause failure(@Nullable String status) {
        return status == null
                ? Cause.NONE
                : status.startsWith("4") ? Cause.REFUSED : status.startsWith("5") ? Cause.FAILED : Cause.NONE;
    }

    /** A count, also one in quotes; 0 for what is none. */
    private static int number(JsonCursor in) {
        BigDecimal number = DataTypes.decimal(in);
        return number == null || number.signum() < 0 || number.compareTo(MOST_COUNTED) > 0 ? 0 : number.intValue();
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
        TextSlice url = new TextSlice();
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
        if (!opens(in)) {
            return;
        }
        String severity = null;
        String code = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            switch (name) {
                case "severity" -> severity = word(in);
                case "code" -> code = word(in);
                default -> in.skipChildren();
            }
        }
        if ("error".equals(severity) || "fatal".equals(severity)) {
            fields.failed = true;
            fields.cause = cause(code);
        }
    }

    /** What an issue type says that went wrong. */
    private static Cause cause(@Nullable String issue) {
        return switch (issue == null ? "" : issue) {
            case "timeout" -> Cause.LATE;
            case "transient", "lock-error", "no-store", "exception", "incomplete" -> Cause.FAILED;
            case "throttled" -> Cause.SERVER_BUSY;
            default -> Cause.REFUSED;
        };
    }

    private SuppliedData finished(ResourceFields fields) {
        if (fields.kind == ResourceKind.BUNDLE || (fields.kind == ResourceKind.UNSTATED && fields.hasEntry)) {
            if (fields.failed || (!fields.hasData && fields.cause != Cause.NONE)) {
                return SuppliedData.failed(fields.cause);
            }
            return new SuppliedData(
                    fields.hasData ? SuppliedData.State.DATA : SuppliedData.State.EMPTY,
                    fields.next,
                    fields.came,
                    fields.named == 0 ? fields.total : Math.max(fields.total, fields.came + fields.named),
                    fields.cause);
        }
        if (fields.kind == ResourceKind.OPERATION_OUTCOME) {
            return fields.failed ? SuppliedData.failed(fields.cause) : SuppliedData.EMPTY;
        }
        if (fields.kind == ResourceKind.UNSTATED) {
            return unwrapped(fields);
        }
        if (drafts != null) {
            entries.ofDrafts(fields, drafts);
        } else {
            entries.ofRecord(fields);
        }
        return SuppliedData.DATA;
    }

    private static SuppliedData unwrapped(ResourceFields fields) {
        if (!fields.hasResource) {
            return SuppliedData.UNUSABLE;
        }
        return fields.wrapped != null
                ? fields.wrapped
                : fields.failed ? SuppliedData.failed(fields.cause) : SuppliedData.EMPTY;
    }
}
