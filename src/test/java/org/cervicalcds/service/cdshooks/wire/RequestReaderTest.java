package org.cervicalcds.service.cdshooks.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.cervicalcds.engine.chart.Need;
import org.cervicalcds.engine.terminology.TerminologyBuilder;
import org.cervicalcds.fhir.reading.SuppliedData;
import org.cervicalcds.service.access.Authorization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of hook calls; in the JSON a single quote stands for a double one. */
final class RequestReaderTest {
    private static final RequestReader READER = new RequestReader(new TerminologyBuilder().build(), ZoneOffset.UTC);
    private static final Map<String, Need> KEYS = Map.of("patient", Need.PATIENT, "conditions", Need.CONDITIONS);
    private static final String HOOK = "'hook':'patient-view','hookInstance':'i'";
    private static final String CONTEXT = "'context':{'userId':'Practitioner/1','patientId':'p1'}";

    private static HookRequest read(String json) {
        return READER.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), KEYS);
    }

    private static HookRequest readContext(String members) {
        return read("{" + HOOK + ",'context':{" + members + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "'x'",
                "null",
                "7",
                "{",
                "{'hook':'patient-view'}}",
                "{'hook':'patient-view'} {}",
                "{'hook':'patient-view'} x",
                "{'hook':'patient-view',/*x*/'hookInstance':'1',}",
                "{'hook':'a','hook':'b'}",
                "{'hook':'a','context':{'patientId':'1','patientId':'2'}}",
                "{'hook':'a','prefetch':{'patient':null,'patient':null}}",
                "{'hook':'a','fhirAuthorization':{'access_token':'a','access_token':'b'}}",
                "{'hook':'a','prefetch':{'other':{'x':[1,2}}}",
                "{'hook':NaN}",
                "{'hook':'patient-view','hookInstance':'i'}",
                "{'hook':'patient-view','context':null}",
                "{'hook':'patient-view','context':[]}",
                "{'hook':'patient-view','context':'x'}",
                "{'hook':'patient-view','context':{}}",
                "{'hook':'patient-view','context':{'patientId':null}}",
                "{'hook':'patient-view','context':{'patientId':1}}",
                "{'hook':'patient-view','context':{'patientId':' '}}",
                "{'hook':'patient-view','context':{'patientId':'Patient/'}}",
                "{'hook':1,'context':{'patientId':'1'}}",
                "{'hook':null,'context':{'patientId':'1'}}",
                "{'hook':' ','context':{'patientId':'1'}}",
                "{'context':{'patientId':'1'}}",
            })
    void whatIsNoHookCallIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(RequestProblem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.text()).isNotBlank().doesNotContain("tools.jackson", "Exception");
        });
    }

    @Test
    void brokenUtf8IsRefusedWhereverItStands() {
        byte[] used = ("{" + HOOK + ",'context':{'patientId':'\u00e9'}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] skipped = ("{" + HOOK + "," + CONTEXT + ",'other':{'x':'\u00e9'}}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = ("{" + HOOK + "," + CONTEXT + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> READER.read(used, KEYS)).isInstanceOf(RequestProblem.class);
        assertThatThrownBy(() -> READER.read(skipped, KEYS)).isInstanceOf(RequestProblem.class);
        assertThatThrownBy(() -> READER.read(utf16, KEYS)).isInstanceOf(RequestProblem.class);
    }

    @Test
    void endlessNestingIsRefused() {
        assertThatThrownBy(() -> read("{'x':" + "[".repeat(200_000))).isInstanceOf(RequestProblem.class);
    }

    @Test
    void orderOfMembersDoesNotMatter() {
        String prefetch =
                "'prefetch':{'conditions':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}]}}";

        for (String body : new String[] {
            "{" + HOOK + "," + CONTEXT + "," + prefetch + "}",
            "{" + prefetch + "," + CONTEXT + "," + HOOK + "}",
            "{'unknown':{'a':[{}]}," + prefetch + "," + HOOK + ",'user':'x'," + CONTEXT + ",'applyCql':true}",
        }) {
            HookRequest request = read(body);
            assertThat(request.hook()).isEqualTo("patient-view");
            assertThat(request.patientId()).isEqualTo("p1");
            assertThat(request.prefetch()).containsOnlyKeys(Need.CONDITIONS);
        }
    }

    @Test
    void onlyPublishedKeysAreRead() {
        HookRequest request = read("{" + HOOK + "," + CONTEXT
                + ",'prefetch':{'item1':{'resourceType':'Patient','id':'p1'},'conditions':null,'patient':'123'}}");

        assertThat(request.prefetch())
                .containsOnly(
                        Map.entry(Need.CONDITIONS, SuppliedData.EMPTY), Map.entry(Need.PATIENT, SuppliedData.UNUSABLE));
        assertThat(request.chart().hasPatient("p1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "'x'", "7"})
    void prefetchOfAnotherShapeIsNone(String prefetch) {
        assertThat(read("{" + HOOK + "," + CONTEXT + ",'prefetch':" + prefetch + "}")
                        .prefetch())
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "p1, p1",
        "Patient/p1, p1",
        "' Patient/p1 ', p1",
        "https://ehr.example/fhir/Patient/p1, p1",
        "https://ehr.example/fhir/Patient/p1/_history/4, p1",
        "Patient/p1/_history/4, p1",
        "../x?y, ../x?y",
        "a/Patient/b, a/Patient/b",
    })
    void patientIdLosesItsType(String sent, String bare) {
        assertThat(readContext("'patientId':'" + sent + "'").patientId()).isEqualTo(bare);
    }

    @Test
    void anIdMayComeAsAReference() {
        HookRequest request =
                readContext("'patientId':{'reference':'Patient/p1'},'encounterId':{'display':'x','reference':"
                        + "'Encounter/e1'},'userId':{'reference':'Practitioner/pr1'}");

        assertThat(request.patientId()).isEqualTo("p1");
        assertThat(request.encounterId()).isEqualTo("e1");
        assertThat(request.userType()).isEqualTo("Practitioner");
    }

    @ParameterizedTest(name = "{0} is of type {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "'''Practitioner/1''', Practitioner",
                "'''Patient/p1''', Patient",
                "'''https://ehr.example/fhir/RelatedPerson/r''', RelatedPerson",
                "'''123''', -",
                "'''\u533b\u5e2b/\u4f8b''', \u533b\u5e2b",
                "null, -",
                "[], -",
            })
    void userIdGivesTheTypeOfTheUser(String sent, @Nullable String type) {
        assertThat(readContext("'patientId':'p1','userId':" + sent).userType()).isEqualTo(type == null ? "" : type);
    }

    @ParameterizedTest(name = "{0} is safe in a URL: {1}")
    @CsvSource({
        "p1, true",
        "A.b-9, true",
        "a_b, false",
        "../x, false",
        "x?y, false",
        "..., false",
        "\u00e9, false",
        "a b, false"
    })
    void onlyPlainIdsMayStandInAUrl(String id, boolean safe) {
        assertThat(Ids.isSafe(id)).isEqualTo(safe);
        assertThat(Ids.isSafe("x".repeat(300))).isTrue();
    }

    @Test
    void contextIsReadLeniently() {
        HookRequest request =
                readContext("'patientId':'p1','encounterId':'Encounter/e1','selections':['A/1',7,null,'B/2'],"
                        + "'draftOrders':[1,'x'],'extension':{'a':1},'newField':{'b':[]}");

        assertThat(request.encounterId()).isEqualTo("e1");
        assertThat(request.selections()).containsExactly("A/1", "B/2");
        assertThat(readContext("'patientId':'p1','encounterId':null,'selections':'A/1'")
                        .selections())
                .containsExactly("A/1");
    }

    @Test
    void authorizationIsReadLeniently() {
        Authorization given = Objects.requireNonNull(read("{" + HOOK + "," + CONTEXT
                        + ",'fhirAuthorization':{'access_token':'t','token_type':'bearer','expires_in':'300','scope':'s','patient':'Patient/p1','x':{}}}")
                .authorization());

        assertThat(given).isEqualTo(new Authorization("t", "bearer", 300L, "s", null, "p1"));
        assertThat(read("{" + HOOK + "," + CONTEXT + ",'fhirAuthorization':null}")
                        .authorization())
                .isNull();
        assertThat(read("{" + HOOK + "," + CONTEXT + ",'fhirAuthorization':'x'}")
                        .authorization())
                .isNull();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'org.cervicalcds.explain':true} | true",
                "{'com.example.x':{'a':[1]},'org.cervicalcds.explain':true} | true",
                "{'org.cervicalcds.explain':'true'} | false",
                "{'org.cervicalcds.explain':{}} | false",
                "[{'url':'x'}] | false",
                "null | false",
            })
    void explanationIsAskedForInAnExtension(String extension, boolean explain) {
        assertThat(read("{" + HOOK + "," + CONTEXT + ",'extension':" + extension + "}")
                        .explain())
                .isEqualTo(explain);
    }

    @Test
    void nothingOfTheRequestIsPrinted() {
        assertThat(read("{" + HOOK + "," + CONTEXT + "}").toString()).doesNotContain("p1");
    }
}
