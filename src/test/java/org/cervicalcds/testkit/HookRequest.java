package org.cervicalcds.testkit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The body of a hook call, put together as text in which a single quote stands for a double one; it is about patient {@code p1} until another is named. */
public final class HookRequest {
    public static final String INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
    /** The access token of each request that has one; no log and no answer may hold it. */
    public static final String TOKEN = "planted-secret-7";

    private final String hook;
    private final String instance;
    private final String patient;
    private final String context;
    private final Map<String, String> prefetch;
    private final String members;

    private HookRequest(
            String hook,
            String instance,
            String patient,
            String context,
            Map<String, String> prefetch,
            String members) {
        this.hook = hook;
        this.instance = instance;
        this.patient = patient;
        this.context = context;
        this.prefetch = prefetch;
        this.members = members;
    }

    public static HookRequest of(String hook) {
        return new HookRequest(hook, INSTANCE, "p1", "", Map.of(), "");
    }

    public static HookRequest view() {
        return of("patient-view");
    }

    public HookRequest instance(String other) {
        return new HookRequest(hook, other, patient, context, prefetch, members);
    }

    /** The same about another patient, in all that was said of {@code p1}. */
    public HookRequest patient(String other) {
        return new HookRequest(hook, instance, other, context, prefetch, members);
    }

    /** With more members of the context, or none. */
    public HookRequest context(String more) {
        String all = context + (more.isEmpty() ? "" : "," + more);
        return new HookRequest(hook, instance, patient, all, prefetch, members);
    }

    /** With more members of the request itself, or none. */
    public HookRequest with(String more) {
        String all = members + (more.isEmpty() ? "" : "," + more);
        return new HookRequest(hook, instance, patient, context, prefetch, all);
    }

    public HookRequest prefetch(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(prefetch);
        more.put(key, value);
        return new HookRequest(hook, instance, patient, context, more, members);
    }

    /** With null, which says that there is nothing, for those of the keys that are not there yet. */
    public HookRequest nothingAt(Collection<String> keys) {
        Map<String, String> more = new LinkedHashMap<>(prefetch);
        keys.forEach(key -> more.putIfAbsent(key, "null"));
        return new HookRequest(hook, instance, patient, context, more, members);
    }

    /** With a token for a FHIR server. */
    public HookRequest access(String fhirServer) {
        return with("'fhirServer':'" + fhirServer + "','fhirAuthorization':{'access_token':'" + TOKEN
                + "','token_type':'Bearer','expires_in':300,'scope':'user/*.read','subject':'us'}");
    }

    public HookRequest explained() {
        return with("'extension':{'org.cervicalcds.explain':true}");
    }

    public String hook() {
        return hook;
    }

    public String text() {
        // The specification knows no user where an order is dispatched.
        String user = hook.equals("order-dispatch") ? "" : "'userId':'Practitioner/1',";
        String sent = prefetch.isEmpty()
                ? ""
                : prefetch.entrySet().stream()
                        .map(key -> "'" + key.getKey() + "':" + key.getValue())
                        .collect(Collectors.joining(",", ",'prefetch':{", "}"));
        String text = "{'hook':'" + hook + "','hookInstance':'" + instance + "','context':{" + user + "'patientId':'p1'"
                + context + "}" + sent + members + "}";
        return text.replace("'p1'", "'" + patient + "'").replace("Patient/p1'", "Patient/" + patient + "'");
    }

    @Override
    public String toString() {
        return text();
    }
}
