package org.cervicalcds.testkit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a hook call for patient {@code p1}, put together as text; a single quote stands for a double one. */
public final class HookRequest {
    public static final String INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
    /** The access token of each request that has one; no log and no answer may hold it. */
    public static final String TOKEN = "planted-secret-7";

    private final String hook;
    private final String context;
    private final Map<String, String> prefetch;
    private final String members;

    private HookRequest(String hook, String context, Map<String, String> prefetch, String members) {
        this.hook = hook;
        this.context = context;
        this.prefetch = prefetch;
        this.members = members;
    }

    public static HookRequest of(String hook) {
        return new HookRequest(hook, "", Map.of(), "");
    }

    public static HookRequest view() {
        return of("patient-view");
    }

    /** With more members of the context. */
    public HookRequest context(String more) {
        return new HookRequest(hook, context + "," + more, prefetch, members);
    }

    /** With more members of the request itself. */
    public HookRequest with(String more) {
        return new HookRequest(hook, context, prefetch, members + "," + more);
    }

    public HookRequest prefetch(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(prefetch);
        more.put(key, value);
        return new HookRequest(hook, context, more, members);
    }

    /** With null, which says that there is nothing, for those of the keys that have no value yet. */
    public HookRequest nothingElse(Collection<String> keys) {
        Map<String, String> more = new LinkedHashMap<>(prefetch);
        keys.forEach(key -> more.putIfAbsent(key, "null"));
        return new HookRequest(hook, context, more, members);
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
        StringBuilder text = new StringBuilder("{'hook':'" + hook + "','hookInstance':'" + INSTANCE
                + "','context':{'userId':'Practitioner/1','patientId':'p1'" + context + "}");
        if (!prefetch.isEmpty()) {
            String separator = ",'prefetch':{";
            for (Map.Entry<String, String> key : prefetch.entrySet()) {
                text.append(separator).append("'" + key.getKey() + "':" + key.getValue());
                separator = ",";
            }
            text.append('}');
        }
        return text.append(members).append('}').toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
