package org.cervicalcds.testkit;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Resources of patient {@code p1} as text; a single quote stands for a double one. */
public final class Resources {
    public static final String PATIENT = "{'resourceType':'Patient','id':'p1','birthDate':'1960-01-01'}";
    public static final String ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm";

    private Resources() {}

    /** Active, since two days ago. */
    public static String condition(String id, String code) {
        return condition(id, ICD_10_CM, code);
    }

    public static String condition(String id, String system, String code) {
        return "{'resourceType':'Condition','id':'" + id + "','subject':{'reference':'Patient/p1'},"
                + "'clinicalStatus':{'coding':[{'code':'active'}]},'code':{'coding':[{'system':'" + system
                + "','code':'" + code + "'}]},'onsetDateTime':'"
                + LocalDate.now(ZoneOffset.UTC).minusDays(2) + "'}";
    }

    public static String bundle(String... resources) {
        return page(null, resources);
    }

    /** A page of a search, with the address of the next one if there is one. */
    public static String page(@Nullable String next, String... resources) {
        String link = next == null ? "" : ",'link':[{'relation':'next','url':'" + next + "'}]";
        return "{'resourceType':'Bundle','type':'searchset'" + link
                + Arrays.stream(resources)
                        .map(resource -> "{'resource':" + resource + "}")
                        .collect(Collectors.joining(",", ",'entry':[", "]}"));
    }

    public static String conditions(String... codes) {
        return bundle(IntStream.range(0, codes.length)
                .mapToObj(i -> condition("c" + (i + 1), codes[i]))
                .toArray(String[]::new));
    }

    /** Ankylosing spondylitis, a fall and neck pain. */
    public static String fall() {
        return conditions("M45.9", "W19.XXXA", "M54.2");
    }

    /** An OperationOutcome of an error. */
    public static String error(String code) {
        return "{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'" + code + "'}]}";
    }
}
