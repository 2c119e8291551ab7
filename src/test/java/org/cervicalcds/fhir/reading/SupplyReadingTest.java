package org.cervicalcds.fhir.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.cervicalcds.engine.entries.MedicationUse;
import org.cervicalcds.engine.entries.PartialDate;
import org.cervicalcds.engine.entries.Supply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a medication lasts, read from every place where clients say it. */
final class SupplyReadingTest {

    private static MedicationUse use(String type, String members) {
        Sample sample = new Sample();
        sample.read("{'resourceType':'" + type + "','id':'1','medicationCodeableConcept':{'text':'carisoprodol'},"
                + members + "}");
        List<MedicationUse> read = sample.chart().medications(sample.relaxant);
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static Supply.Dose dose(String dosage) {
        return use(
                        "MedicationRequest",
                        "'dosageInstruction':[" + dosage
                                + "],'dispenseRequest':{'quantity':{'value':30,'unit':'tablet'}}")
                .supply()
                .doses()
                .get(0);
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String day(@Nullable PartialDate date) {
        return date == null ? null : date.shown(ZoneOffset.UTC);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'tablet'}}] | 3",
                "'timing':{'repeat':{'frequency':1,'period':8,'periodUnit':'h'}},'doseAndRate':{'doseQuantity':{'value':2}} | 6",
                "'timing':{'repeat':{'period':6,'periodMax':8,'periodUnit':'h'}},'doseAndRate':[{'doseQuantity':{'value':1}}] | 4",
                "'timing':{'repeat':{'frequency':1,'frequencyMax':4,'period':1,'periodUnit':'d'}},'asNeededBoolean':true,'doseAndRate':[{'doseQuantity':{'value':1}}] | 4",
                "'timing':{'repeat':{'frequency':1,'period':1,'periodUnit':'wk'}},'doseAndRate':[{'doseQuantity':{'value':7}}] | 1",
                "'timing':{'repeat':{'frequency':2,'period':1,'periodUnits':'d'}},'doseQuantity':{'value':1} | 2",
                "'timing':{'code':{'coding':[{'code':'BID'}]}},'doseAndRate':[{'doseQuantity':{'value':1}}] | 2",
                "'timing':{'code':{'text':'tid'}},'doseAndRate':[{'doseRange':{'low':{'value':1},'high':{'value':2}}}] | 6",
                "'timing':{'code':{'coding':[{'code':'Q6H'}]}},'doseAndRate':[{'doseQuantity':{'value':1}}] | 4",
                "'timing':{'code':{'coding':[{'code':'Q0H'}]}},'doseAndRate':[{'doseQuantity':{'value':1}}] | -",
                "'timing':{'repeat':{'timeOfDay':['08:00:00','20:00:00']}},'doseAndRate':[{'doseQuantity':{'value':1}}] | 2",
                "'timing':{'repeat':{'when':'HS'}},'doseAndRate':[{'doseQuantity':{'value':1}}] | 1",
                "'timing':{'repeat':{'frequency':4,'period':1,'periodUnit':'d'}},'asNeededBoolean':true,'doseAndRate':[{'doseQuantity':{'value':1}}],'maxDosePerPeriod':{'numerator':{'value':3,'unit':'tablet'},'denominator':{'value':1,'unit':'day','code':'d'}} | 3",
                "'asNeededCodeableConcept':{'text':'spasm'},'maxDosePerPeriod':[{'numerator':{'value':12},'denominator':{'value':1,'code':'wk'}}] | 1.714285714285714",
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},'doseAndRate':[{'type':{'coding':[{'code':'calculated'}]},'doseQuantity':{'value':350,'unit':'mg'}},{'type':{'coding':[{'code':'admin-amount'}]},'doseQuantity':{'value':2}},{'type':{'coding':[{'code':'ordered'}]},'doseQuantity':{'value':1,'unit':'tablet'}}] | 3",
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':350,'unit':'mg'}}] | -",
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'capsule','code':'{cap}'}}] | 3",
                "'timing':{'repeat':{'frequency':3,'period':0,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1}}] | -",
                "'timing':{'repeat':{'frequency':3}},'doseAndRate':[{'doseQuantity':{'value':1}}] | -",
                "'timing':'daily','doseAndRate':'one' | -",
                "'text':'as directed' | -",
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'Stück','system':'https://fhir.kbv.de/CodeSystem/KBV_CS_SFHIR_BMP_DOSIEREINHEIT','code':'1'}}] | 3",
                "'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'Tag'}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'Kapseln'}}] | 3",
                "'doseAndRate':[{'rateRatio':{'numerator':{'value':3,'unit':'錠','code':'TAB'},'denominator':{'value':1,'unit':'日','code':'d'}}}] | 3",
                "'doseAndRate':[{'rateRatio':{'numerator':{'value':3,'code':'TAB'},'denominator':{'value':12,'code':'h'}}}] | 6",
                "'doseAndRate':[{'rateRatio':{'numerator':{'value':3,'code':'TAB'}}}] | -",
            })
    void dosageGivesUnitsADay(String members, String expected) {
        assertThat(text(dose("{" + members + "}").perDay())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "'boundsDuration':{'value':2,'unit':'weeks','code':'wk'} | 14",
                "'boundsDuration':{'value':10,'unit':'days'} | 10",
                "'boundsDuration':{'value':1,'code':'mo'} | 30",
                "'boundsDuration':{'value':48,'code':'h'} | 2",
                "'boundsDuration':{'value':10} | -",
                "'boundsDuration':{'value':2,'unit':'Wochen'} | 14",
                "'boundsRange':{'low':{'value':7,'code':'d'},'high':{'value':10,'code':'d'}} | 10",
                "'boundsRange':{'low':{'value':7,'code':'d'}} | 7",
                "'count':30,'frequency':3,'period':1,'periodUnit':'d' | 10",
                "'count':20,'countMax':30,'frequency':2,'period':1,'periodUnit':'d' | 15",
                "'count':30 | -",
                "'count':30,'frequency':3,'period':1,'periodUnit':'d','boundsDuration':{'value':14,'code':'d'} | 14",
                "'boundsPeriod':{'start':'2026-06-01','end':'2026-06-10'} | 10",
                "'boundsPeriod':{'start':'2026-06-10','end':'2026-06-01'} | -",
                "'boundsPeriod':{'end':'2026-06-10'} | -",
            })
    void boundsGiveDays(String bounds, String expected) {
        assertThat(text(dose("{'timing':{'repeat':{" + bounds + "}}}").boundsDays()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "500 | 'unit':'mg'      | 'value':45,'unit':'g'       | 1.5",
                "2   | 'code':'{tbl}'   | 'value':90,'unit':'tablets' | 6",
                "2   | 'unit':'錠'      | 'value':90,'unit':'錠'      | 6",
                "2   | 'unit':'ampoule' | 'value':90,'unit':'Ampoule' | 6",
                "2   | 'unit':'tablet'  | 'value':45000,'unit':'mg'   | ",
                "2   | 'unit':'ampoule' | 'value':90,'unit':'tablet'  | ",
            })
    void theAmountADayIsInTheUnitThatIsGivenOut(String row) {
        String[] parts = row.split("\\|", -1);
        Supply supply = use(
                        "MedicationRequest",
                        "'dosageInstruction':[{'timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}},"
                                + "'doseAndRate':[{'doseQuantity':{'value':" + parts[0].strip() + "," + parts[1]
                                + "}}]}],'dispenseRequest':{'quantity':{" + parts[2] + "}}")
                .supply();
        String expected = parts[3].strip();
        assertThat(text(supply.doses().get(0).perDay())).isEqualTo(expected.isEmpty() ? null : expected);
    }

    @Test
    void stepsAndPeriodsAreToldApart() {
        List<Supply.Dose> doses = use(
                        "MedicationRequest",
                        "'dosageInstruction':[{'sequence':1,'timing':{'repeat':{'boundsPeriod':{'start':'2026-06-01','end':'2026-06-14'}}}},"
                                + "{'sequence':'x','timing':{'repeat':{'count':10,'period':1,'periodUnit':'d'}}}]")
                .supply()
                .doses();
        assertThat(doses.get(0).sequence()).isEqualTo(1);
        assertThat(doses.get(0).starts()).isEqualTo("2026-06-01");
        assertThat(doses.get(0).counted()).isFalse();
        assertThat(doses.get(1).sequence()).isNull();
        assertThat(doses.get(1).starts()).isNull();
        assertThat(doses.get(1).counted()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{'value':28}|28",
                "{'value':28,'unit':'日','code':'d'}|28",
                "{'value':4,'unit':'Wochen'}|28",
                "{'value':4,'unit':'moons'}|"
            })
    void aSupplyWithoutAUnitIsOneOfDays(String row) {
        String[] parts = row.split("\\|", -1);
        Supply supply = use("MedicationRequest", "'dispenseRequest':{'expectedSupplyDuration':" + parts[0] + "}")
                .supply();
        assertThat(text(supply.days())).isEqualTo(parts[1].isEmpty() ? null : parts[1]);
    }

    @Test
    void requestSaysHowMuchAndHowOften() {
        Supply supply = use(
                        "MedicationRequest",
                        "'status':'active','intent':'order','authoredOn':'2026-06-01','dispenseRequest':{'numberOfRepeatsAllowed':2,"
                                + "'quantity':{'value':30.5},'expectedSupplyDuration':{'value':2,'unit':'wk','code':'wk'}}")
                .supply();

        assertThat(supply.repeats()).isEqualTo(2);
        assertThat(text(supply.days())).isEqualTo("14");
        assertThat(text(supply.quantity())).isEqualTo("30.5");
        assertThat(day(supply.from())).isEqualTo("2026-06-01");
        assertThat(supply.to()).isNull();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                "MedicationDispense | 'status':'completed','whenHandedOver':'2026-06-02','whenPrepared':'2026-06-01','daysSupply':{'value':7} | DISPENSE | 2026-06-02 | - | 7",
                "MedicationDispense | 'whenPrepared':'2026-06-01','daysSupply':{'value':1,'code':'wk'} | DISPENSE | 2026-06-01 | - | 7",
                "MedicationStatement | 'status':'active','effectivePeriod':{'start':'2026-05-01'} | STATEMENT | 2026-05-01 | - | -",
                "MedicationStatement | 'status':'completed','effectivePeriod':{'start':'2026-05-01','end':'2026-05-08'} | STATEMENT | 2026-05-01 | 2026-05-08 | -",
                "MedicationStatement | 'status':'active','effectiveDateTime':'2026-05-01' | STATEMENT | 2026-05-01 | - | -",
                "MedicationStatement | 'status':'completed','effectiveDateTime':'2026-05-01' | STATEMENT | 2026-05-01 | 2026-05-01 | -",
                "MedicationAdministration | 'status':'completed','effectiveDateTime':'2026-05-01','dosage':{'route':{'text':'Oral'}} | ADMINISTRATION | 2026-05-01 | 2026-05-01 | -",
                "MedicationOrder | 'status':'active','dateWritten':'2026-05-01','dispenseRequest':{'expectedSupplyDuration':{'value':5,'code':'d'}} | REQUEST | 2026-05-01 | - | 5",
            })
    void everyKindSaysFromWhenToWhen(
            String type, String members, MedicationUse.Kind kind, String from, String to, String days) {
        MedicationUse use = use(type, members);

        assertThat(use.kind()).isEqualTo(kind);
        assertThat(day(use.supply().from())).isEqualTo(from);
        assertThat(day(use.supply().to())).isEqualTo(to);
        assertThat(text(use.supply().days())).isEqualTo(days);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | true",
                "{'route':{'coding':[{'system':'http://snomed.info/sct','code':'26643006'}]}} | true",
                "{'route':{'text':'by mouth'}} | true",
                "{'route':{'text':'Intravenous'}} | false",
                "{'route':{'coding':[{'code':'TOP','display':'topical'}]}} | false",
            })
    void routeIsByMouthOrNotStated(String dosage, boolean expected) {
        assertThat(use("MedicationRequest", "'dosageInstruction':" + dosage).oralOrUnstated())
                .isEqualTo(expected);
    }
}
