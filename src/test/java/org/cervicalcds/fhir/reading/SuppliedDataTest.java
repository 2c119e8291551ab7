package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cervicalcds.engine.chart.Availability;
import org.cervicalcds.engine.chart.Availability.Cause;
import org.cervicalcds.engine.chart.Availability.Extent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What the shapes of a prefetch value mean. */
final class SuppliedDataTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "null | EMPTY",
                "{'resourceType':'Bundle','type':'searchset','total':0} | EMPTY",
                "{'resourceType':'Bundle','entry':[]} | EMPTY",
                "{'entry':[]} | EMPTY",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'warning','code':'4101'}]},'search':{'mode':'outcome'}}]} | EMPTY",
                "{'resourceType':'Bundle','entry':[{'resource':null},{},null,7,{'fullUrl':'x'}]} | EMPTY",
                "{'resourceType':'OperationOutcome','issue':[{'severity':'information'}]} | EMPTY",
                "{'resourceType':'OperationOutcome','issue':[{'severity':'error'}]} | FAILED",
                "{'issue':[{'severity':'fatal'}],'resourceType':'OperationOutcome'} | FAILED",
                "{'resourceType':'OperationOutcome','issue':{'severity':'error'}} | FAILED",
                "{'response':{'status':'200 OK'},'resource':null} | EMPTY",
                "{'response':{'status':'200 OK'},'resource':{'resourceType':'Patient','id':'p1'}} | DATA",
                "{'resource':{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'Patient','id':'p1'}}]},'response':{'status':'200'}} | DATA",
                "{'response':{'status':'500'},'resource':null} | FAILED",
                "{'resourceType':'Patient','id':'p1'} | DATA",
                "{'entry':[{'resource':{'id':'p1','resourceType':'Patient'}}]} | DATA",
                "{} | UNUSABLE",
                "[] | UNUSABLE",
                "'123' | UNUSABLE",
                "true | UNUSABLE",
                "[{'resourceType':'Patient','id':'p1'}] | UNUSABLE",
                "{'id':'p1'} | UNUSABLE",
            })
    void shapeOfAValueTellsWhatCame(String json, SuppliedData.State expected) {
        assertThat(new Sample().read(json).state()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} of {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'total':40 | 1 | 40",
                "'total':'40' | 1 | 40",
                "'total':40.0 | 1 | 40",
                "'total':' 3 ' | 1 | 3",
                "'entry':[ONE,{'fullUrl':'http://f/Condition/2'}] | 1 | 2",
                "'entry':[ONE,{'fullUrl':'http://f/Condition/2','resource':null},{'fullUrl':'http://f/Condition/3'}],'total':2 | 1 | 3",
            })
    void whatIsCountedAndDidNotComeIsMissing(String members, int came, int total) {
        String one = "{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}";
        String entries = members.contains("entry") ? "" : ",'entry':[ONE]";
        SuppliedData supplied =
                new Sample().read(("{'resourceType':'Bundle'," + members + entries + "}").replace("ONE", one));

        assertThat(supplied.availability()).isEqualTo(Availability.part(Cause.COUNT_SHORT, came, total));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'total':1",
                "'total':'many'",
                "'total':-4",
                "'total':1e99",
                "'total':null",
                "'total':{}",
                "'entry':[ONE,{},null,{'fullUrl':''},{'fullUrl':'x','search':{'mode':'include'}}]"
            })
    void whatIsNoCountSaysNothing(String members) {
        String one = "{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}";
        String entries = members.contains("entry") ? "" : ",'entry':[ONE]";
        SuppliedData supplied =
                new Sample().read(("{'resourceType':'Bundle'," + members + entries + "}").replace("ONE", one));

        assertThat(supplied.availability()).isEqualTo(Availability.ALL);
    }

    @Test
    void nextLinkMeansThatMoreIsToCome() {
        SuppliedData supplied = new Sample()
                .read(
                        "{'resourceType':'Bundle','link':[{'relation':'self','url':'a'},{'url':'http://f/2','relation':'next'}],"
                                + "'entry':[{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}]}");

        assertThat(supplied.next()).isEqualTo("http://f/2");
        assertThat(supplied.availability()).isEqualTo(Availability.part(Cause.MORE_PAGES, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'resourceType':'Bundle','total':40,'entry':[E]} | PART | COUNT_SHORT | 1 | 40",
                "{'entry':[E],'total':40,'resourceType':'Bundle'} | PART | COUNT_SHORT | 1 | 40",
                "{'resourceType':'Bundle','total':1,'entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','total':0,'entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','total':2,'entry':[E,{'resource':{'resourceType':'Medication','id':'m'},'search':{'mode':'include'}}]} | PART | COUNT_SHORT | 1 | 2",
                "{'resourceType':'Bundle','total':2,'entry':[E,{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'warning'}]},'search':{'mode':'outcome'}}]} | PART | COUNT_SHORT | 1 | 2",
                "{'resourceType':'Bundle','total':3} | NOTHING | COUNT_SHORT | 0 | 3",
                "{'resourceType':'Bundle','total':'x','entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','total':-3,'entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','total':1e9,'entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','total':99999999999,'entry':[E]} | ALL | NONE | 0 | 0",
                "{'resourceType':'Bundle','entry':[E,{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'forbidden'}]}}]} | PART | REFUSED | 1 | 0",
                "{'resourceType':'Bundle','entry':[{'resource':{'resourceType':'OperationOutcome','issue':[{'severity':'error','code':'timeout'}]}}]} | NOTHING | LATE | 0 | 0",
                "{'resourceType':'Bundle','type':'batch-response','entry':[{'response':{'status':'403 Forbidden'}}]} | NOTHING | REFUSED | 0 | 0",
                "{'resourceType':'Bundle','type':'batch-response','entry':[{'response':{'status':'200 OK'},'resource':{'resourceType':'Bundle','total':7,'entry':[E]}}]} | PART | COUNT_SHORT | 1 | 7",
                "{'resourceType':'Bundle','type':'batch-response','entry':[{'resource':{'resourceType':'Bundle','link':[{'relation':'next','url':'n'}],'entry':[E]}}]} | PART | MORE_PAGES | 1 | 0",
                "{'resourceType':'Bundle','type':'batch-response','entry':[{'resource':{'resourceType':'Bundle','entry':[E]}},{'response':{'status':'503'}}]} | PART | FAILED | 1 | 0",
            })
    void countsAndFailuresTellHowMuchCame(String json, Extent extent, Cause cause, int came, int total) {
        String entry = "{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}";

        assertThat(new Sample().read(json.replaceAll("\\bE\\b", entry)).availability())
                .isEqualTo(new Availability(extent, cause, came, total));
    }

    @Test
    void nestedBundlesAreReadToABoundedDepth() {
        String condition =
                "{'resourceType':'Condition','id':'1','subject':{'reference':'Patient/p1'},'code':{'text':'x'}}";
        String nested = condition;
        for (int i = 0; i < 3; i++) {
            nested = "{'resourceType':'Bundle','entry':[{'resource':" + nested + "}]}";
        }
        String tooDeep = nested;
        for (int i = 0; i < 10; i++) {
            tooDeep = "{'resourceType':'Bundle','entry':[{'resource':" + tooDeep + "}]}";
        }

        assertThat(Sample.chartOf(nested).conditions()).hasSize(1);
        assertThat(Sample.chartOf(tooDeep).conditions()).isEmpty();
    }

    @Test
    void jsonThatIsNotWellFormedIsAnError() {
        assertThatThrownBy(() -> new Sample().read("{'resourceType':'Bundle','entry':[{"))
                .isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> new Sample().read("[".repeat(200))).isInstanceOf(JacksonException.class);
    }
}
