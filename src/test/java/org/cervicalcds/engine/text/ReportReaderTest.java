package org.cervicalcds.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cervicalcds.engine.text.ReportReading.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of the shipped content against reports as people write them (card specification, image reports). */
class ReportReaderTest {
    private static final ReportReader READER = ContentLanguage.reportReader();
    private static final List<String> KINDS = List.of("fracture", "haematoma", "infection", "cord");

    private static ReportReading read(String text) {
        return READER.read(FreeText.of(text));
    }

    /** Kinds that are said in one of some ways. */
    private static List<String> said(String text, Said... ways) {
        ReportReading reading = read(text);
        return KINDS.stream()
                .filter(kind -> Stream.of(ways).anyMatch(way -> reading.says(kind, way)))
                .toList();
    }

    private static List<String> dangers(String text) {
        return said(text, Said.SURE, Said.POSSIBLE);
    }

    private static boolean clears(String text) {
        ReportReading reading = read(text);
        return !reading.isLimited()
                && dangers(text).isEmpty()
                && (reading.isCalledNormal() || reading.says("fracture", Said.DENIED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fracture of the C2 spinous process.",
                "Acute fracture through C5-C6 in ankylosing spondylitis.",
                "FRACTURES: C5 and C6",
                "FINDINGS: Non-displaced fracture of the left C6 lamina.",
                "There is a fracture of the odontoid.",
                "IMPRESSION:\n1. Chance-type fracture at C6/7.\n2. No haematoma.",
                "Jumped facets at C5/6.",
                "Bilateral perched facets.",
                "Locked facet C6 on C7.",
                "Anterior dislocation of C5.",
                "Traumatic subluxation of C4 on C5.",
                "acute rotatory sub-luxation C1/2",
                "Discoligamentous injury C5/6.",
                "Ligamentous disruption at C6.",
                "Posterior ligamentous complex: ligament tear at C5.",
                "No swelling and a displaced fracture of C7.",
                "No haematoma, but a fracture of C6.",
                "No change in the displaced fracture of C6.",
                "A fracture cannot be excluded.",
                "Possible fracture of C6.",
                "Fracture not excluded at C7.",
                "Findings are suspicious for fracture.",
                "Old fracture of C5 with a new fracture of C6.",
                "Remote fracture, now displaced.",
                "Healing fracture that is unstable.",
                "The fracture has not healed.",
                "C5 fracture, not displaced, with cord compression.",
                "INDICATION: fall.\n\nFracture of C6.",
                "Indication: fall. Fracture of C6.",
                "History: neck pain\nTECHNIQUE: CT. FINDINGS: fracture of C6.",
                "TECHNIQUE: axial CT of the neck. Fracture of C6.",
                "COMPARISON: none. Fracture of C6.",
                "Fracture of C6, no fracture of the skull.",
                "Skull and cervical spine: fracture of C2.",
                "CT HEAD: normal.\n\nDisplaced fracture.",
                "CT HEAD: normal. CT CERVICAL SPINE: fracture.",
                "Vertebral fracture with rib cage intact.",
                "Fracture of the cervical spine and the ribs.",
                "Thoracic and cervical fractures.",
                "Minimally displaced fracture C7 spinous process (clay shoveler).",
                "Frac\u00adture of C6.",
                "Teardrop fracture-dislocation of C5.",
                "There is an acute\nfracture of C6",
                "Fracture\u00a0C6",
                "Bruch: fracture C6",
            })
    void danger_of_fracture(String text) {
        assertThat(dangers(text)).contains("fracture");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No fracture.",
                "No acute fracture, traumatic malalignment, dislocation or epidural haematoma.",
                "No evidence of fracture or dislocation.",
                "Without fracture.",
                "Negative for fracture.",
                "There is no fracture, dislocation, or subluxation of the cervical spine.",
                "Fracture: none",
                "Fracture: no.",
                "Fracture: not seen.",
                "Fracture not seen.",
                "A fracture is not identified.",
                "Fracture has been excluded.",
                "Fracture was ruled out.",
                "Old healed fracture of the C2 spinous process.",
                "Chronic fracture of C7, unchanged.",
                "Old fracture of C5 without acute fracture.",
                "Remote fracture, not displaced.",
                "Fracture risk is high.",
                "Osteoporosis with risk of fracture.",
                "History of fracture of C5.",
                "INDICATION: r/o fracture\n\nFINDINGS: normal alignment.",
                "Indication: fall, fracture of C5 seen elsewhere",
                "CLINICAL INFORMATION: fracture of C5?\nFINDINGS: Degenerative change.",
                "Clinical history: fell from a ladder. Fracture of C5 in the other hospital. FINDINGS: Spondylosis.",
                "REASON FOR EXAM:\n\nfracture of C5\n\nFINDINGS:\n\nSpondylosis.",
                "Question: fracture?\n\nSpondylosis.",
                "TECHNIQUE: CT for fracture. Spondylosis.",
                "Comparison: CT with a fracture of C5. Spondylosis.",
                "Comparison with the CT that showed the fracture.",
                "Fracture?",
                "Rule out fracture.",
                "Nasal bone fracture.",
                "Fracture of the left third rib.",
                "Displaced clavicle fracture.",
                "Zygomatic arch fracture and orbital floor fracture.",
                "CT FACE: fracture on the left.",
                "Skull: fracture.",
                "Fracture of T5.",
                "L1 burst fracture.",
                "Thoracic spine: compression fracture of a vertebral body.",
                "T2 vertebral body fracture.",
                "No new fracture.",
                "No further fracture, no other dislocation.",
                "Keine Fraktur, kein fracture.",
                "Pas de fracture.",
                "Sin fractura, sin fracture.",
                "Degenerative subluxation of C4 on C5.",
                "Spondylosis C5/6, normal alignment.",
            })
    void no_danger_of_fracture(String text) {
        assertThat(dangers(text)).doesNotContain("fracture");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No fracture.",
                "No acute fracture, traumatic malalignment, dislocation or epidural haematoma.",
                "No evidence of acute fracture or dislocation of the cervical spine.",
                "Fracture: none",
                "Fracture: no evidence.",
                "Fracture not identified.",
                "Fracture was ruled out.",
                "Fracture has been excluded.",
                "No acute abnormality.",
                "No acute osseous abnormality.",
                "No acute cervical injury.",
                "No acute pathology.",
                "Normal CT.",
                "Unremarkable study.",
                "Normal cervical spine.",
                "Unremarkable MRI",
                "Normal.",
                "IMPRESSION: Normal.",
                "CT cervical spine: unremarkable",
                "FINDINGS: Spondylosis.\nIMPRESSION: No acute fracture.",
                "INDICATION: fracture?\n\nFINDINGS: Vertebral bodies intact, no fracture.",
                "History: fall. No fracture or malalignment.",
                "Old fracture of C2. No acute fracture.",
                "CT HEAD: No acute intracranial abnormality. CT CERVICAL SPINE: No acute fracture.",
                "Facial bones: intact.\nCervical spine: no fracture.",
                "No rib fracture. No fracture of the cervical spine.",
                "No fracture of the cervical or thoracic spine.",
                "No vertebral fracture, ribs included.",
                "Negative for fracture or dislocation.",
                "There is no fracture; spondylosis at C5/6.",
                "Absence of fracture.",
                "Free of fracture.",
                "No fractures are seen at C1 to C7.",
                "Alignment: anatomic. Bones: no fracture.",
                "C-spine: No acute injury",
                "No prevertebral swelling, fracture, or dislocation",
                "Spondylosis. No acute process.",
                "No acute findings in the neck.",
                "Keine Hinweise, kein Nachweis: keine Fraktur",
                "Normal examination.",
                "CONCLUSION:\n\nNo fracture.",
            })
    void clear(String text) {
        assertThat(clears(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Normal alignment.",
                "Alignment: normal.",
                "Prevertebral soft tissues: Normal.",
                "Spondylosis at C5/6.",
                "No acute intracranial abnormality.",
                "CT HEAD: No acute abnormality.",
                "CT HEAD:\nNo fracture.",
                "Brain: normal.",
                "No skull fracture.",
                "No rib fracture.",
                "No facial fracture.",
                "No fracture of T5.",
                "Lumbar spine: no fracture.",
                "Thoracic spine: no vertebral fracture.",
                "No new fracture.",
                "No other fracture.",
                "No displaced fracture.",
                "No change in the fracture.",
                "No fracture risk known.",
                "Rule out fracture.",
                "R/O fracture.",
                "Fracture?",
                "At risk of fracture.",
                "INDICATION: no fracture on film.\n\nFINDINGS: Spondylosis.",
                "History: no fracture. FINDINGS: Spondylosis.",
                "Reason: fall, no fracture elsewhere.",
                "TECHNIQUE: CT. Comparison: no fracture on film.",
                "No fracture. Limited study.",
                "No fracture. Non-diagnostic below C6.",
                "No fracture. C7 not visualised.",
                "No fracture. C7 is not included.",
                "No fracture. C7 not fully covered.",
                "No fracture. Motion artefact.",
                "No fracture; incomplete examination.",
                "TECHNIQUE: limited by motion. FINDINGS: no fracture.",
                "No fracture, but possible ligament tear.",
                "No epidural haematoma but a fracture.",
                "Not a normal study.",
                "Probably normal study.",
                "No fracture of C5. Fracture of C6.",
                "No abscess.",
                "Epidural haematoma. No fracture.",
                "No fracture. Retropharyngeal abscess.",
                "Discitis C5/6, no fracture.",
                "No fracture. Cord: abnormal cord signal at C5.",
            })
    void not_clear(String text) {
        assertThat(clears(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Epidural haematoma C3 to C7.",
                "Extradural hematoma behind C4.",
                "Large posterior epidural spinal hemorrhage.",
                "Subdural spinal haematoma.",
                "Hematomyelia.",
                "Intraspinal haemorrhage cannot be excluded.",
                "Brain: normal. Cervical cord displaced by epidural hematoma.",
            })
    void danger_of_haematoma(String text) {
        assertThat(dangers(text)).contains("haematoma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subdural haematoma over the left convexity.",
                "CT HEAD: acute subdural haematoma.",
                "No epidural haematoma.",
                "No acute fracture, dislocation or epidural haematoma.",
                "Intracranial epidural haematoma.",
                "Subdural hemorrhage along the falx and the tentorium.",
                "Lumbar epidural haematoma.",
                "Clinical: epidural haematoma? FINDINGS: none.",
            })
    void no_danger_of_haematoma(String text) {
        assertThat(dangers(text)).doesNotContain("haematoma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Discitis C5/6.",
                "Spondylodiscitis with epidural phlegmon.",
                "Osteomyelitis of the dens.",
                "Retropharyngeal abscess.",
                "Epidural empyema.",
                "Concerning for discitis.",
            })
    void danger_of_infection(String text) {
        assertThat(dangers(text)).contains("infection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No abscess.",
                "Peritonsillar abscess of the left tonsil.",
                "Dental abscess.",
                "Lung abscess.",
                "Osteomyelitis of the mandible.",
                "No discitis or osteomyelitis.",
                "Lumbar discitis L4/5.",
            })
    void no_danger_of_infection(String text) {
        assertThat(dangers(text)).doesNotContain("infection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cord compression at C5/6.",
                "Severe stenosis compressing the spinal cord.",
                "The cord is compressed.",
                "Abnormal T2 cord signal.",
                "Cord signal change at C5.",
                "T2 hyperintensity in the cord.",
                "Signal abnormality within the cervical cord.",
                "Myelomalacia.",
                "Cord edema.",
                "Cord contusion.",
            })
    void danger_to_the_cord(String text) {
        assertThat(dangers(text)).contains("cord");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cord signal is normal.",
                "No cord compression.",
                "No abnormal cord signal.",
                "The cord is not compressed.",
                "Without cord oedema or myelomalacia.",
                "Disc bulge touches the cord.",
                "Stenosis without compression of the cord.",
            })
    void no_danger_to_the_cord(String text) {
        assertThat(dangers(text)).doesNotContain("cord");
    }

    @Test
    void doubt_is_told_apart() {
        assertThat(said("Possible fracture of C6.", Said.POSSIBLE)).containsExactly("fracture");
        assertThat(said("Possible fracture of C6.", Said.SURE)).isEmpty();
        assertThat(said("Possible fracture of C6. There is a fracture of C5.", Said.SURE))
                .containsExactly("fracture");
    }

    @Test
    void words_that_need_an_injury_and_the_back_are_told_apart() {
        assertThat(said("Subluxation of C4 on C5.", Said.AFTER_INJURY)).containsExactly("fracture");
        assertThat(said("Fracture of T5.", Said.OF_THE_BACK)).containsExactly("fracture");
        assertThat(said("Fracture of the fifth rib at T5.", Said.OF_THE_BACK)).isEmpty();
    }

    /** Time grows with the length of the text only, whatever is written in it. */
    @Test
    void a_report_is_read_in_linear_time() {
        List<String> slow = new ArrayList<>();
        for (String piece : List.of(
                "no fracture ",
                "fracture ",
                "cord signal ",
                "old fracture. ",
                "history: fracture. ",
                "head: ",
                "head:\n\n",
                "fracture: none\n",
                "epidural a b hematoma ",
                "not a visualised ",
                "history of a b fracture ",
                "a: b: c\n\n",
                "normal. ",
                "no acute a ",
                "spine ")) {
            milliseconds(piece, 20_000);
            double some = milliseconds(piece, 20_000);
            double more = milliseconds(piece, 160_000);
            // Eight times the length; a quadratic search takes 64 times as long.
            if (more > 50 && more > 20 * some) {
                slow.add("'%s': %.1f and %.1f ms".formatted(piece, some, more));
            }
        }
        assertThat(slow).isEmpty();
    }

    private static double milliseconds(String piece, int length) {
        String text =
                Stream.generate(() -> piece).limit(length / piece.length() + 1L).collect(Collectors.joining());
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        READER.read(FreeText.of(text));
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e6;
    }
}
