package org.cervicalcds.service.cdshooks.wire;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.ChartBuilder;
import org.cervicalcds.engine.chart.Hook;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.Terminology;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.fhir.reading.ChartReader;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.service.access.Authorization;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads the body of a hook call in one pass, in whatever order its members come. */
public final class RequestReader {
    static final String EXPLAIN = "org.cervicalcds.explain";

    private final Terminology terminology;
    private final ZoneId zone;

    public RequestReader(Terminology terminology, ZoneId zone) {
        this.terminology = terminology;
        this.zone = zone;
    }

    /**
     * Reads the body; of the prefetch only the keys we published (CDSH-PFD-7).
     *
     * @throws RequestProblem with status 400 for what is no hook call
     */
    public HookRequest read(byte[] body, Map<String, Need> published) {
        return read(Body.of(body), published, 0);
    }

    /** As {@link #read(byte[], Map)}; a list of as many entries as the client may send counts as cut; 0: it may send all (CDSH-PFT-6). */
    public HookRequest read(Body body, Map<String, Need> published, int most) {
        ChartBuilder chart = new ChartBuilder(terminology);
        Reading reading = new Reading(published, most, chart, new ChartReader(terminology, zone, chart, body.length()));
        whole(body, reading::envelope);
        return reading.request();
    }

    /** Lets the one object that a body is be read; anything else is no JSON body (CDSH-JSON-7). */
    public static void whole(Body body, java.util.function.Consumer<JsonCursor> object) {
        try {
            JsonCursor in = new JsonCursor(body.array(), body.length());
            JsonToken first = in.nextToken();
            if (first == null) {
                throw RequestProblem.malformed("The body is empty.");
            }
            if (first != JsonToken.START_OBJECT) {
                throw RequestProblem.malformed("The body is not a JSON object.");
            }
            object.accept(in);
            if (in.nextToken() != null) {
                throw RequestProblem.malformed("There is text after the end of the JSON object.");
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw RequestProblem.malformed(
                    at == null
                            ? "The body is not valid JSON."
                            : "The body is not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr()
                                    + ".");
        }
    }

    /** A string, or null for every other value. */
    public static @Nullable String string(JsonCursor in) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = in.getString();
            return text.isBlank() ? null : text;
        }
        in.skipChildren();
        return null;
    }

    /** The names of one object, each at most once. */
    public static final class Names {
        private final String where;
        private final Set<String> seen = new HashSet<>();

        public Names(String where) {
            this.where = where;
        }

        /** Moves to the next member's value; null at the end of the object. */
        @Nullable
        public String next(JsonCursor in) {
            String name = in.nextName();
            if (name == null) {
                return null;
            }
            if (!seen.add(name)) {
                throw RequestProblem.malformed("A key comes twice in " + where + ".");
            }
            in.nextToken();
            return name;
        }
    }

    /** One body on its way. */
    private static final class Reading {
        private final Map<String, Need> published;
        private final int most;
        private final ChartBuilder chart;
        private final ChartReader reader;
        private final Map<Need, SuppliedData> prefetch = new HashMap<>();
        private final List<String> selections = new ArrayList<>();
        private final List<String> dispatched = new ArrayList<>();
        private @Nullable String performer;
        private @Nullable String hook;
        private @Nullable String hookInstance;
        private @Nullable String fhirServer;
        private @Nullable Authorization authorization;
        private boolean hasContext;
        private @Nullable String userId;
        private @Nullable String patientId;
        private @Nullable String encounterId;
        private boolean explain;

        Reading(Map<String, Need> published, int most, ChartBuilder chart, ChartReader reader) {
            this.published = published;
            this.most = most;
            this.chart = chart;
            this.reader = reader;
        }

        void envelope(JsonCursor in) {
            Names names = new Names("the request");
            for (String name = names.next(in); name != null; name = names.next(in)) {
                switch (name) {
                    case "hook" -> hook = string(in);
                    case "hookInstance" -> hookInstance = string(in);
                    case "fhirServer" -> fhirServer = string(in);
                    case "fhirAuthorization" -> authorization(in);
                    case "context" -> context(in);
                    case "prefetch" -> prefetch(in);
                    case "extension" -> extension(in);
                    default -> in.skipChildren();
                }
            }
        }

        private void context(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            hasContext = true;
            Names names = new Names("context");
            for (String name = names.next(in); name != null; name = names.next(in)) {
                switch (name) {
                    case "userId" -> userId = reference(in);
                    case "patientId" -> patientId = reference(in);
                    case "encounterId" -> encounterId = reference(in);
                    case "selections" -> strings(in, selections);
                    case "dispatchedOrders", "order" -> strings(in, dispatched);
                    case "performer" -> performer = reference(in);
                    case "draftOrders" -> reader.readDrafts(in);
                    default -> in.skipChildren();
                }
            }
        }

        /** A list of strings, or the one that stands in its place (version 1.0 of order-dispatch has one order). */
        private static void strings(JsonCursor in, List<String> strings) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                add(in, strings);
                return;
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                add(in, strings);
            }
        }

        private static void add(JsonCursor in, List<String> strings) {
            String text = reference(in);
            if (text != null) {
                strings.add(text);
            }
        }

        /** A string, or that of the Reference that some send in its place. */
        private static @Nullable String reference(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                return string(in);
            }
            String reference = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                String text = string(in);
                reference = name.equals("reference") ? text : reference;
            }
            return reference;
        }

        private void prefetch(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            Names names = new Names("prefetch");
            for (String name = names.next(in); name != null; name = names.next(in)) {
                Need need = published.get(name);
                if (need == null) {
                    in.skipChildren();
                } else {
                    SuppliedData what = reader.read(in);
                    // What may have been cut is fetched whole where that is possible, and else not taken for all there
                    // is.
                    boolean cut = most > 0 && reader.entriesRead() >= most;
                    prefetch.put(need, cut ? what.butNotAll(Cause.LIST_CUT) : what);
                }
            }
        }

        private void authorization(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            String token = null;
            String type = null;
            Long expiresIn = null;
            String scope = null;
            String subject = null;
            String patient = null;
            Names names = new Names("fhirAuthorization");
            for (String name = names.next(in); name != null; name = names.next(in)) {
                switch (name) {
                    case "access_token" -> token = string(in);
                    case "token_type" -> type = string(in);
                    case "expires_in" -> expiresIn = seconds(in);
                    case "scope" -> scope = string(in);
                    case "subject" -> subject = string(in);
                    case "patient" -> patient = Ids.bare(string(in), "Patient");
                    default -> in.skipChildren();
                }
            }
            authorization = new Authorization(token, type, expiresIn, scope, subject, patient);
        }

        /** A number of seconds, also one in quotes (CDSH-REQ-9). */
        private static @Nullable Long seconds(JsonCursor in) {
            if (!in.currentToken().isScalarValue()) {
                in.skipChildren();
                return null;
            }
            try {
                return Long.valueOf(in.getString().strip());
            } catch (NumberFormatException e) {
                return null;
            }
        }

        private void extension(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                JsonToken value = in.nextToken();
                if (name.equals(EXPLAIN)) {
                    explain = value == JsonToken.VALUE_TRUE;
                }
                in.skipChildren();
            }
        }

        HookRequest request() {
            if (hook == null) {
                throw RequestProblem.invalid("hook is missing or is not a string.");
            }
            if (!hasContext) {
                throw RequestProblem.invalid("context is missing or is not an object.");
            }
            String patient = Ids.bare(patientId, "Patient");
            if (patient == null) {
                throw RequestProblem.invalid("context.patientId is missing or is not a string.");
            }
            String encounter = Ids.bare(encounterId, "Encounter");
            Hook known = Hook.named(hook);
            if (encounter == null && known != null && known.ofEncounter()) {
                throw RequestProblem.invalid("context.encounterId is missing or is not a string.");
            }
            return new HookRequest(
                    hook,
                    hookInstance == null ? "" : hookInstance,
                    fhirServer,
                    authorization,
                    userId,
                    patient,
                    encounter,
                    selections,
                    dispatched,
                    performer,
                    prefetch,
                    explain,
                    chart,
                    reader);
        }
    }
}
