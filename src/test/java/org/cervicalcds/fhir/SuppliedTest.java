package org.cervicalcds.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cervicalcds.chart.Availability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

/** What the shapes of a prefetch value mean. */
final class SuppliedTest {

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
    void shapeOfAValueTellsWhatCame(String json, Supplied.State expected) {
        assertThat(new Sample().read(json).state()).isEqualTo(expected);
    }

    @Test
    void nextLinkMeansThatMoreIsToCome() {
        Supplied supplied = new Sample()
                .read(
                        "{'resourceType':'Bundle','link':[{'relation':'self','url':'a'},{'url':'http://f/2','relation':'next'}],"
                                + "'entry':[{'resource':{'resourceType':'Condition','id':'1','code':{'text':'x'}}}]}");

        assertThat(supplied.next()).isEqualTo("http://f/2");
        assertThat(supplied.availability()).isEqualTo(Availability.PART);
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
